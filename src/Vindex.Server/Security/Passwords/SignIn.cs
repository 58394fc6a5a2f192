using Vindex.Server.Configuration;
using Vindex.Server.Security.Limits;
using Vindex.Server.Telemetry;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Passwords;

/// <summary>Rate limits of sign-in attempts.</summary>
/// <param name="PerEmail">Per account, from any address.</param>
/// <param name="PerAddress">Per address, for any account.</param>
internal sealed record SignInLimits(RateLimit PerEmail, RateLimit PerAddress)
{
    public static SignInLimits Read(SettingsReader settings) =>
        new(RateLimit.Read(settings, "Limits:SignInPerEmail"), RateLimit.Read(settings, "Limits:SignInPerAddress"));
}

/// <summary>
/// Checks e-mail address and password. Every attempt counts against the limits before it is checked, and takes as long and is
/// answered in the same way whether the account exists or not.
/// </summary>
internal sealed class SignIn(IStore store, PasswordHashing passwords, IRateLimiter limiter, SignInLimits limits)
{
    public const string Wrong = "Wrong e-mail address or password.";

    /// <summary>The account, or a refusal: 401 with the code <c>sign_in_failed</c>, or 429.</summary>
    public async Task<(User? User, Problem? Problem)> CheckAsync(HttpContext context, string email, string password)
    {
        var name = EmailAddress.Normalise(email, out _);
        if (await CountAsync(context, name ?? "(no address)") is { } refused) return (null, refused);
        var user = name is null ? null : await store.Users.FindByEmailAsync(name, context.RequestAborted);
        var match = await passwords.VerifyAsync(user, password.Length <= PasswordRules.MaxLength ? password : "", context.RequestAborted);
        if (match == PasswordMatch.No)
        {
            VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "sign-in"));
            return (null, Problem.Unauthorized("sign_in_failed", Wrong));
        }

        if (match == PasswordMatch.YesButHashedWeakly)
            await store.Users.RehashAsync(user!.Id, user.PasswordHash, await passwords.HashAsync(password, context.RequestAborted), context.RequestAborted);
        return (user, null);
    }

    /// <summary>Counts an attempt that costs a hash; returns a refusal if there were too many.</summary>
    public async Task<Problem?> CountAsync(HttpContext context, string? email) =>
        await TakeAsync(context, "sign-in from " + CallerAddress.Of(context), limits.PerAddress)
        ?? (email is null ? null : await TakeAsync(context, "sign-in as " + email, limits.PerEmail));

    private ValueTask<Problem?> TakeAsync(HttpContext context, string partition, RateLimit limit) => RateLimiting.CountAsync(context, limiter, partition, limit);
}
