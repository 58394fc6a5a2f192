using Vindex.Server.Security.Sessions;
using Vindex.Storage.Scores;

namespace Vindex.Server.Security;

/// <summary>Who is asking, once the credential has been accepted for the route.</summary>
/// <param name="Actor">Name in the audit log: <c>key:&lt;id&gt;</c>, <c>user:&lt;id&gt;</c>, <c>admin-key</c> or <c>cli</c>.</param>
/// <param name="KeyId">The API key; null for a session, the admin key of the environment and the token of the running server.</param>
/// <param name="CompanyId">The company that the key belongs to, or that the session looks at; null for admins by session and for the last two.</param>
/// <param name="Scopes">What the key, or the role, opens.</param>
/// <param name="CustomerIds">The customers that the key is limited to; null for all of the company's.</param>
internal sealed record Caller(string Actor, string? KeyId, string? CompanyId, IReadOnlyList<string> Scopes, IReadOnlyList<string>? CustomerIds)
{
    /// <summary>A command on the same machine, with the token of the running server.</summary>
    public static Caller LocalCommand { get; } = new("cli", null, null, [], null);

    /// <summary>The admin key of the environment.</summary>
    public static Caller AdminKey { get; } = new("admin-key", null, null, [Security.Scopes.Admin], null);

    /// <summary>Someone who is signed in, with what their role opens in the company that they look at.</summary>
    public static Caller Of(SignedIn signedIn) =>
        new(signedIn.Actor, null, signedIn.Company?.CompanyId, signedIn.Company is { } company ? RoleScopes.Of(company.Role) : [], null) { SignedIn = signedIn };

    /// <summary>Whoever is signed in; null with a key or a token.</summary>
    public SignedIn? SignedIn { get; init; }

    /// <summary>Whose requests are counted together: the key's, or the person's in that company.</summary>
    public string Counted => KeyId ?? $"{Actor} {CompanyId}";

    /// <summary>May give and do everything.</summary>
    public bool IsAdmin => Scopes.Contains(Security.Scopes.Admin);

    /// <summary>The caller's company, on routes that only keys of a company can reach.</summary>
    public string OwnCompany => CompanyId ?? throw new InvalidOperationException("The route is open to callers without a company.");

    /// <summary>True when the caller may see that customer of its company.</summary>
    public bool Sees(string customerId) => CustomerIds is null || CustomerIds.Contains(customerId);

    /// <summary>The scores of the caller's own company, as far as it may see them.</summary>
    public ScoreAccess OwnScores => new(OwnCompany, CustomerIds);
}

/// <summary>Where a request keeps its caller.</summary>
internal static class CallerFeature
{
    private static readonly object s_key = new();

    public static Caller Caller(this HttpContext context) =>
        context.Items[s_key] as Caller ?? throw new InvalidOperationException("The route names no credential, so there is no caller.");

    public static void SetCaller(this HttpContext context, Caller caller) => context.Items[s_key] = caller;
}
