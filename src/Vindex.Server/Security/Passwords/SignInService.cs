using Vindex.Server.Security.Limits;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Telemetry;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Passwords;

/// <summary>
/// Checks e-mail address and password. Every attempt counts against the limits before it is checked, and takes as long and is
/// answered in the same way whether the account exists or not.
/// </summary>
internal sealed class SignInService(
    IUserStore store, PasswordHashing passwords, SessionService sessions, RefusedSignIns refused, IRateLimiter limiter,
    IOptionsMonitor<RateLimit> limits, IOptions<SignInOptions> options)
{
    public const string Wrong = "Wrong e-mail address or password.";

    /// <summary>Starts a session, or has a code follow.</summary>
    public async Task<Outcome<SignInStep>> SignInAsync(Client client, Input<SignInBody> input, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var checkedUser = await CheckAsync(client, input.Value.Email, input.Value.Password, cancellationToken);
        if (checkedUser is not Outcome<User>.Done { Value: var user }) return ((Outcome<User>.Refused)checkedUser).Reason;
        return await sessions.BeginAsync(client, user, null, "password", cancellationToken) is { } step ? step : Failed();
    }

    /// <summary>The account, or a refusal: <c>sign_in_failed</c>, too many attempts, or passwords are switched off.</summary>
    public async Task<Outcome<User>> CheckAsync(Client client, string email, string password, CancellationToken cancellationToken)
    {
        if (!options.Value.LocalAccounts) return LocalAccountsOff();
        var name = EmailAddress.Normalize(email, out _);
        if (await CountAsync(client, name ?? "(no address)", cancellationToken) is { } limited) return limited;
        var user = name is null ? null : await store.FindByEmailAsync(name, cancellationToken);
        var match = await passwords.VerifyAsync(user, password.Length <= PasswordRules.MaxLength ? password : "", cancellationToken);
        if (match == PasswordMatch.No)
        {
            VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "sign-in"));
            if (user is not null) refused.Add(user);
            return Failed();
        }

        if (match != PasswordMatch.YesButHashedWeakly) return user!;
        var hash = await passwords.HashAsync(password, cancellationToken);
        await store.RehashAsync(user!.Id, user.PasswordHash, hash, cancellationToken);
        return user with { PasswordHash = hash };
    }

    /// <summary>The account with a normalized e-mail address; null if there is none.</summary>
    public Task<User?> FindAsync(string email, CancellationToken cancellationToken) => store.FindByEmailAsync(email, cancellationToken);

    /// <summary>
    /// Counts an attempt that costs a hash; returns a refusal if there were too many. A browser that has signed in to the account before has a limit of its own
    /// and is not affected by the attempts of others.
    /// </summary>
    public async Task<Refusal?> CountAsync(Client client, string? email, CancellationToken cancellationToken)
    {
        if (email is not null && client.Browser(email) is { } browser) return await CountAsync(RateLimits.SignInPerBrowser, "with " + browser);
        if (await CountAsync(RateLimits.SignInPerAddress, "from " + client.Address) is { } limited) return limited;
        if (email is null) return null;
        return await CountAsync(RateLimits.SignInPerEmail, $"as {email} from {client.Address}")
            ?? await CountAsync(RateLimits.SignInNewBrowsers, "as " + email);

        ValueTask<Refusal?> CountAsync(string limit, string partition) =>
            limits.Get(limit).CountAsync(limiter, "sign-in " + partition, client.Counted, cancellationToken);
    }

    /// <summary>The refusal of passwords where people sign in with a provider only.</summary>
    public static Refusal.Forbidden LocalAccountsOff() =>
        new Refusal.Forbidden("local_accounts_off", "Passwords are switched off on this server. Sign in with a provider at /login.");

    /// <summary>The refusal of a wrong e-mail address or password.</summary>
    public static Refusal.Unauthenticated Failed() => new Refusal.Unauthenticated("sign_in_failed", Wrong);
}
