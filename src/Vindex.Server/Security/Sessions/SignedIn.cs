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
