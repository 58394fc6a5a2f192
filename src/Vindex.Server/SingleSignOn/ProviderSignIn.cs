using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Telemetry;
using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Server.SingleSignOn;

/// <summary>Why signing in with a provider failed, as far as the person who tried needs to know. The log says more.</summary>
internal enum ProviderRefusal
{
    /// <summary>This browser has not started it, or too long ago, or it was completed before.</summary>
    NotStarted,

    /// <summary>The person canceled it at the provider, or the provider does not let the person in.</summary>
    Denied,

    /// <summary>The provider does not answer, or not in a way that can be trusted.</summary>
    ProviderFailed,

    /// <summary>There is no account, and the provider may not create one.</summary>
    NoAccount,

    /// <summary>The person has no role here.</summary>
    NoRole,

    /// <summary>A new account needs an e-mail address, which the provider did not send.</summary>
    NoEmail,

    /// <summary>Another account has the e-mail address.</summary>
    EmailTaken,

    /// <summary>The identity is connected to another account.</summary>
    ConnectedElsewhere,
}

/// <summary>The end of a sign-in with a provider.</summary>
internal abstract record ProviderOutcome
{
    private ProviderOutcome()
    {
    }

    /// <summary>A session was started.</summary>
    /// <param name="Session">The session.</param>
    /// <param name="Return">Where the person wanted to go.</param>
    public sealed record Started(SignedIn Session, string Return) : ProviderOutcome;

    /// <summary>The identity was connected to the account of the session.</summary>
    public sealed record Connected : ProviderOutcome;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(ProviderRefusal Reason) : ProviderOutcome;

    /// <summary>There were too many attempts.</summary>
    public sealed record Limited(Refusal Reason) : ProviderOutcome;
}

/// <summary>The parameters of a provider's answer (RFC 6749, 4.1.2; RFC 9207).</summary>
internal sealed record ProviderAnswer(string? State, string? Code, string? Error, string? Issuer);

