using System.Text.Json;
using Vindex.Storage.Dashboards;

namespace Vindex.Server.Dashboards;

/// <summary>A card of a dashboard, as it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it shows.</param>
/// <param name="Query">The filters: the query of the page's URL.</param>
/// <param name="Title">Its title; empty for the usual one.</param>
/// <param name="Width"><c>half</c> or <c>full</c>.</param>
internal sealed record DashboardCard(string Id, string Kind, string Query, string Title, string Width)
{
    /// <summary>The widths.</summary>
    public static IReadOnlyList<string> Widths { get; } = [Half, Full];

    /// <summary>One of two columns.</summary>
    public const string Half = "half";

    /// <summary>The whole width.</summary>
    public const string Full = "full";

    /// <summary>The title as shown.</summary>
    public string ShownTitle => Title.Length > 0 ? Title : CardKind.Find(Kind)?.Title ?? Kind;

    /// <summary>URL of the page with the card's filters.</summary>
    public string Href => CardKind.Find(Kind) is { } kind ? kind.Page.Path + (Query.Length == 0 ? "" : "?" + Query) : "/app";

    /// <summary>The cards of a dashboard; those of kinds that no longer exist are left out.</summary>
    public static IReadOnlyList<DashboardCard> Of(Dashboard dashboard) =>
        [.. JsonSerializer.Deserialize(dashboard.Cards, DashboardJson.Shared.IReadOnlyListDashboardCard)!.Where(card => CardKind.Find(card.Kind) is not null)];

    /// <summary>Cards as they are stored.</summary>
    public static string Write(IReadOnlyList<DashboardCard> cards) => JsonSerializer.Serialize(cards, DashboardJson.Shared.IReadOnlyListDashboardCard);
}
