namespace Vindex.Server.Security.Sessions;

/// <summary>
/// The cookie with a session's token. Over https its name begins with <c>__Host-</c> (RFC 6265bis, 4.1.3.2): browsers then accept it only from this host,
/// so that neighboring hosts cannot set it. Over http, which is for development, that prefix is not available.
/// </summary>
internal static class SessionCookie
{
    public const string SecureName = "__Host-vindex-session";
    public const string PlainName = "vindex-session";

    public static string? Read(HttpRequest request) => request.Cookies[Name(request)];

    public static void Write(
        HttpContext context,
        string token,
        TimeSpan lifetime) => context.Response.Cookies.Append(Name(context.Request), token, Options(context.Request, lifetime));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name(context.Request), Options(context.Request, null));

    private static string Name(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private static CookieOptions Options(HttpRequest request, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