/// <summary>Signs people in with OpenID Connect: authorization code flow with PKCE, state and nonce.</summary>
internal sealed partial class ProviderSignIn(
    ProviderDirectory directory, CodeExchange exchange, IdTokens idTokens, ProviderAccounts accounts, IIdentityStore identities, SessionService sessions,
    SignInService signIn, IAuditLog log, Audit audit, PublicAddress address, ILogger<ProviderSignIn> logger)
{
    private const string IssuerParameter = "authorization_response_iss_parameter_supported";

    /// <summary>The provider's page to send a browser to; null if the provider does not answer.</summary>
    public async Task<string?> AddressAsync(SignInProvider provider, SignInAttempt attempt, CancellationToken cancellationToken)
    {
        if (await DocumentAsync(provider, cancellationToken) is not { } document) return null;
        return QueryHelpers.AddQueryString(document.AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = provider.ClientId,
            ["redirect_uri"] = RedirectUri(provider),
            ["scope"] = provider.Options.Scopes.Trim(),
            ["state"] = attempt.State,
            ["nonce"] = attempt.Nonce,
            ["code_challenge"] = attempt.Challenge,
            ["code_challenge_method"] = "S256",
        });
    }

    /// <summary>The provider's page to sign out there as well (RP-Initiated Logout 1.0); null if it has none.</summary>
    public async Task<string?> SignOutAddressAsync(SignInProvider provider, CancellationToken cancellationToken) =>
        await DocumentAsync(provider, cancellationToken) is { EndSessionEndpoint: { Length: > 0 } endpoint }
            ? QueryHelpers.AddQueryString(endpoint, new Dictionary<string, string?>
            {
                ["client_id"] = provider.ClientId,
                ["post_logout_redirect_uri"] = address.Of("/login"),
            })
            : null;

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

        ProviderPerson person;
        try
        {
            var document = await directory.FindAsync(provider, cancellationToken);
            CheckIssuer(document, answer.Issuer);
            if (answer.Error is { } error) return Refuse(provider, ProviderRefusal.Denied, $"the provider answered with the error {Printable(error)}");
            if (string.IsNullOrEmpty(answer.Code)) return Refuse(provider, ProviderRefusal.ProviderFailed, "the provider answered without a code");
            person = await PersonAsync(provider, document, attempt, answer.Code, cancellationToken);
        }
        catch (ProviderFailedException exception)
        {
            LogFailed(provider.Name, exception.Message, exception.InnerException);
            VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "sign-in"));
            return new ProviderOutcome.Refused(ProviderRefusal.ProviderFailed);
        }

        return attempt.UserId is null
            ? await StartAsync(person, client, attempt.Return, cancellationToken)
            : await ConnectAsync(person, signedIn!, cancellationToken);
    }

    /// <summary>Where the provider sends people back to; registered there.</summary>
    public string RedirectUri(SignInProvider provider) => address.Of($"/login/{provider.Name}/callback");

    private async Task<ProviderPerson> PersonAsync(
        SignInProvider provider, OpenIdConnectConfiguration document, SignInAttempt attempt, string code, CancellationToken cancellationToken)
    {
        var tokens = await exchange.RedeemAsync(provider, document, attempt, code, RedirectUri(provider), cancellationToken);
        var claims = await idTokens.ValidateAsync(provider, document, tokens, attempt.Nonce, cancellationToken);
        var userInfo = tokens.AccessToken is { } access && document.UserInfoEndpoint is { Length: > 0 } endpoint && ProviderPerson.IsIncomplete(provider, claims)
            ? await exchange.UserInfoAsync(provider, endpoint, access, claims.GetProperty("sub").GetString()!, cancellationToken)
            : (System.Text.Json.JsonElement?)null;
        return ProviderPerson.Of(provider, claims, userInfo);
    }

    private async Task<ProviderOutcome> StartAsync(ProviderPerson person, Client client, string place, CancellationToken cancellationToken)
    {
        var (user, refusal) = await accounts.FindAsync(person, cancellationToken);
        if (user is not null && await sessions.StartAsync(client, user, null, "provider", cancellationToken, person.Provider.Name) is { } started)
            return new ProviderOutcome.Started(started, place);
        var entry = audit.Refused(
            $"provider:{person.Provider.Name}", RefusedSignIns.Action, null, null, ("by", "provider"), ("subject", person.Subject), ("email", person.Email));
        await log.AddAsync(entry, cancellationToken);
        return Refuse(person.Provider, refusal ?? ProviderRefusal.NoAccount, $"{refusal ?? ProviderRefusal.NoAccount}");
    }

    private async Task<ProviderOutcome> ConnectAsync(ProviderPerson person, SignedIn signedIn, CancellationToken cancellationToken) =>
        await accounts.ConnectAsync(person, signedIn, cancellationToken) is { } refusal
            ? Refuse(person.Provider, refusal, $"{refusal}")
            : new ProviderOutcome.Connected();

    private async Task<OpenIdConnectConfiguration?> DocumentAsync(SignInProvider provider, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.FindAsync(provider, cancellationToken);
        }
        catch (ProviderFailedException exception)
        {
            LogFailed(provider.Name, exception.Message, exception.InnerException);
            return null;
        }
    }

    // RFC 9207: an answer of another provider, which an attacker's provider could have made the browser fetch.
    private static void CheckIssuer(OpenIdConnectConfiguration document, string? issuer)
    {
        var isExpected = document.AdditionalData.TryGetValue(IssuerParameter, out var value) && value is true
            || document.AuthorizationResponseIssParameterSupported;
        if (issuer is null ? isExpected : issuer != document.Issuer) throw new ProviderFailedException("the answer names another issuer, or none (iss)");
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
        error.Length <= 60 && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? error : "(not printable)";

    [LoggerMessage(LogLevel.Warning, "Signing in with the provider {Provider} failed: {Reason}")]
    private partial void LogFailed(string provider, string reason, Exception? exception);

    [LoggerMessage(LogLevel.Information, "Signing in with the provider {Provider} was refused: {Reason}")]
    private partial void LogRefused(string provider, string reason);
}
