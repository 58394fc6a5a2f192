using System.Text.Json;
using Vindex.Storage.Dashboards;

namespace Vindex.Server.Dashboards;

/// <summary>A link to create.</summary>
/// <param name="Days">Days until it expires.</param>
/// <param name="Titles">Whether it shows the titles of tickets, which the company must allow; false if left out.</param>
internal sealed record NewShareBody([WholeNumber(1, SharingService.MostDays)] int Days, bool? Titles = null);

/// <summary>A link to a dashboard. The link itself is shown once, when it is created.</summary>
/// <param name="ShareId">Its id.</param>
/// <param name="UserId">Who created it.</param>
/// <param name="Titles">Whether it shows the titles of tickets, if the company allows that.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="Visits">How often it was opened.</param>
/// <param name="VisitedAt">When it was last opened; null for never.</param>
internal sealed record ShareBody(
    string ShareId, string UserId, bool Titles, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, long Visits, DateTimeOffset? VisitedAt)
{
    public static ShareBody Of(DashboardLink link) =>
        new(link.Id, link.UserId, link.HasTitles, link.CreatedAt, link.ExpiresAt, link.Visits, link.VisitedAt);
}

/// <summary>The links to a dashboard that have not expired, oldest first.</summary>
/// <param name="Items">The links.</param>
internal sealed record ShareListBody(IReadOnlyList<ShareBody> Items);

/// <summary>A link that was created.</summary>
/// <param name="ShareId">Its id.</param>
/// <param name="Link">The link. It is shown only here.</param>
/// <param name="Titles">Whether it shows the titles of tickets.</param>
/// <param name="ExpiresAt">When it expires.</param>
internal sealed record CreatedShareBody(string ShareId, string Link, bool Titles, DateTimeOffset ExpiresAt)
{
    public static CreatedShareBody Of(CreatedLink created) => new(created.Link.Id, created.Url, created.Link.HasTitles, created.Link.ExpiresAt);
}

/// <summary>What a company allows of links to its dashboards.</summary>
/// <param name="Sharers">Who may create links: no_one, owners or members (and owners). Links of others cannot be opened.</param>
/// <param name="Titles">Whether links may show the titles of tickets.</param>
internal sealed record SharingBody([SharersName] string Sharers, bool Titles)
{
    public static SharingBody Of(SharingRules rules) => new(SharersNames.Of(rules.Sharers), rules.HasTitles);
}

/// <summary>The names of those who may share.</summary>
internal static class SharersNames
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<LinkSharers>().Select(Of)];

    /// <summary>A name.</summary>
    public static string Of(LinkSharers sharers) => JsonNamingPolicy.SnakeCaseLower.ConvertName(sharers.ToString());

    /// <summary>The value of a name.</summary>
    public static LinkSharers Parse(string name) => Enum.GetValues<LinkSharers>().First(one => Of(one) == name);
}

/// <summary>Who may share.</summary>
internal sealed class SharersNameAttribute : RuleAttribute
{
    public override string Expected => $"must be one of {string.Join(", ", SharersNames.All)}";

    public override IEnumerable<string> Check(object value) => SharersNames.All.Contains((string)value) ? [] : [Expected];
}
