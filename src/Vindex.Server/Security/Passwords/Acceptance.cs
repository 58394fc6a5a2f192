using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Passwords;

/// <summary>
/// Accepts invitations. New users choose a password; existing users prove their identity with their password: the link alone, which the
/// inviting owner has seen, must not open an account that may belong to other companies too.
/// </summary>
internal sealed class Acceptance(
    IStore store, PasswordHashing passwords, SignIn signIn, SessionRegister sessions, Ids ids, Audit audit, TimeProvider time)
{
    public const int MaxName = 200;

    /// <summary>The invitation of a link's token; null if the link is invalid.</summary>
    public async Task<Invitation?> FindAsync(string token, CancellationToken cancellationToken) =>
        SecretToken.Hash(token) is { } hash ? await store.Links.FindInvitationAsync(hash, time.GetUtcNow(), cancellationToken) : null;

    /// <summary>Accepts an invitation and signs in. Null without a problem if the link is invalid.</summary>
    public async Task<(SignedIn? SignedIn, Problem? Problem)> AcceptAsync(HttpContext context, string token, string? name, string password)
    {
        if (await FindAsync(token, context.RequestAborted) is not { } invitation) return (null, null);
        var present = await store.Users.FindByEmailAsync(invitation.Email, context.RequestAborted);
        var (user, problem) = present is null ? await NewAsync(context, invitation, name, password) : await signIn.CheckAsync(context, invitation.Email, password);
        if (user is null) return (null, Explain(problem!));

        var entry = audit.Entry("user:" + user.Id, "invitation.accepted", invitation.Grant.CompanyId, invitation.Id, ("email", user.Email), ("user_id", user.Id));
        var used = await store.Links.AcceptAsync(invitation.TokenHash, time.GetUtcNow(), user, present is null, entry, context.RequestAborted);
        sessions.Forget();
        return used switch
        {
            InvitationUsed.Accepted => (await sessions.StartAsync(context, user, invitation.Grant.CompanyId, "invitation"), null),
            InvitationUsed.EmailTaken => (null, HasAccount()),
            _ => (null, null),
        };
    }

    private async Task<(User? User, Problem? Problem)> NewAsync(HttpContext context, Invitation invitation, string? name, string password)
    {
        if (PasswordRules.Refuse(password, invitation.Email) is { } error)
            return (null, Problem.Invalid("password_refused", $"The password {error}.", "password", error));
        if (await signIn.CountAsync(context, null) is { } refused) return (null, refused);
        var hash = await passwords.HashAsync(password, context.RequestAborted);
        return (new User("us_" + ids.TimeOrdered(), invitation.Email, name, hash, IsAdmin: false, time.GetUtcNow()), null);
    }

    private static Problem Explain(Problem problem) => problem.Status == StatusCodes.Status401Unauthorized ? HasAccount() : problem;

    private static Problem HasAccount() => Problem.Invalid(
        "password_wrong",
        "An account with this e-mail address already exists: enter its password. If you don't know it, ask a server admin for a reset link.",
        "password",
        "does not match the account with this e-mail address");
}
