using Vindex.Server.Security.Sessions;
using Vindex.Server.Telemetry;
using Vindex.Storage.Keys;
using Vindex.Storage.Scores;

namespace Vindex.Server.Security;

/// <summary>The authenticated and authorized sender of a request.</summary>
/// <param name="Actor">Name in the audit log: <c>key:&lt;id&gt;</c>, <c>user:&lt;id&gt;</c> (personal keys too), <c>admin-key</c> or <c>cli</c>.</param>
/// <param name="KeyId">The API key; null for a session, the admin key of the environment and the token of the running server.</param>
/// <param name="CompanyId">The company of the key or the current company of the session; null for server admins, the admin key and the token.</param>
/// <param name="Scopes">Scopes of the key or the role; with teams, of any of them.</param>
/// <param name="CustomerIds">
/// The customers that the caller is limited to in this request; null for all of the company's. Those of the key, or of the teams that give the scope which the
/// route requires.
/// </param>
internal sealed record Caller(string Actor, string? KeyId, string? CompanyId, IReadOnlyList<string> Scopes, IReadOnlyList<string>? CustomerIds)
{
    /// <summary>A command on the same machine, with the token of the running server.</summary>
    public static Caller LocalCommand { get; } = new("cli", null, null, [], null);

    /// <summary>The admin key of the environment.</summary>
    public static Caller AdminKey { get; } = new("admin-key", null, null, [Security.Scopes.Admin], null);

    /// <summary>A program with an API key. With a personal key it is the person, with no more scopes than the present role has.</summary>
    public static Caller Of(ApiKey key) => key.UserId is { } userId
        ? new("user:" + userId, key.Id, key.CompanyId, [.. key.Scopes.Intersect(key.Person is { } person ? RoleScopes.Of(person.Role) : [])], key.CustomerIds)
        {
            UserId = userId,
        }
        : new("key:" + key.Id, key.Id, key.CompanyId, key.Scopes, key.CustomerIds);

    /// <summary>A signed-in user, with what the current company gives for a route that requires a scope, or none.</summary>
    public static Caller Of(SignedIn signedIn, string? scope) =>
        new(
            signedIn.Actor,
            null,
            signedIn.Company?.CompanyId,
            signedIn.Company is { } company ? PlaceRights.ScopesOf(company) : [],
            signedIn.Company is { } place ? PlaceRights.CustomersOf(place, scope) : null)
        { SignedIn = signedIn, UserId = signedIn.User.Id };

    /// <summary>The signed-in user; null with a key or a token.</summary>
    public SignedIn? SignedIn { get; init; }

    /// <summary>The person: the signed-in user, or the one whose personal key was sent; null with another key or a token.</summary>
    public string? UserId { get; init; }

    /// <summary>The personal key that was sent; null for none.</summary>
    public string? PersonalKeyId => UserId is null ? null : KeyId;

    /// <summary>The partition for rate limits: the key, or the user in the company, also with any of the user's personal keys.</summary>
    public string Counted => PersonalKeyId is null && KeyId is { } key ? key : $"{Actor} {CompanyId}";

    /// <summary>Has all permissions.</summary>
    public bool IsAdmin => Scopes.Contains(Security.Scopes.Admin);

    /// <summary>The caller's company, on routes that require one.</summary>
    public string OwnCompany => CompanyId ?? throw new InvalidOperationException("The route is open to callers without a company.");

    /// <summary>Whether the caller can access that customer of its company.</summary>
    public bool Sees(string customerId) => CustomerIds is null || CustomerIds.Contains(customerId);

    /// <summary>Whether the caller has a scope for a customer of its company: more than this request requires, or less.</summary>
    public bool May(string scope, string customerId) =>
        Scopes.Contains(scope)
        && (SignedIn?.Company is { } place
            ? PlaceRights.CustomersOf(place, scope) is not { } reached || reached.Contains(customerId)
            : Sees(customerId));

    /// <summary>The scores of the caller's company that it can access.</summary>
    public ScoreAccess OwnScores => new(OwnCompany, CustomerIds);
}

/// <summary>Stores the caller in the request.</summary>
internal static class CallerFeature
{
    private static readonly object s_key = new();

    public static Caller Caller(this HttpContext context) =>
        context.Items[s_key] as Caller ?? throw new InvalidOperationException("The route requires no credential, so there is no caller.");

    public static void SetCaller(this HttpContext context, Caller caller)
    {
        context.Items[s_key] = caller;
        context.Features.Set(new RequestSender(caller.Actor, caller.CompanyId));
    }
}
