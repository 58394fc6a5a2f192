using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.SingleSignOn;

/// <summary>A sign-in that a browser has started and not completed yet.</summary>
/// <param name="Provider">Name of the provider.</param>
/// <param name="State">Ties the answer to this browser (RFC 9700, 4.7).</param>
/// <param name="Nonce">Ties the ID token to this sign-in (OpenID Connect Core, 3.1.2.1).</param>
/// <param name="Verifier">The PKCE verifier, which ties the code to this sign-in (RFC 7636).</param>
/// <param name="Return">The path to go to afterwards.</param>
/// <param name="UserId">The account to connect the identity to; null for signing in.</param>
/// <param name="ExpiresAt">From when on it is refused.</param>
internal sealed record SignInAttempt(
    string Provider, string State, string Nonce, string Verifier, string Return, string? UserId, DateTimeOffset ExpiresAt)
{
    /// <summary>The PKCE challenge, method S256.</summary>
    [JsonIgnore]
    public string Challenge => System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>The state as the store keeps it.</summary>
    [JsonIgnore]
    public string StateHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(State)));
}

/// <summary>
/// Keeps a started sign-in in the browser, in a cookie that only servers with this store can read: any of them can complete it, and no other browser can. One
/// at a time: starting again replaces it.
/// </summary>
internal sealed class SignInAttempts(IDataProtectionProvider protection, Randomness randomness, TimeProvider time)
{
    public const string SecureName = "__Host-vindex-sign-in";
    public const string PlainName = "vindex-sign-in";
    private const int MaxLength = 8192;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);
    private readonly IDataProtector _protector = protection.CreateProtector("Vindex.SingleSignOn.Attempt.v1");

    /// <summary>Starts a sign-in and sets its cookie.</summary>
    public SignInAttempt Start(HttpContext context, string provider, string place, string? userId)
    {
        var attempt = new SignInAttempt(
            provider, SecretToken.Create(randomness), SecretToken.Create(randomness), SecretToken.Create(randomness), place, userId,
            time.GetUtcNow() + s_lifetime);
        var text = _protector.Protect(JsonSerializer.Serialize(attempt, AttemptJson.Default.SignInAttempt));
        context.Response.Cookies.Append(Name(context.Request), text, Options(context.Request, s_lifetime));
        return attempt;
    }

    /// <summary>The sign-in that this browser has started, whose cookie is removed; null if there is none or it has expired.</summary>
    public SignInAttempt? Take(HttpContext context)
    {
        if (context.Request.Cookies[Name(context.Request)] is not { Length: > 0 and <= MaxLength } cookie) return null;
        context.Response.Cookies.Append(Name(context.Request), "", Options(context.Request, TimeSpan.Zero));
        try
        {
            var attempt = JsonSerializer.Deserialize(_protector.Unprotect(cookie), AttemptJson.Default.SignInAttempt)!;
            return time.GetUtcNow() < attempt.ExpiresAt ? attempt : null;
        }
        catch (CryptographicException)
        {
            // Made up, or encrypted with a key that is gone.
            return null;
        }
    }

    private static string Name(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    // Lax, because the answer is a navigation from the provider's site.
    private static CookieOptions Options(HttpRequest request, TimeSpan age) =>
        new() { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = request.IsHttps, MaxAge = age, IsEssential = true };
}

/// <summary>The content of the cookie.</summary>
[JsonSerializable(typeof(SignInAttempt))]
internal sealed partial class AttemptJson : JsonSerializerContext;
