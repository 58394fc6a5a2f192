using System.Text.Json.Serialization;
using Vindex.Server.Views;
using Vindex.Server.Web;
using Vindex.Storage.Dashboards;

namespace Vindex.Server.Dashboards;

/// <summary>A dashboard to create.</summary>
/// <param name="Name">Its name; different from those of the company's other dashboards.</param>
internal sealed record NewDashboardBody([Line(80)] string Name);

/// <summary>Changes to a dashboard.</summary>
/// <param name="Name">Its name.</param>
[KnownMembersOnly]
internal sealed record DashboardChangeBody([Line(80)] Optional<string> Name = default);

/// <summary>A card to pin.</summary>
/// <param name="Card">What it shows: a page and a part of it, such as overview.trend.</param>
/// <param name="Query">The filters, as in the query of the page's URL, such as days=30&amp;latest=true.</param>
/// <param name="Title">Its title; left out for the usual one.</param>
/// <param name="Width">half or full; half if left out.</param>
internal sealed record NewCardBody(
    [CardKindName] string Card, [TextOrBlank(ViewService.MaxQuery)] string? Query = null, [Line(120)] string? Title = null, [CardWidth] string? Width = null);

/// <summary>Changes to a card.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Width">half or full.</param>
/// <param name="Position">Its place among the cards, from 1; a place past the last is the last.</param>
[KnownMembersOnly]
internal sealed record CardChangeBody(
    [Line(120)] Optional<string> Title = default, [CardWidth] Optional<string> Width = default, [WholeNumber(1, 1000)] Optional<int?> Position = default);

/// <summary>A card of a dashboard.</summary>
/// <param name="CardId">Its id.</param>
/// <param name="Card">What it shows.</param>
/// <param name="Query">The filters.</param>
/// <param name="Href">The page with these filters.</param>
/// <param name="Title">Its title.</param>
/// <param name="Width">half or full.</param>
internal sealed record CardBody(string CardId, string Card, string Query, string Href, string Title, string Width)
{
    public static CardBody Of(DashboardCard card) => new(card.Id, card.Kind, card.Query, card.Href, card.ShownTitle, card.Width);
}

/// <summary>A dashboard.</summary>
/// <param name="DashboardId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Creator">Who created it, as in the audit log.</param>
/// <param name="Cards">Its cards, in order.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ChangedAt">When it was last changed.</param>
internal sealed record DashboardBody(
    string DashboardId, string Name, string Creator, IReadOnlyList<CardBody> Cards, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    public static DashboardBody Of(Dashboard dashboard) => new(
        dashboard.Id,
        dashboard.Name,
        dashboard.Creator,
        [.. DashboardCard.Of(dashboard).Select(CardBody.Of)],
        dashboard.CreatedAt,
        dashboard.ChangedAt);
}

/// <summary>The company's dashboards, by name.</summary>
/// <param name="Items">The dashboards.</param>
internal sealed record DashboardListBody(IReadOnlyList<DashboardBody> Items);

/// <summary>The name of a kind of card.</summary>
internal sealed class CardKindNameAttribute : RuleAttribute
{
    public override string Expected => $"must be one of {string.Join(", ", CardKind.Names)}";

    public override IEnumerable<string> Check(object value) => CardKind.Names.Contains((string)value) ? [] : [Expected];
}

/// <summary>The width of a card.</summary>
internal sealed class CardWidthAttribute : RuleAttribute
{
    public override string Expected => $"must be one of {string.Join(", ", DashboardCard.Widths)}";

    public override IEnumerable<string> Check(object value) => DashboardCard.Widths.Contains((string)value) ? [] : [Expected];
}

/// <summary>Bodies of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(IReadOnlyList<DashboardCard>))]
[JsonSerializable(typeof(NewDashboardBody))]
[JsonSerializable(typeof(DashboardChangeBody))]
[JsonSerializable(typeof(NewCardBody))]
[JsonSerializable(typeof(CardChangeBody))]
[JsonSerializable(typeof(CardBody))]
[JsonSerializable(typeof(DashboardBody))]
[JsonSerializable(typeof(DashboardListBody))]
[JsonSerializable(typeof(NewShareBody))]
[JsonSerializable(typeof(ShareBody))]
[JsonSerializable(typeof(ShareListBody))]
[JsonSerializable(typeof(CreatedShareBody))]
[JsonSerializable(typeof(SharingBody))]
internal sealed partial class DashboardJson : JsonSerializerContext
{
    public static DashboardJson Shared { get; } = new(WireFormat.Options());
}
