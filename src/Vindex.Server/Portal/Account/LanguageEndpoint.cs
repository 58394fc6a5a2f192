using Vindex.Server.Languages;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Account;

/// <summary><c>POST /language</c>: keeps the language that a reader chose in a cookie and returns to the page.</summary>
internal static class LanguageEndpoint
{
    public const string Address = "/language";

    private static readonly TimeSpan s_kept = TimeSpan.FromDays(365);

    public static void MapLanguages(this IEndpointRouteBuilder routes) => routes.MapPost(Address, ChooseAsync).ExcludeFromDescription();

    private static async Task<IResult> ChooseAsync(HttpContext context, HttpRequest request)
    {
        if (!SameOrigin.Holds(request)) return Problem.Forbidden("cross_site", "This form was sent from another site.");
        if (await FormBody.ReadAsync(context) is not { } form) return Problem.UnsupportedMediaType("Send the form as application/x-www-form-urlencoded.");
        if (Language.Find(form.Value("language")) is not { } language)
        {
            var tags = string.Join(", ", Language.All.Select(known => known.Tag));
            return Problem.Invalid("invalid_fields", $"language: must be one of {tags}.", "language", $"must be one of {tags}");
        }

        var options = new CookieOptions { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = request.IsHttps, MaxAge = s_kept };
        context.Response.Cookies.Append(LanguageChoice.Cookie, language.Tag, options);
        return SignInPages.SeeOther(PageBefore(request));
    }

    /// <summary>The page with the form, which our pages send as the referrer; the start page if it is secret and not sent.</summary>
    private static string PageBefore(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var page) && page.Authority == request.Host.Value
            ? LocalPath.Or(page.PathAndQuery, "/")
            : "/";
}
