using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Vindex.Server.Portal.Account;
using Vindex.Server.Security;

namespace Vindex.Server.Portal.Forms;

/// <summary>
/// A secret that the page shows once to which a form redirects, so that reloading that page creates nothing. It travels in a cookie that only this server can
/// read, for this session and this page, and only for a short time; showing it removes the cookie.
/// </summary>
internal sealed class ShownOnce(IDataProtectionProvider protection, TimeProvider time)
{
    private const string Cookie = "vindex-once";
    private const string Page = "page";
    private const string Session = "session";
    private const string Until = "until";
    private const int MaxLength = 4000;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(2);

    private readonly IDataProtector _protector = protection.CreateProtector("Vindex.Portal.ShownOnce.v1");

    /// <summary>The service of a request.</summary>
    public static ShownOnce Of(HttpContext context) => context.RequestServices.GetRequiredService<ShownOnce>();

    /// <summary>Redirects (303) to a page that shows a secret.</summary>
    /// <param name="context">The request of the form.</param>
    /// <param name="page">The page.</param>
    /// <param name="values">The secret, and what the page says of it.</param>
    public IResult SeeOther(HttpContext context, string page, params IEnumerable<(string Name, string? Value)> values)
    {
        var content = values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
        content[Page] = page;
        content[Session] = SessionOf(context);
        content[Until] = (time.GetUtcNow() + s_lifetime).ToUnixTimeMilliseconds().ToString();
        var box = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(content, SecurityJson.Shared.AuditDetail));
        context.Response.Cookies.Append(Cookie, Base64Url.EncodeToString(box), Options(context.Request, page, s_lifetime));
        return SignInPages.SeeOther(page);
    }

    /// <summary>Takes what the requested page is to show; null for nothing.</summary>
    public IReadOnlyDictionary<string, string?>? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: <= MaxLength } cookie || Open(cookie) is not { } content) return null;
        if (PathString.FromUriComponent(content.GetValueOrDefault(Page) ?? "/") != context.Request.Path) return null;
        context.Response.Cookies.Append(Cookie, "", Options(context.Request, context.Request.Path.Value ?? "/", TimeSpan.Zero));
        var isFresh = long.TryParse(content.GetValueOrDefault(Until), out var until) && time.GetUtcNow().ToUnixTimeMilliseconds() < until;
        return isFresh && content.GetValueOrDefault(Session) == SessionOf(context) ? content : null;
    }

    private Dictionary<string, string?>? Open(string cookie)
    {
        if (!Base64Url.IsValid(cookie)) return null;
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(Base64Url.DecodeFromChars(cookie)), SecurityJson.Shared.AuditDetail);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string SessionOf(HttpContext context) =>
        context.Caller().SignedIn?.Session.Id ?? throw new InvalidOperationException("The page allows callers that are not signed in.");

    // Sent to the pages of the portal, or of the account, only.
    private static CookieOptions Options(HttpRequest request, string page, TimeSpan age) => new()
    {
        Path = page.StartsWith(AccountPages.Address, StringComparison.Ordinal) ? AccountPages.Address : PortalPaths.Root,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps,
        MaxAge = age,
    };
}
