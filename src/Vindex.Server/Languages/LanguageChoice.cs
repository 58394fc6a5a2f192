using Microsoft.Extensions.Primitives;

namespace Vindex.Server.Languages;

/// <summary>The language of a page: the reader's choice, which is in a cookie, or else the browser's.</summary>
internal static class LanguageChoice
{
    /// <summary>The cookie with the tag of the chosen language.</summary>
    public const string Cookie = "vindex-language";

    private static readonly StringValues s_vary = "Accept-Language, Cookie";

    /// <summary>Sets <see cref="Language.Current"/> for requests of browsers. Programs ask for JSON and get English.</summary>
    public static void UseLanguages(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var request = context.Request;
        if (request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) || request.Headers.ContainsKey("HX-Request"))
        {
            Language.Current = Language.Find(request.Cookies[Cookie]) ?? Language.Of(request.GetTypedHeaders().AcceptLanguage);
            context.Response.Headers.Append("Vary", s_vary);
        }

        return next(context);
    });
}
