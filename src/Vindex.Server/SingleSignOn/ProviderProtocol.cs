using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.SingleSignOn;

/// <summary>The requests of OpenID Connect: authorization code flow with PKCE, state and nonce.</summary>
internal sealed class ProviderProtocol(ProviderDirectory directory, CodeExchange exchange, IdTokens idTokens, PublicAddress address)
{
    /// <summary>The provider's page to send a browser to.</summary>
    /// <exception cref="ProviderFailedException">The provider does not answer.</exception>
    public async Task<string> AddressAsync(SignInProvider provider, SignInAttempt attempt, CancellationToken cancellationToken)
    {
        var document = await directory.FindAsync(provider, cancellationToken);
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
    /// <exception cref="ProviderFailedException">The provider does not answer.</exception>
    public async Task<string?> SignOutAddressAsync(SignInProvider provider, CancellationToken cancellationToken) =>
        await directory.FindAsync(provider, cancellationToken) is { EndSessionEndpoint: { Length: > 0 } endpoint }
            ? QueryHelpers.AddQueryString(endpoint, new Dictionary<string, string?>
            {
                ["client_id"] = provider.ClientId,
                ["post_logout_redirect_uri"] = address.Of("/login"),
            })
            : null;

    /// <summary>Who has signed in; null and the error if the provider says that no one has.</summary>
    /// <exception cref="ProviderFailedException">The answer cannot be trusted, or the provider does not answer.</exception>
    public async Task<(ProviderPerson? Person, string? Error)> PersonAsync(
        SignInProvider provider, SignInAttempt attempt, ProviderAnswer answer, CancellationToken cancellationToken)
    {
        var document = await directory.FindAsync(provider, cancellationToken);

        // RFC 9207: an answer of another provider, which an attacker's provider could have made the browser fetch.
        if (answer.Issuer is null ? document.AuthorizationResponseIssParameterSupported : answer.Issuer != document.Issuer)
            throw new ProviderFailedException("the answer names another issuer, or none (iss)");
        if (answer.Error is not null) return (null, answer.Error);
        if (string.IsNullOrEmpty(answer.Code)) throw new ProviderFailedException("the answer has no code");
        var tokens = await exchange.RedeemAsync(provider, document, attempt, answer.Code, RedirectUri(provider), cancellationToken);
        var claims = await idTokens.ValidateAsync(provider, document, tokens, attempt.Nonce, cancellationToken);
        JsonElement? userInfo = null;
        if (tokens.AccessToken is { } access && document.UserInfoEndpoint is { Length: > 0 } endpoint && ProviderPerson.IsIncomplete(provider, claims))
            userInfo = await exchange.UserInfoAsync(provider, endpoint, access, claims.GetProperty("sub").GetString()!, cancellationToken);
        return (ProviderPerson.Of(provider, claims, userInfo), null);
    }

    // Where the provider sends people back to; registered there.
    private string RedirectUri(SignInProvider provider) => address.Of($"/login/{provider.Name}/callback");
}
