using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Passwords;

/// <summary>Sets passwords, with the current password or a link. The user stays or becomes signed in with a new token; all other sessions end.</summary>
internal sealed class PasswordChange(IStore store, PasswordHashing passwords, SignIn signIn, SessionRegister sessions, Audit audit, TimeProvider time)
{
    public async Task<(SignedIn? SignedIn, Problem? Problem)> ChangeAsync(HttpContext context, SignedIn signedIn, string current, string next)
    {
        var (user, refused) = await signIn.CheckAsync(context, signedIn.User.Email, current);
        if (user is null)
        {
            return (null, refused!.Status == StatusCodes.Status429TooManyRequests
                ? refused
                : Problem.Invalid("password_wrong", "The current password is wrong.", "current_password", "is not the current password"));
        }

        if (PasswordRules.Refuse(next, user.Email) is { } error)
            return (null, Problem.Invalid("password_refused", $"The new password {error}.", "new_password", error));
        var hash = await passwords.HashAsync(next, context.RequestAborted);
        var entry = audit.Entry(signedIn.Actor, "password.changed", signedIn.Company?.CompanyId, user.Id);
        await store.Users.SetPasswordAsync(user.Id, hash, entry, context.RequestAborted);
        sessions.Forget();
        var renewed = await sessions.StartAsync(context, user, signedIn.Session.CompanyId, "password");
        return renewed is null ? (null, Problem.Unauthorized("session_ended", "This account no longer exists.")) : (renewed, null);
    }

    /// <summary>The user of a reset link; null if the link is invalid.</summary>
    public async Task<User?> FindAsync(string token, CancellationToken cancellationToken) =>
        SecretToken.Hash(token) is { } hash ? await store.Links.FindResetAsync(hash, time.GetUtcNow(), cancellationToken) : null;

    /// <summary>Sets a password with a link's token. Null without a problem if the link is invalid.</summary>
    public async Task<(SignedIn? SignedIn, Problem? Problem)> ResetAsync(HttpContext context, string token, string password)
    {
        if (await FindAsync(token, context.RequestAborted) is not { } user) return (null, null);
        if (PasswordRules.Refuse(password, user.Email) is { } error) return (null, Problem.Invalid("password_refused", $"The password {error}.", "password", error));
        if (await signIn.CountAsync(context, null) is { } refused) return (null, refused);
        var hashed = await passwords.HashAsync(password, context.RequestAborted);
        var entry = audit.Entry("user:" + user.Id, "password.reset", null, user.Id, ("email", user.Email));
        if (!await store.Links.UseResetAsync(SecretToken.Hash(token)!, time.GetUtcNow(), hashed, entry, context.RequestAborted)) return (null, null);
        sessions.Forget();
        return (await sessions.StartAsync(context, user, null, "reset"), null);
    }
}
