using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Passwords;

/// <summary>
/// Sets passwords, with the current password or a link. The user stays or becomes signed in with a new token, after a link and with a second factor only when a
/// code follows; all other sessions end.
/// </summary>
internal sealed class PasswordService(
    ILinkStore linkStore, IUserStore userStore, PasswordHashing passwords, SignInService signIn, SessionService sessions, Audit audit, TimeProvider time)
{
    public async Task<Outcome<SignedIn>> ChangeAsync(Client client, SignedIn signedIn, Input<PasswordChangeBody> input, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var (current, next) = (input.Value.CurrentPassword, input.Value.NewPassword);
        var present = await signIn.CheckAsync(client, signedIn.User.Email, current, cancellationToken);
        if (present is not Outcome<User>.Done { Value: var user })
        {
            return present is Outcome<User>.Refused { Reason: Refusal.RateLimited or Refusal.Forbidden } refused
                ? refused.Reason
                : Wrong();
        }

        if (PasswordRules.Refuse(next, user.Email) is { } error)
            return Refusal.Field("password_refused", $"The new password {error}.", "new_password", error);
        var hash = await passwords.HashAsync(next, cancellationToken);
        var entry = audit.Entry(signedIn.Actor, "password.changed", signedIn.Company?.CompanyId, user.Id);
        await userStore.SetPasswordAsync(user.Id, hash, entry, cancellationToken);
        sessions.ForgetAccounts();
        return await sessions.StartAsync(client, user, signedIn.Session.CompanyId, "password", cancellationToken) is { } renewed
            ? renewed
            : new Refusal.Unauthenticated("session_ended", "This account no longer exists.");
    }

    /// <summary>The refusal of a wrong password of a signed-in user.</summary>
    public static Refusal.Invalid Wrong() =>
        Refusal.Field("password_wrong", "The current password is wrong.", "current_password", "is not the current password");

    /// <summary>The user of a reset link; null if the link is invalid.</summary>
    public async Task<User?> FindAsync(string token, CancellationToken cancellationToken) =>
        SecretToken.Hash(token) is { } hash ? await linkStore.FindResetAsync(hash, time.GetUtcNow(), cancellationToken) : null;

    /// <summary>Sets a password with a link's token; not found if the link is invalid.</summary>
    public async Task<Outcome<SignInStep>> ResetAsync(Client client, string token, string password, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not { } user) return new Refusal.NotFound();
        if (PasswordRules.Refuse(password, user.Email) is { } error) return Refusal.Field("password_refused", $"The password {error}.", "password", error);
        if (await signIn.CountAsync(client, null, cancellationToken) is { } refused) return refused;
        var hashed = await passwords.HashAsync(password, cancellationToken);
        var entry = audit.Entry("user:" + user.Id, "password.reset", null, user.Id, ("email", user.Email));
        if (!await linkStore.UseResetAsync(SecretToken.Hash(token)!, time.GetUtcNow(), hashed, entry, cancellationToken)) return new Refusal.NotFound();
        sessions.ForgetAccounts();
        return await sessions.BeginAsync(client, user with { PasswordHash = hashed }, null, "reset", cancellationToken) is { } step ? step : new Refusal.NotFound();
    }
}
