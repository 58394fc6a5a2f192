using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Vindex.Server.Security.Providers;

namespace Vindex.Server.SingleSignOn;

/// <summary>What a provider gives for a code.</summary>
/// <param name="IdToken">Not validated yet.</param>
/// <param name="AccessToken">For the UserInfo endpoint; null for none.</param>
internal sealed record ProviderTokens(string IdToken, string? AccessToken);

/// <summary>Exchanges an authorization code for tokens (RFC 6749, 4.1.3), and reads the UserInfo endpoint.</summary>
internal sealed class CodeExchange(ProviderClient client)
{
    private const string BasicMethod = "client_secret_basic";
    private const string PostMethod = "client_secret_post";
    private const int MaxErrorCode = 60;

    /// <summary>The tokens for a code.</summary>
    /// <exception cref="ProviderFailedException">The provider refused or did not answer as the standard requires.</exception>
    public async Task<ProviderTokens> RedeemAsync(
        SignInProvider provider, OpenIdConnectConfiguration document, SignInAttempt attempt, string code, string redirectUri,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(document.TokenEndpoint));
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirectUri,
            ["code_verifier"] = attempt.Verifier,
        };
        Authenticate(provider, document, request, fields);
        request.Content = new FormUrlEncodedContent(fields);
        var (status, body) = await client.SendAsync(provider, request, cancellationToken);
        var answer = Read(body, "token");
        if (status != HttpStatusCode.OK) throw new ProviderFailedException($"the token endpoint answered {(int)status}{ErrorIn(answer)}");
        if (!string.Equals(Text(answer, "token_type"), "Bearer", StringComparison.OrdinalIgnoreCase))
            throw new ProviderFailedException("the token endpoint answered with a token type other than Bearer");
        return Text(answer, "id_token") is { Length: > 0 } idToken
            ? new ProviderTokens(idToken, Text(answer, "access_token"))
            : throw new ProviderFailedException("the token endpoint answered without an ID token; is the scope openid allowed?");
    }

    /// <summary>The claims of the UserInfo endpoint, which are of the same subject (OpenID Connect Core, 5.3.2).</summary>
    /// <exception cref="ProviderFailedException">The provider did not answer as the standard requires.</exception>
    public async Task<JsonElement> UserInfoAsync(
        SignInProvider provider, string endpoint, string accessToken, string subject, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(endpoint));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        var (status, body) = await client.SendAsync(provider, request, cancellationToken);
        if (status != HttpStatusCode.OK) throw new ProviderFailedException($"the UserInfo endpoint answered {(int)status}");
        var claims = Read(body, "UserInfo");
        return Text(claims, "sub") == subject ? claims : throw new ProviderFailedException("the UserInfo endpoint answered for another subject");
    }

    // RFC 6749, 2.3.1: Basic must be supported by providers, and encodes both parts as a form does.
    private static void Authenticate(
        SignInProvider provider, OpenIdConnectConfiguration document, HttpRequestMessage request, Dictionary<string, string> fields)
    {
        var methods = document.TokenEndpointAuthMethodsSupported;
        if (provider.ClientSecret is { } secret && (methods.Count == 0 || methods.Contains(BasicMethod) || !methods.Contains(PostMethod)))
        {
            var pair = $"{WebUtility.UrlEncode(provider.ClientId)}:{WebUtility.UrlEncode(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
            return;
        }

        fields["client_id"] = provider.ClientId;
        if (provider.ClientSecret is not null) fields["client_secret"] = provider.ClientSecret;
    }

    private static Uri AddressOf(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address) ? address : throw new ProviderFailedException("an endpoint of the provider is not a URL");

    private static JsonElement Read(byte[] body, string endpoint)
    {
        try
        {
            return JsonElement.Parse(body) is { ValueKind: JsonValueKind.Object } answer
                ? answer
                : throw new ProviderFailedException($"the {endpoint} endpoint did not answer with a JSON object");
        }
        catch (JsonException exception)
        {
            throw new ProviderFailedException($"the {endpoint} endpoint did not answer with JSON", exception);
        }
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // RFC 6749, 5.2: a code of printable characters. Anything else is not repeated in the log.
    private static string ErrorIn(JsonElement answer) =>
        Text(answer, "error") is { Length: > 0 and <= MaxErrorCode } error && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? $" with the error {error}"
            : "";
}
