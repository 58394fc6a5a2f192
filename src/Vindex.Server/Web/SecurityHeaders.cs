using Microsoft.Extensions.Primitives;

namespace Vindex.Server.Web;

/// <summary>Headers of every response.</summary>
internal static class SecurityHeaders
{
    // One entry per line, each with its source.
    private static readonly StringValues s_noSniff = "nosniff"; // Fetch, 3.6 "X-Content-Type-Options"
    private static readonly StringValues s_noFrames = "DENY"; // RFC 7034
    private static readonly StringValues s_noReferrer = "no-referrer"; // Referrer Policy, 3.1
    private static readonly StringValues s_sameOrigin = "same-origin"; // Fetch, 3.7 "Cross-Origin-Resource-Policy"
    private static readonly StringValues s_nothing = "default-src 'none'; frame-ancestors 'none'"; // CSP 3; API responses load nothing
    private static readonly StringValues s_noStore = "no-store"; // RFC 9111, 5.2.2.5
    private static readonly StringValues s_https = "max-age=31536000"; // RFC 6797; only over https

    /// <summary>
    /// The policy of our own pages: only this server's scripts, styles, fonts, images and requests; nothing inline, no frames, no plug-ins, no forms to other
    /// sites.
    /// </summary>
    public static StringValues Page { get; } =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = s_noSniff;
        headers.XFrameOptions = s_noFrames;
        headers["Referrer-Policy"] = s_noReferrer;
        headers["Cross-Origin-Resource-Policy"] = s_sameOrigin;
        headers.ContentSecurityPolicy = s_nothing;
        headers.CacheControl = s_noStore;
        if (context.Request.IsHttps) headers.StrictTransportSecurity = s_https;
        return next(context);
    });
}

/// <summary>Endpoint metadata: the address of the page is a secret, which other sites and pages are not told.</summary>
internal sealed record NoReferrer
{
    public static NoReferrer Instance { get; } = new();
}
