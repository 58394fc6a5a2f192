using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Vindex.Server.Portal.Account;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Portal.Forms;

/// <summary>
/// A message shown once by the page that a form redirects to. It is stored in a cookie with an HMAC of the session's token, so that neither a link nor
/// another site can inject text into a page.
/// </summary>
internal static class Flash
{
    private const string Cookie = "vindex-flash";
    private const int MaxLength = 400;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>Redirects to a page (303) that shows a message.</summary>
    /// <param name="context">The request of the form.</param>
    /// <param name="path">The page.</param>
    /// <param name="text">Text.</param>
    /// <param name="session">The session with which the page will be requested, if the form started a new one.</param>
    public static IResult SeeOther(HttpContext context, string path, string text, SignedIn? session = null)
    {
        var bytes = s_utf8.GetBytes(text.Length <= MaxLength ? text : text[..MaxLength]);
        byte[] value = [.. Mac(session ?? Session(context), bytes), .. bytes];
        context.Response.Cookies.Append(Cookie, Base64Url.EncodeToString(value), Options(context.Request, TimeSpan.FromMinutes(1)));
        return SignInPages.SeeOther(path);
    }

    /// <summary>Takes the message to show; null for none.</summary>
    public static string? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { } cookie) return null;
        context.Response.Cookies.Append(Cookie, "", Options(context.Request, TimeSpan.Zero));
        if (cookie.Length > 4 * MaxLength * 2 || !Base64Url.IsValid(cookie)) return null;
        var value = Base64Url.DecodeFromChars(cookie);
        if (value.Length < SHA256.HashSizeInBytes) return null;
        var text = value.AsSpan(SHA256.HashSizeInBytes);
        return CryptographicOperations.FixedTimeEquals(value.AsSpan(0, SHA256.HashSizeInBytes), Mac(Session(context), text)) ? s_utf8.GetString(text) : null;
    }

    private static SignedIn Session(HttpContext context) =>
        context.Caller().SignedIn ?? throw new InvalidOperationException("The page allows callers that are not signed in.");

    private static byte[] Mac(SignedIn session, ReadOnlySpan<byte> text)
    {
        byte[] message = [.. "vindex flash 1\n"u8, .. text];
        return HMACSHA256.HashData(Encoding.ASCII.GetBytes(session.Token), message);
    }

    private static CookieOptions Options(HttpRequest request, TimeSpan age) =>
        new() { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = request.IsHttps, MaxAge = age };
}
