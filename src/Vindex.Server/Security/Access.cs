using Vindex.Server.Security.Sessions;
using Vindex.Storage.Users;

namespace Vindex.Server.Security;

/// <summary>What a route asks of its caller; stands in the endpoint's metadata.</summary>
/// <param name="Scope">The scope that opens it; null where something else does.</param>
internal sealed record Access(string? Scope)
{
    /// <summary>Routes for a command on the same machine.</summary>
    public static Access LocalOperation { get; } = new((string?)null);

    /// <summary>Routes for admins, over all companies.</summary>
    public static Access Admin { get; } = new(Scopes.Admin);

    /// <summary>Routes for people who are signed in, be it to no company.</summary>
    public static Access SignedIn { get; } = new((string?)null) { IsForPeople = true };

    /// <summary>Routes for owners who are signed in: no API key opens them.</summary>
    public static Access Owner { get; } = SignedIn with { Role = Storage.Users.Role.Owner };

    /// <summary>Takes a session only, no API key.</summary>
    public bool IsForPeople { get; init; }

    /// <summary>The least role in the company that is looked at; null where the scope says it.</summary>
    public Role? Role { get; init; }

    /// <summary>A page, which sends whoever is not signed in to the form for that.</summary>
    public bool IsPage { get; init; }

    /// <summary>Only the token of the running server opens it.</summary>
    public bool IsLocal => Scope is null && !IsForPeople;

    /// <summary>The environment's admin key opens these.</summary>
    public bool IsAdmin => Scope == Scopes.Admin && !IsForPeople;

    /// <summary>Whether a route with this metadata accepts a web session.</summary>
    public bool TakesSession(IEnumerable<object> metadata) => IsForPeople || (Scope is not null && metadata.OfType<SessionAccepted>().Any());

    /// <summary>What the signed-in may do here: the caller, or why not.</summary>
    public (Caller? Caller, Web.Problem? Problem) Admit(SignedIn signedIn)
    {
        var company = signedIn.Company;
        var caller = Caller.Of(signedIn);
        if (Scope == Scopes.Admin)
        {
            return signedIn.User.IsAdmin
                ? (caller with { CompanyId = null, Scopes = [Scopes.Admin] }, null)
                : (null, Web.Problem.Forbidden("admin_only", "Only server admins can do this."));
        }

        if (Scope is null && Role is null) return (caller, null);
        if (company is null) return (null, Web.Problem.Forbidden("no_company", "This account does not belong to a company; ask an owner of your company for an invitation."));
        if (Role is { } least && company.Role < least) return (null, RoleMissing(least, company));
        if (Scope is not null && !caller.Scopes.Contains(Scope)) return (null, RoleMissing(RoleScopes.Least(Scope) ?? Storage.Users.Role.Owner, company));
        return (caller, null);
    }

    private static Web.Problem RoleMissing(Role least, UserCompany company) => Web.Problem.Forbidden(
        "role_missing", $"This requires the role {RoleNames.Of(least)}; your role in {company.Name} is {RoleNames.Of(company.Role)}. An owner can change it.");
}

/// <summary>
/// Stands in the metadata of routes that take, beside what <see cref="Access"/> says, the token of the running server: a command of the folder's owner, who
/// could read the data anyway. Such a caller belongs to no company; what it asks about says which is meant.
/// </summary>
internal sealed record AlsoLocal
{
    public static AlsoLocal Instance { get; } = new();
}

/// <summary>Stands in the metadata of routes that accept a web session in place of an API key; the role then says what the scope would.</summary>
internal sealed record SessionAccepted
{
    public static SessionAccepted Instance { get; } = new();
}

/// <summary>Says on a route or a group what it asks of its caller.</summary>
internal static class AccessConventions
{
    public static T RequireScope<T>(this T builder, string scope)
        where T : IEndpointConventionBuilder => builder.WithMetadata(new Access(scope));

    public static T RequireAdmin<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.Admin, SessionAccepted.Instance);

    /// <summary>A web session opens it, too.</summary>
    public static T AcceptSessions<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(SessionAccepted.Instance);

    public static T RequireLocalOperation<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.LocalOperation);

    /// <summary>Anybody who is signed in, with a session only.</summary>
    public static T RequireSignedIn<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.SignedIn);

    /// <summary>An owner of the company, with a session only.</summary>
    public static T RequireOwner<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.Owner);

    /// <summary>A page for anybody who is signed in; others are sent to the form for that.</summary>
    public static T RequirePage<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.SignedIn with { IsPage = true });

    /// <summary>A page for whoever has a scope by role, or (<see cref="Scopes.Admin"/>) for admins of the server.</summary>
    public static T RequirePage<T>(this T builder, string scope)
        where T : IEndpointConventionBuilder => builder.WithMetadata(new Access(scope) { IsForPeople = true, IsPage = true });

    /// <summary>A page for owners.</summary>
    public static T RequireOwnerPage<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.Owner with { IsPage = true });

    public static T AlsoForLocalCommands<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(AlsoLocal.Instance);
}
