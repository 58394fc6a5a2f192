using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Security.Authentication;

/// <summary>
/// Tokens that prove that a write comes from a page of this server (OWASP, "HMAC based token pattern"): an HMAC of the session's token, which other sites
/// cannot read. Masked differently each time, so that compressed pages reveal nothing of it (BREACH). Needs no cookie of its own.
/// </summary>
internal sealed class SessionAntiforgery(Randomness randomness, WebSession session) : IAntiforgery
{
    public const string Header = "X-CSRF-Token";
    public const string Field = "__token";
    private const int Size = SHA256.HashSizeInBytes;

    /// <summary>A token for the pages and scripts of a session.</summary>
    public string TokenFor(SignedIn signedIn)
    {
        var mask = randomness.Bytes(Size);
        var mac = Mac(signedIn.Token);
        byte[] text = [.. mask, .. mask.Zip(mac, (a, b) => (byte)(a ^ b))];
        return Base64Url.EncodeToString(text);
    }

    /// <inheritdoc/>
    public AntiforgeryTokenSet GetTokens(HttpContext httpContext)
    {
        var signedIn = httpContext.Caller().SignedIn ?? throw new InvalidOperationException("The route allows callers that are not signed in.");
        return new AntiforgeryTokenSet(TokenFor(signedIn), cookieToken: null, Field, Header);
    }

    /// <inheritdoc/>
    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext) => GetTokens(httpContext);

    /// <inheritdoc/>
    public async Task<bool> IsRequestValidAsync(HttpContext httpContext)
    {
        var method = httpContext.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) return true;
        return SameOrigin.Holds(httpContext.Request)
            && await session.FindAsync(httpContext) is { } signedIn
            && IsRight(signedIn, await ReadAsync(httpContext));
    }

    /// <inheritdoc/>
    public async Task ValidateRequestAsync(HttpContext httpContext)
    {
        if (!await IsRequestValidAsync(httpContext))
            throw new AntiforgeryValidationException("The antiforgery token is missing, or belongs to another session.");
    }

    /// <inheritdoc/>
    public void SetCookieTokenAndHeader(HttpContext httpContext) => httpContext.Response.Headers[Header] = GetTokens(httpContext).RequestToken;

    /// <summary>Whether a token belongs to this session.</summary>
    private static bool IsRight(SignedIn signedIn, string? token)
    {
        if (token is null || token.Length > 2 * Size * 2 || !Base64Url.IsValid(token)) return false;
        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length != 2 * Size) return false;
        for (var i = 0; i < Size; i++) bytes[Size + i] ^= bytes[i];
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(Size), Mac(signedIn.Token));
    }

    // In the header, or in the field of a form.
    private static async ValueTask<string?> ReadAsync(HttpContext context)
    {
        if (context.Request.Headers[Header] is [{ Length: > 0 } header]) return header;
        if (!FormBody.IsForm(context.Request)) return null;
        return (await FormBody.ReadAsync(context))?[Field] is [{ } field] ? field : null;
    }

    private static byte[] Mac(string sessionToken) => HMACSHA256.HashData(Encoding.ASCII.GetBytes(sessionToken), "vindex antiforgery 1"u8);
}
