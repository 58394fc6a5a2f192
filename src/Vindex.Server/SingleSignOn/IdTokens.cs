using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Vindex.Server.Security.Providers;

namespace Vindex.Server.SingleSignOn;

/// <summary>
/// Validates ID tokens: every check of OpenID Connect Core 1.0, 3.1.3.7, that applies to a client that uses the code flow and asks for neither encryption,
/// <c>max_age</c> nor <c>acr</c>. The signature is checked although the token comes over TLS. docs/accounts.md lists the checks with their tests.
/// </summary>
internal sealed class IdTokens(ProviderDirectory directory, TimeProvider time)
{
    private const int MaxLength = 64 * 1024;
    private const int MaxSubject = 255;

    /// <summary>How much the provider's clock may differ.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(1);

    /// <summary>The longest time since a token was issued; some providers date tokens five minutes back.</summary>
    private static readonly TimeSpan s_maxAge = TimeSpan.FromMinutes(15);

    /// <summary>Asymmetric signatures only: neither <c>none</c>, nor an HMAC whose key would be a public text or the client secret.</summary>
    private static readonly string[] s_algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxLength };

    /// <summary>The claims of a valid token.</summary>
    /// <exception cref="ProviderFailedException">The token is not valid.</exception>
    public async Task<JsonElement> ValidateAsync(
        SignInProvider provider, OpenIdConnectConfiguration document, ProviderTokens tokens, string nonce, CancellationToken cancellationToken)
    {
        var result = await CheckAsync(provider, document, tokens.IdToken);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            result = await CheckAsync(provider, await directory.FindNewerAsync(provider, cancellationToken), tokens.IdToken);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token)
            throw new ProviderFailedException($"the ID token is not valid: {Reason(result.Exception)}");

        var claims = JsonElement.Parse(Base64Url.DecodeFromChars(token.EncodedPayload));
        CheckParties(provider, claims);
        CheckTimes(claims);
        if (!IsText(claims, "nonce", out var given) || !Same(given, nonce))
            throw new ProviderFailedException("the ID token has another nonce, or none");
        if (!IsText(claims, "sub", out var subject) || subject.Length is 0 or > MaxSubject)
            throw new ProviderFailedException("the ID token has no subject, or one that is too long");
        if (tokens.AccessToken is { } accessToken && IsText(claims, "at_hash", out var hash) && !Same(hash, HashOf(accessToken, token.Alg)))
            throw new ProviderFailedException("the access token is not the one that the ID token was issued with");
        return claims;
    }

    private async Task<TokenValidationResult> CheckAsync(SignInProvider provider, OpenIdConnectConfiguration document, string text)
    {
        // Three parts: a signed token. Five would be an encrypted one, which was not asked for.
        if (text.Length > MaxLength || text.Count(c => c == '.') != 2)
            throw new ProviderFailedException("the ID token is not a signed token, or is too large");
        return await _handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer,
            ValidAudience = provider.ClientId,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            RequireSignedTokens = true,
            ValidateIssuerSigningKey = true,
            ValidAlgorithms = s_algorithms,
            IssuerSigningKeys = document.SigningKeys,
            // Only a token without a key id may be checked with every key; an unknown id makes the keys be read again.
            TryAllIssuerSigningKeys = KeyIdOf(text) is null,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(notBefore, expires),
            LogValidationExceptions = false,
        });
    }

    private string? KeyIdOf(string text)
    {
        try
        {
            return _handler.ReadJsonWebToken(text).Kid is { Length: > 0 } id ? id : null;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            throw new ProviderFailedException("the ID token is malformed");
        }
    }

    private bool IsCurrent(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + s_skew && (notBefore is not { } start || now >= start - s_skew);
    }

    // Another audience would mean that someone else could have been given this token; this server trusts no other.
    private static void CheckParties(SignInProvider provider, JsonElement claims)
    {
        if (claims.TryGetProperty("aud", out var audience) && audience.ValueKind == JsonValueKind.Array && audience.GetArrayLength() != 1)
            throw new ProviderFailedException("the ID token has other audiences too");
        if (claims.TryGetProperty("azp", out var party) && (party.ValueKind != JsonValueKind.String || party.GetString() != provider.ClientId))
            throw new ProviderFailedException("the ID token was issued to another client (azp)");
    }

    private void CheckTimes(JsonElement claims)
    {
        if (!claims.TryGetProperty("iat", out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds))
            throw new ProviderFailedException("the ID token does not say when it was issued");
        var age = time.GetUtcNow() - DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(seconds, 0, uint.MaxValue));
        if (age > s_maxAge || age < -s_skew) throw new ProviderFailedException("the ID token was issued too long ago, or in the future; compare the clocks");
    }

    // OpenID Connect Core, 3.1.3.6: the left half of the hash that the signature uses.
    private static string HashOf(string accessToken, string algorithm)
    {
        var bytes = Encoding.ASCII.GetBytes(accessToken);
        var hash = algorithm[^3..] switch { "384" => SHA384.HashData(bytes), "512" => SHA512.HashData(bytes), _ => SHA256.HashData(bytes) };
        return Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));
    }

    private static bool IsText(JsonElement claims, string name, out string text)
    {
        var isText = claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;
        text = isText ? value.GetString()! : "";
        return isText;
    }

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    // The library's messages can contain parts of the token.
    private static string Reason(Exception? exception) => exception switch
    {
        SecurityTokenInvalidIssuerException => "another issuer",
        SecurityTokenInvalidAudienceException => "another audience",
        SecurityTokenInvalidAlgorithmException => "a signature algorithm that is not accepted",
        SecurityTokenSignatureKeyNotFoundException => "signed with a key that the provider does not publish",
        SecurityTokenNoExpirationException => "without an expiration time",
        SecurityTokenInvalidLifetimeException => "expired, or not valid yet",
        null => "of an unknown kind",
        _ => exception.GetType().Name,
    };
}
