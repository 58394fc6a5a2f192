using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Pages;

/// <summary>Shows errors as pages instead of problem details at URLs that people open.</summary>
internal static class ErrorPages
{
    /// <summary>Shows all errors under <paramref name="prefix"/> as pages with a link to <paramref name="home"/>.</summary>
    /// <param name="app">The application.</param>
    /// <param name="prefix">Where.</param>
    /// <param name="home">URL of the link.</param>
    /// <param name="homeText">Text of the link, in the language of the page.</param>
    /// <param name="framed">The page in a frame of its own; a null result is the public page.</param>
    public static void UseErrorPages(
        this IApplicationBuilder app,
        PathString prefix,
        string home,
        Func<string> homeText,
        Func<HttpContext, ErrorPageModel, Task<IResult?>>? framed = null) =>
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(prefix))
                context.Features.Set(new ProblemPresentation((problem, http) => WriteAsync(problem, http, home, homeText, framed)));
            return next(context);
        });

    /// <summary>The same for unknown URLs requested by a browser; programs do not accept HTML.</summary>
    public static void UseNotFoundPage(this IApplicationBuilder app, string home, Func<string> homeText) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is null && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            context.Features.Set(new ProblemPresentation((problem, http) => WriteAsync(problem, http, home, homeText, null)));
        return next(context);
    });

    private static async Task WriteAsync(
        Problem problem, HttpContext context, string home, Func<string> homeText, Func<HttpContext, ErrorPageModel, Task<IResult?>>? framed)
    {
        var (title, what, next) = Words(problem);
        var model = new ErrorPageModel(problem.Status, title, what, next, home, homeText(), problem.TraceId);
        var page = framed is null ? null : await framed(context, model);
        await (page ?? Page.Of<ErrorPage>(model, problem.Status)).ExecuteAsync(context);
    }

    private static (string Title, string What, string Next) Words(Problem problem) => problem.Status switch
    {
        StatusCodes.Status404NotFound => (T("errors.not-found"), T("errors.not-found-what"), T("errors.nothing-lost")),
        StatusCodes.Status401Unauthorized => (T("errors.not-signed-in"), T("errors.session-ended"), T("errors.sign-in")),
        StatusCodes.Status403Forbidden when problem.Code == "antiforgery_failed" =>
            (T("errors.out-of-date"), T("errors.out-of-date-what"), T("errors.reload")),
        StatusCodes.Status403Forbidden => (T("errors.role"), Translated(problem.Detail), T("errors.ask-owner")),
        StatusCodes.Status405MethodNotAllowed => (T("errors.not-supported"), T("errors.method"), T("errors.nothing-changed")),
        StatusCodes.Status429TooManyRequests => (
            T("errors.too-many"),
            Translated(problem.Detail),
            problem.RetryAfter is { } seconds ? T("errors.retry-in", ("seconds", seconds)) : T("errors.retry-soon")),
        StatusCodes.Status503ServiceUnavailable => (T("errors.unavailable"), Translated(problem.Detail), T("errors.saved-reload")),
        >= 500 => (T("errors.went-wrong"), Translated(problem.Detail), T("errors.report")),
        _ => (Translated(problem.Title), Errors(problem), T("errors.fix-fields")),
    };

    private static string Errors(Problem problem) => problem.Errors is null
        ? Translated(problem.Detail)
        : string.Join(" ", problem.Errors.Select(field => $"{field.Key}: {string.Join("; ", field.Value.Select(Translated))}."));
}
