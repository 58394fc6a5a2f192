using Vindex.Server.Security.Sessions;
using Vindex.Server.Web.Responses;
using Vindex.Storage.Users;

namespace Vindex.Server.Security;

/// <summary>What a route requires of its caller; part of the endpoint's metadata.</summary>
/// <param name="Scope">The required scope; null if something else is required.</param>
internal sealed record Access(string? Scope)
{
    /// <summary>Routes for a command on the same machine.</summary>
    public static Access LocalOperation { get; } = new((string?)null);

    /// <summary>Routes for admins, over all companies.</summary>
    public static Access Admin { get; } = new(Scopes.Admin);

    /// <summary>Routes for signed-in users, even without a company.</summary>
    public static Access SignedIn { get; } = new((string?)null) { IsForPeople = true };

    /// <summary>Routes for signed-in users who have a role in their current company; API keys are not accepted.</summary>
    public static Access Person { get; } = SignedIn with { Role = Storage.Users.Role.Viewer };

    /// <summary>Routes for signed-in owners; API keys are not accepted.</summary>
    public static Access Owner { get; } = SignedIn with { Role = Storage.Users.Role.Owner };

    /// <summary>Routes for API keys of a company, whatever their scopes: what is called decides which one is required.</summary>
    public static Access AnyKey { get; } = new((string?)null) { TakesAnyScope = true };

    /// <summary>Accepts an API key with any scope.</summary>
    public bool TakesAnyScope { get; init; }

    /// <summary>Accepts only sessions, not API keys.</summary>
    public bool IsForPeople { get; init; }

    /// <summary>The minimum role in the current company; null if the scope decides.</summary>
    public Role? Role { get; init; }

    /// <summary>A page, which redirects users who are not signed in to the sign-in form.</summary>
    public bool IsPage { get; init; }

    /// <summary>Accepts only the token of the running server.</summary>
    public bool IsLocal => Scope is null && !IsForPeople && !TakesAnyScope;

    /// <summary>Accepts the environment's admin key.</summary>
    public bool IsAdmin => Scope == Scopes.Admin && !IsForPeople;

    /// <summary>Whether a route with this metadata accepts a web session.</summary>
    public bool TakesSession(IEnumerable<object> metadata) => IsForPeople || (Scope is not null && metadata.OfType<SessionAccepted>().Any());

    /// <summary>Whether a signed-in user has to set up a second factor first. The account itself is always open, so that this is possible.</summary>
    public bool IsClosedTo(SignedIn signedIn) => signedIn.LacksSecondFactor && (Scope is not null || Role is not null);

    /// <summary>The caller for a signed-in user, or a refusal.</summary>
    public (Caller? Caller, Web.Problem? Problem) Admit(SignedIn signedIn)
    {
        if (IsClosedTo(signedIn)) return (null, SecondFactorMissing());
        var company = signedIn.Company;
        var caller = Caller.Of(signedIn, Scope);
        if (Scope == Scopes.Admin)
        {
            return signedIn.User.IsAdmin
                ? (caller with { CompanyId = null, Scopes = [Scopes.Admin], CustomerIds = null }, null)
                : (null, Web.Problem.Forbidden("admin_only", "Only server admins can do this."));
        }

        if (Scope is null && Role is null) return (caller, null);
        if (company is null)
            return (null, Web.Problem.Forbidden("no_company", "This account does not belong to a company; ask an owner of your company for an invitation."));
        if (Role is { } least && company.Role < least) return (null, RoleMissing(least, company));
        if (company is { Role: Storage.Users.Role.Teams, Teams.Count: 0 }) return (null, NoTeam(company));
        if (Scope is not null && !caller.Scopes.Contains(Scope)) return (null, RoleMissing(RoleScopes.Least(Scope) ?? Storage.Users.Role.Owner, company));
        // Nothing beyond this point has to know what no customer at all means.
        return caller.CustomerIds is { Count: 0 } ? (null, NoCustomer(company)) : (caller, null);
    }

    private static Web.Problem SecondFactorMissing() => Web.Problem.Forbidden(
        "second_factor_missing", "Two-factor sign-in is required here. Set it up on the page /account/second-factor first.");

    private static Web.Problem NoTeam(UserCompany company) => Web.Problem.Forbidden(
        "no_team", $"You do not belong to a team of {company.Name} yet, so there is nothing to see. An owner can add you to one.");

    private static Web.Problem NoCustomer(UserCompany company) => Web.Problem.Forbidden(
        "no_customer", $"Your teams in {company.Name} have no customers yet, so there is nothing to see. An owner can add some.");

    private static Web.Problem RoleMissing(Role least, UserCompany company) => Web.Problem.Forbidden(
        "role_missing",
        company.Role == Storage.Users.Role.Teams
            ? $"This requires the role {RoleNames.Of(least)}, which no team of yours in {company.Name} has. An owner can change it."
            : $"This requires the role {RoleNames.Of(least)}; your role in {company.Name} is {RoleNames.Of(company.Role)}. An owner can change it.");
}

/// <summary>
/// Marks routes that accept the token of the running server in addition to <see cref="Access"/>: commands of the folder's owner, who
/// can read the data anyway. Such a caller has no company; the request names it.
/// </summary>
internal sealed record AlsoLocal
{
    public static AlsoLocal Instance { get; } = new();
}

/// <summary>Marks routes that accept a web session instead of an API key; the role then replaces the scope.</summary>
internal sealed record SessionAccepted
{
    public static SessionAccepted Instance { get; } = new();
}

/// <summary>Sets what a route or group requires of its caller.</summary>
internal static class AccessConventions
{
    public static T RequireScope<T>(this T builder, string scope)
        where T : IEndpointConventionBuilder => builder.WithMetadata(new Access(scope), Revalidated.Instance);

    public static T RequireAdmin<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.Admin, SessionAccepted.Instance, Revalidated.Instance);

    /// <summary>Also accepts web sessions.</summary>
    public static T AcceptSessions<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(SessionAccepted.Instance);

    public static T RequireLocalOperation<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.LocalOperation);

    /// <summary>Requires a session.</summary>
    public static T RequireSignedIn<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.SignedIn);

    /// <summary>Requires the session of a user with a role in the current company.</summary>
    public static T RequirePerson<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.Person);

    /// <summary>Requires the session of an owner.</summary>
    public static T RequireOwner<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.Owner);

    /// <summary>A page for signed-in users; others are redirected to the sign-in form.</summary>
    public static T RequirePage<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.SignedIn with { IsPage = true });

    /// <summary>A page for users whose role has the scope, or (<see cref="Scopes.Admin"/>) for server admins.</summary>
    public static T RequirePage<T>(this T builder, string scope)
        where T : IEndpointConventionBuilder => builder.WithMetadata(new Access(scope) { IsForPeople = true, IsPage = true });

    /// <summary>A page for users with a role in the current company.</summary>
    public static T RequirePersonPage<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.Person with { IsPage = true });

    /// <summary>A page for owners.</summary>
    public static T RequireOwnerPage<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Access.Owner with { IsPage = true });

    public static T AlsoForLocalCommands<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(AlsoLocal.Instance);
}
