using System.Security.Cryptography;
using System.Text;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Telemetry;
using Vindex.Storage.Users;

namespace Vindex.Server.SingleSignOn;

/// <summary>Signs people in with providers, and connects accounts of providers to theirs.</summary>
internal sealed partial class ProviderSignIn(
    ProviderProtocol protocol, ProviderAccounts accounts, IIdentityStore identities, SessionService sessions, SignInService signIn,
    ILogger<ProviderSignIn> logger)
{
    private const int MaxErrorCode = 60;

    /// <summary>The provider's page to send a browser to; null if the provider does not answer.</summary>
    public Task<string?> AddressAsync(SignInProvider provider, SignInAttempt attempt, CancellationToken cancellationToken) =>
        TryAsync(provider, async () => await protocol.AddressAsync(provider, attempt, cancellationToken));

    /// <summary>The provider's page to sign out there as well; null if it has none, or does not answer.</summary>
    public Task<string?> SignOutAddressAsync(SignInProvider provider, CancellationToken cancellationToken) =>
        TryAsync(provider, () => protocol.SignOutAddressAsync(provider, cancellationToken));

    /// <summary>Completes a sign-in.</summary>
    /// <param name="provider">The provider whose address was called.</param>
    /// <param name="attempt">What this browser has started; null for nothing.</param>
    /// <param name="answer">What the provider says.</param>
    /// <param name="client">The request.</param>
    /// <param name="signedIn">The session of the browser; null for none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<ProviderOutcome> CompleteAsync(
        SignInProvider provider, SignInAttempt? attempt, ProviderAnswer answer, Client client, SignedIn? signedIn, CancellationToken cancellationToken)
    {
        if (await signIn.CountAsync(client, null, cancellationToken) is { } limited) return new ProviderOutcome.Limited(limited);
        if (attempt is null || attempt.Provider != provider.Name || !IsSame(attempt.State, answer.State)
            || (attempt.UserId is not null && attempt.UserId != signedIn?.User.Id)
            || !await identities.UseStateAsync(attempt.StateHash, attempt.ExpiresAt, cancellationToken))
        {
            return Refuse(provider, ProviderRefusal.NotStarted, "the state is not that of this browser, has expired or was used before");
        }

        var (person, error) = await TryAsync(
            provider, async () => ((ProviderPerson?, string?)?)await protocol.PersonAsync(provider, attempt, answer, cancellationToken)) ?? (null, null);
        if (error is not null) return Refuse(provider, ProviderRefusal.Denied, $"the provider answered with the error {Printable(error)}");
        if (person is null) return new ProviderOutcome.Refused(ProviderRefusal.ProviderFailed);
        return attempt.UserId is null
            ? await StartAsync(person, client, attempt.Return, cancellationToken)
            : await ConnectAsync(person, signedIn!, cancellationToken);
    }

    private async Task<ProviderOutcome> StartAsync(ProviderPerson person, Client client, string place, CancellationToken cancellationToken)
    {
        var (user, refusal) = await accounts.FindAsync(person, cancellationToken);
        if (user is not null && await sessions.StartAsync(client, user, null, "provider", cancellationToken, person.Provider.Name) is { } started)
            return new ProviderOutcome.Started(started, place);
        var reason = refusal ?? ProviderRefusal.NoAccount;
        await accounts.RecordRefusalAsync(person, reason, cancellationToken);
        return Refuse(person.Provider, reason, $"{reason}");
    }

    private async Task<ProviderOutcome> ConnectAsync(ProviderPerson person, SignedIn signedIn, CancellationToken cancellationToken) =>
        await accounts.ConnectAsync(person, signedIn, cancellationToken) is { } refusal
            ? Refuse(person.Provider, refusal, $"{refusal}")
            : new ProviderOutcome.Connected();

    // Null if the provider failed; the log has the reason.
    private async Task<T?> TryAsync<T>(SignInProvider provider, Func<Task<T?>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ProviderFailedException exception)
        {
            VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "sign-in"));
            LogFailed(provider.Name, exception.Message, exception.InnerException);
            return default;
        }
    }

    private ProviderOutcome.Refused Refuse(SignInProvider provider, ProviderRefusal reason, string detail)
    {
        VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "sign-in"));
        LogRefused(provider.Name, detail);
        return new ProviderOutcome.Refused(reason);
    }

    private static bool IsSame(string state, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(given));

    private static string Printable(string error) =>
        error.Length <= MaxErrorCode && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? error : "(not printable)";

    [LoggerMessage(LogLevel.Warning, "Signing in with the provider {Provider} failed: {Reason}")]
    private partial void LogFailed(string provider, string reason, Exception? exception);

    [LoggerMessage(LogLevel.Information, "Signing in with the provider {Provider} was refused: {Reason}")]
    private partial void LogRefused(string provider, string reason);
}
