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

/// <summary>A password to reset.</summary>
/// <param name="Email">E-mail address of the account.</param>
/// <param name="Password">The new password; null for a link to set one.</param>
internal sealed record AccountReset(string Email, string? Password);

/// <summary>An account whose second factor is to be turned off.</summary>
/// <param name="Email">E-mail address of the account.</param>
internal sealed record SecondFactorRemoval(string Email);

/// <summary>What was done to an account.</summary>
/// <param name="Done">What was done, as a sentence.</param>
/// <param name="Link">The link to pass on; null when none is needed.</param>
internal sealed record AccountChange(string Done, OneTimeLinks.Made? Link = null);

/// <summary>Account operations from the command line, because there is no one to invite the first admin.</summary>
internal sealed class AccountService(IStore store, OneTimeLinks links, PasswordHashing passwords, Ids ids, Audit audit, TimeProvider time)
{
    public const string Actor = "cli";

    /// <summary>Creates an account or a link for creating it; an existing account is extended immediately.</summary>
    public async Task<Outcome<AccountChange>> AddAsync(Input<AccountOrder> input, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var order = input.Value;
        if (EmailAddress.Normalize(order.Email, out var error) is not { } email) return No($"the e-mail {error}");
        if (order.CompanySlug is null && !order.IsAdmin) return No("give either admin, or a company and a role");
        if (order.CompanySlug is null != order.Role is null) return No("give company and role together");
        var company = order.CompanySlug is null ? null : await store.Companies.FindBySlugAsync(order.CompanySlug, cancellationToken);
        if (company is null && order.CompanySlug is not null) return No($"no company has the slug {order.CompanySlug}");
        var grant = new Grant(company?.Id, order.Role, order.IsAdmin);
        var present = await store.Users.FindByEmailAsync(email, cancellationToken);
        if (present is not null) return await GrantAsync(present, grant, order.Password, cancellationToken);
        if (order.Password is null)
        {
            var (link, _, _) = await links.InviteAsync(Actor, email, grant, cancellationToken);
            return link is null
                ? No("the company no longer exists")
                : new AccountChange($"{email} is invited{What(grant)}; the link lets its holder choose a password", link);
        }

        if (PasswordRules.Refuse(order.Password, email) is { } refused) return No($"the password {refused}");
        var user = new User(
            "us_" + ids.TimeOrdered(), email, null, await passwords.HashAsync(order.Password, cancellationToken), order.IsAdmin, time.GetUtcNow());
        return await store.Users.AddAsync(user, grant, Entry("user.created", grant, user), cancellationToken)
            ? new AccountChange($"{email} can sign in{What(grant)}")
            : No("an account with this e-mail address has just been created, or the company no longer exists");
    }

    /// <summary>Sets a new password, or creates a link for setting it; for a person who has not accepted an invitation yet, a new invitation.</summary>
    public async Task<Outcome<AccountChange>> ResetAsync(Input<AccountReset> input, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var (text, password) = input.Value;
        var email = EmailAddress.Normalize(text, out _);
        if (email is null) return No($"no account has the e-mail address {text}");
        if (await store.Users.FindByEmailAsync(email, cancellationToken) is not { } user) return await InviteAgainAsync(email, password, cancellationToken);
        if (password is null)
        {
            var link = await links.ResetAsync(Actor, user, null, null, cancellationToken);
            return link is null ? No("the account no longer exists") : new AccountChange($"the link lets its holder set a new password for {email}", link);
        }

        if (PasswordRules.Refuse(password, email) is { } refused) return No($"the password {refused}");
        var hash = await passwords.HashAsync(password, cancellationToken);
        return await store.Users.SetPasswordAsync(user.Id, hash, audit.Entry(Actor, "password.reset", null, user.Id, ("email", email)), cancellationToken)
            ? new AccountChange($"{email} has a new password; all sessions have ended")
            : No("the account no longer exists");
    }

    /// <summary>Turns the second factor of an account off, after the device and the recovery codes were lost.</summary>
    public async Task<Outcome<AccountChange>> TurnSecondFactorOffAsync(Input<SecondFactorRemoval> input, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var email = EmailAddress.Normalize(input.Value.Email, out _);
        if (email is null || await store.Users.FindByEmailAsync(email, cancellationToken) is not { } user)
            return No($"no account has the e-mail address {email ?? input.Value.Email}");
        var entry = audit.Entry(Actor, "second_factor.off", null, user.Id, ("email", email));
        return await store.SecondFactors.RemoveAsync(user.Id, entry, cancellationToken)
            ? new AccountChange($"{email} signs in with the password alone; two-factor sign-in is off")
            : No($"{email} does not have two-factor sign-in");
    }

    /// <summary>A new link for a person who was invited and has no account yet; the previous link ends.</summary>
    private async Task<Outcome<AccountChange>> InviteAgainAsync(string email, string? password, CancellationToken cancellationToken)
    {
        if (await store.Links.FindInvitationOfAsync(email, time.GetUtcNow(), cancellationToken) is not { Grant: var grant })
            return No($"no account has the e-mail address {email}");
        if (password is not null) return No($"{email} is invited and has no account yet; leave out the password to get a new invitation link");
        var (link, _, _) = await links.InviteAsync(Actor, email, grant, cancellationToken);
        return link is null
            ? No("the company no longer exists")
            : new AccountChange($"{email} is invited{What(grant)} and has no account yet; the new link lets its holder choose a password", link);
    }

    private async Task<Outcome<AccountChange>> GrantAsync(User user, Grant grant, string? password, CancellationToken cancellationToken)
    {
        if (password is not null) return No($"{user.Email} already has an account with a password; use vindex user reset to change it");
        return await store.Users.GrantAsync(user.Id, grant, Entry("user.granted", grant, user), cancellationToken)
            ? new AccountChange($"{user.Email} already has an account and can now sign in{What(grant)}")
            : No("the account or the company no longer exists");
    }

    private Storage.Audit.AuditEntry Entry(string action, Grant grant, User user) => audit.Entry(
        Actor, action, grant.CompanyId, user.Id, ("email", user.Email), ("role", grant.Role is { } role ? RoleNames.Of(role) : null),
        ("admin", grant.IsAdmin ? "true" : null));

    private static Refusal.Invalid No(string reason) => Refusal.Field("account_refused", reason, "email", reason);

    private static string What(Grant grant) => (grant.Role, grant.IsAdmin) switch
    {
        ({ } role, true) => $" as {RoleNames.Of(role)} and as server admin",
        ({ } role, false) => $" as {RoleNames.Of(role)}",
        _ => " as server admin",
    };
}
