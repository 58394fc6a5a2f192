using Vindex.Storage.Users;

namespace Vindex.Server.Security.Sessions;

/// <summary>A signed-in user.</summary>
/// <param name="Live">The session with its account and companies.</param>
/// <param name="Token">The session's token, which exists only in the cookie.</param>
internal sealed record SignedIn(LiveSession Live, string Token)
{
    public User User => Live.User;

    public Session Session => Live.Session;

    /// <summary>The account's companies, by name.</summary>
    public IReadOnlyList<UserCompany> Companies => Live.Companies;

    /// <summary>The current company and the role in it; null if the account belongs to none.</summary>
    public UserCompany? Company =>
        Live.Companies.FirstOrDefault(company => company.CompanyId == Live.Session.CompanyId) ?? (Live.Companies.Count > 0 ? Live.Companies[0] : null);

    /// <summary>
    /// Whether the current company or the server requires a second factor that the account does not have: until it is set up, the session opens nothing but the
    /// account itself.
    /// </summary>
    public bool LacksSecondFactor { get; init; }

    /// <summary>Name in the audit log.</summary>
    public string Actor => "user:" + User.Id;
}

/// <summary>Scopes of the roles.</summary>
internal static class RoleScopes
{
    private static readonly string[] s_viewer = [Scopes.ScoresRead, Scopes.FeedbackRead];
    private static readonly string[] s_member = [.. s_viewer, Scopes.ScoresWrite, Scopes.FeedbackWrite];
    private static readonly string[] s_owner = [.. s_member, Scopes.InstallationsWrite];

    public static IReadOnlyList<string> Of(Role role) => role switch { Role.Owner => s_owner, Role.Member => s_member, Role.Viewer => s_viewer, _ => [] };

    /// <summary>The lowest role with a scope; null if there is none.</summary>
    public static Role? Least(string scope) => Enum.GetValues<Role>().Where(role => Of(role).Contains(scope)).Select(role => (Role?)role).FirstOrDefault();
}

/// <summary>
/// What a place in a company gives. A role gives its scopes for the whole company. Teams give theirs for their customers: a scope reaches the customers of
/// those teams whose role has it, and no others.
/// </summary>
internal static class PlaceRights
{
    /// <summary>The scopes of a place, for whichever customers.</summary>
    public static IReadOnlyList<string> ScopesOf(UserCompany place) =>
        place.Role == Role.Teams
            ? [.. place.Teams.SelectMany(ScopesOf).Distinct(StringComparer.Ordinal)]
            : RoleScopes.Of(place.Role);

    /// <summary>The customers that a scope reaches; null for all of the company's. Without a scope, none of a place in teams.</summary>
    public static IReadOnlyList<string>? CustomersOf(UserCompany place, string? scope)
    {
        if (place.Role != Role.Teams) return null;
        var teams = place.Teams.Where(team => scope is not null && ScopesOf(team).Contains(scope)).ToList();
        return teams.Exists(team => team.CustomerIds is null)
            ? null
            : [.. teams.SelectMany(team => team.CustomerIds!).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether a scope reaches all of the company.</summary>
    public static bool IsWhole(UserCompany place, string scope) => ScopesOf(place).Contains(scope) && CustomersOf(place, scope) is null;

    // Whatever is stored, no team makes an owner.
    private static IReadOnlyList<string> ScopesOf(TeamRights team) => RoleScopes.Of(team.Role == Role.Owner ? Role.Member : team.Role);
}
