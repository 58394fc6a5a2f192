using Vindex.Storage.Users;

namespace Vindex.Storage.Dashboards;

/// <summary>A named page of cards, which everyone in the company sees.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="Creator">Who created it, as in the audit log.</param>
/// <param name="Name">Its name.</param>
/// <param name="Cards">Its cards: JSON, opaque to the store.</param>
/// <param name="Version">Goes up with every change.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ChangedAt">When it was last changed.</param>
public sealed record Dashboard(
    string Id, string CompanyId, string Creator, string Name, string Cards, long Version, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt);

/// <summary>A link that shows a dashboard to anyone who has it. Its token is kept only as SHA-256.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DashboardId">The dashboard.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="UserId">Who created the link; it ends with this user's membership.</param>
/// <param name="TokenHash">SHA-256 of the token.</param>
/// <param name="HasTitles">Whether it shows the titles of tickets, if the company allows that.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">From when on it is refused.</param>
public sealed record DashboardLink(
    string Id,
    string DashboardId,
    string CompanyId,
    string UserId,
    byte[] TokenHash,
    bool HasTitles,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt)
{
    /// <summary>How often it was opened.</summary>
    public long Visits { get; init; }

    /// <summary>When it was last opened; null for never.</summary>
    public DateTimeOffset? VisitedAt { get; init; }
}

/// <summary>A link that has not expired, with what decides whether it may be opened.</summary>
/// <param name="Link">The link.</param>
/// <param name="Dashboard">Its dashboard.</param>
/// <param name="Role">The present role of the user who created it.</param>
public sealed record OpenedLink(DashboardLink Link, Dashboard Dashboard, Role Role)
{
    /// <summary>What that user's teams give now; empty unless the role is <see cref="Users.Role.Teams"/>.</summary>
    public IReadOnlyList<TeamRights> Teams { get; init; } = [];
}

/// <summary>Who may create links to dashboards.</summary>
public enum LinkSharers
{
    /// <summary>No one; existing links cannot be opened.</summary>
    NoOne,

    /// <summary>Owners of the company.</summary>
    Owners,

    /// <summary>Members and owners.</summary>
    Members,
}

/// <summary>What a company allows of links to its dashboards.</summary>
/// <param name="Sharers">Who may create them.</param>
/// <param name="HasTitles">Whether they may show the titles of tickets.</param>
public sealed record SharingRules(LinkSharers Sharers, bool HasTitles)
{
    /// <summary>The rules of a company that has not chosen any.</summary>
    public static SharingRules Default { get; } = new(LinkSharers.Owners, HasTitles: false);
}
