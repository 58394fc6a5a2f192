using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Passwords;

/// <summary>
/// Accepts invitations. New users choose a password; existing users prove their identity with their password: the link alone, which the
/// inviting owner has seen, must not open an account that may belong to other companies too. If they have a second factor, a code has to follow.
/// </summary>
internal sealed class InvitationService(
    ILinkStore store, PasswordHashing passwords, SignInService signIn, SessionService sessions, Ids ids, Audit audit, TimeProvider time)
{
    public const int MaxName = 200;

    /// <summary>Whether a display name is valid.</summary>
    public static bool IsName(string name) => name.Length <= MaxName && !name.Any(char.IsControl);

    /// <summary>The invitation of a link's token; null if the link is invalid.</summary>
    public async Task<Invitation?> FindAsync(string token, CancellationToken cancellationToken) =>
        SecretToken.Hash(token) is { } hash ? await store.FindInvitationAsync(hash, time.GetUtcNow(), cancellationToken) : null;

    /// <summary>Accepts an invitation and signs in; not found if the link is invalid.</summary>
    /// <param name="client">The request.</param>
    /// <param name="token">The link's token.</param>
    /// <param name="name">Display name of a new account; empty for none.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Outcome<SignInStep>> AcceptAsync(Client client, string token, string name, string password, CancellationToken cancellationToken)
    {
        if (!IsName(name))
            return Refusal.Field("name_refused", $"The name must have at most {MaxName} characters, and no control characters.", "name", "is too long");
        if (await FindAsync(token, cancellationToken) is not { } invitation) return new Refusal.NotFound();
        var present = await signIn.FindAsync(invitation.Email, cancellationToken);
        var outcome = present is null
            ? await NewAsync(client, invitation, name.Length == 0 ? null : name, password, cancellationToken)
            : await signIn.CheckAsync(client, invitation.Email, password, cancellationToken);
        if (outcome is not Outcome<User>.Done { Value: var user }) return Explain(((Outcome<User>.Refused)outcome).Reason);

        var entry = audit.Entry(
            "user:" + user.Id, "invitation.accepted", invitation.Grant.CompanyId, invitation.Id, ("email", user.Email), ("user_id", user.Id));
        var used = await store.AcceptAsync(invitation.TokenHash, time.GetUtcNow(), user, present is null, entry, cancellationToken);
        sessions.ForgetAccounts();
        if (used == InvitationUsed.EmailTaken) return HasAccount();
        var step = used == InvitationUsed.Accepted
            ? await sessions.BeginAsync(client, user, invitation.Grant.CompanyId, "invitation", cancellationToken)
            : null;
        return step is null ? new Refusal.NotFound() : step;
    }

    private async Task<Outcome<User>> NewAsync(Client client, Invitation invitation, string? name, string password, CancellationToken cancellationToken)
    {
        if (PasswordRules.Refuse(password, invitation.Email) is { } error)
            return Refusal.Field("password_refused", $"The password {error}.", "password", error);
        if (await signIn.CountAsync(client, null, cancellationToken) is { } refused) return refused;
        var hash = await passwords.HashAsync(password, cancellationToken);
        return new User("us_" + ids.TimeOrdered(), invitation.Email, name, hash, IsAdmin: false, time.GetUtcNow());
    }

    private static Refusal Explain(Refusal refusal) => refusal is Refusal.Unauthenticated ? HasAccount() : refusal;

    private static Refusal.Invalid HasAccount() => Refusal.Field(
        "password_wrong",
        "An account with this e-mail address already exists: enter its password. If you don't know it, ask a server admin for a reset link.",
        "password",
        "does not match the account with this e-mail address");
}
