using Vindex.Server.Security.Sessions;
using Vindex.Storage;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Passwords;

/// <summary>An account to create or extend.</summary>
/// <param name="Email">Whose.</param>
/// <param name="CompanySlug">The company to belong to; null for none.</param>
/// <param name="Role">The role there; null with no company.</param>
/// <param name="IsAdmin">Administration of the whole server.</param>
/// <param name="Password">The password of a new account; null for a link to choose one.</param>
internal sealed record AccountOrder(string Email, string? CompanySlug, Role? Role, bool IsAdmin, string? Password);

/// <summary>The result.</summary>
/// <param name="Refused">Why nothing was done; null on success.</param>
/// <param name="Done">What was done, in a sentence.</param>
/// <param name="Link">The link to pass on; null if none is needed.</param>
internal sealed record AccountOutcome(string? Refused, string Done, OneTimeLinks.Made? Link)
{
    public static AccountOutcome No(string reason) => new(reason, "", null);

    public static AccountOutcome Yes(string done, OneTimeLinks.Made? link = null) => new(null, done, link);
}

/// <summary>Account operations from the command line, because there is no one to invite the first admin.</summary>
internal sealed class AccountSetup(IStore store, OneTimeLinks links, PasswordHashing passwords, Ids ids, Audit audit, TimeProvider time)
{
    public const string Actor = "cli";

    /// <summary>Creates an account or a link for creating it; an existing account is extended immediately.</summary>
    public async Task<AccountOutcome> AddAsync(AccountOrder order, CancellationToken cancellationToken)
    {
        if (EmailAddress.Normalise(order.Email, out var error) is not { } email) return AccountOutcome.No($"the e-mail {error}");
        if (order.CompanySlug is null && !order.IsAdmin) return AccountOutcome.No("give either admin, or a company and a role");
        if (order.CompanySlug is null != order.Role is null) return AccountOutcome.No("give company and role together");
        var company = order.CompanySlug is null ? null : await store.Companies.FindBySlugAsync(order.CompanySlug, cancellationToken);
        if (company is null && order.CompanySlug is not null) return AccountOutcome.No($"no company has the slug {order.CompanySlug}");
        var grant = new Grant(company?.Id, order.Role, order.IsAdmin);
        var present = await store.Users.FindByEmailAsync(email, cancellationToken);
        if (present is not null) return await GrantAsync(present, grant, order.Password, cancellationToken);
        if (order.Password is null)
        {
            var (link, _, _) = await links.InviteAsync(Actor, email, grant, cancellationToken);
            return link is null ? AccountOutcome.No("the company no longer exists") : AccountOutcome.Yes($"{email} is invited{What(grant)}; the link lets its holder choose a password", link);
        }

        if (PasswordRules.Refuse(order.Password, email) is { } refused) return AccountOutcome.No($"the password {refused}");
        var user = new User("us_" + ids.TimeOrdered(), email, null, await passwords.HashAsync(order.Password, cancellationToken), order.IsAdmin, time.GetUtcNow());
        return await store.Users.AddAsync(user, grant, Entry("user.created", grant, user), cancellationToken)
            ? AccountOutcome.Yes($"{email} can sign in{What(grant)}")
            : AccountOutcome.No("an account with this e-mail address has just been created, or the company no longer exists");
    }

    /// <summary>Sets a new password, or creates a link for setting it.</summary>
    public async Task<AccountOutcome> ResetAsync(string text, string? password, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Normalise(text, out _);
        if (email is null || await store.Users.FindByEmailAsync(email, cancellationToken) is not { } user) return AccountOutcome.No($"no account has the e-mail address {text}");
        if (password is null)
        {
            var link = await links.ResetAsync(Actor, user, null, null, cancellationToken);
            return link is null ? AccountOutcome.No("the account no longer exists") : AccountOutcome.Yes($"the link lets its holder set a new password for {email}", link);
        }

        if (PasswordRules.Refuse(password, email) is { } refused) return AccountOutcome.No($"the password {refused}");
        var hash = await passwords.HashAsync(password, cancellationToken);
        return await store.Users.SetPasswordAsync(user.Id, hash, audit.Entry(Actor, "password.reset", null, user.Id, ("email", email)), cancellationToken)
            ? AccountOutcome.Yes($"{email} has a new password; all sessions have ended")
            : AccountOutcome.No("the account no longer exists");
    }

    private async Task<AccountOutcome> GrantAsync(User user, Grant grant, string? password, CancellationToken cancellationToken)
    {
        if (password is not null) return AccountOutcome.No($"{user.Email} already has an account with a password; use vindex user reset to change it");
        return await store.Users.GrantAsync(user.Id, grant, Entry("user.granted", grant, user), cancellationToken)
            ? AccountOutcome.Yes($"{user.Email} already has an account and can now sign in{What(grant)}")
            : AccountOutcome.No("the account or the company no longer exists");
    }

    private Storage.Audit.AuditEntry Entry(string action, Grant grant, User user) => audit.Entry(
        Actor, action, grant.CompanyId, user.Id, ("email", user.Email), ("role", grant.Role is { } role ? RoleNames.Of(role) : null), ("admin", grant.IsAdmin ? "true" : null));

    private static string What(Grant grant) => (grant.Role, grant.IsAdmin) switch
    {
        ({ } role, true) => $" as {RoleNames.Of(role)} and as server admin",
        ({ } role, false) => $" as {RoleNames.Of(role)}",
        _ => " as server admin",
    };
}
