using Vindex.Server.Web;

namespace Vindex.Server.Pages;

/// <summary>Shows errors as pages instead of problem details at URLs that people open.</summary>
internal static class ErrorPages
{
    /// <summary>Shows all errors under <paramref name="prefix"/> as pages with a link to <paramref name="home"/>.</summary>
    /// <param name="app">The application.</param>
    /// <param name="prefix">Where.</param>
    /// <param name="home">URL of the link.</param>
    /// <param name="homeText">Text of the link.</param>
    /// <param name="framed">The page in a frame of its own; a null result is the public page.</param>
    public static void UseErrorPages(
        this IApplicationBuilder app, PathString prefix, string home, string homeText, Func<HttpContext, ErrorPageModel, Task<IResult?>>? framed = null) =>
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(prefix))
                context.Features.Set(new ProblemPresentation((problem, http) => WriteAsync(problem, http, home, homeText, framed)));
            return next(context);
        });

    /// <summary>The same for unknown URLs requested by a browser; programs do not accept HTML.</summary>
    public static void UseNotFoundPage(this IApplicationBuilder app, string home, string homeText) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is null && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            context.Features.Set(new ProblemPresentation((problem, http) => WriteAsync(problem, http, home, homeText, null)));
        return next(context);
    });

    private static async Task WriteAsync(
        Problem problem, HttpContext context, string home, string homeText, Func<HttpContext, ErrorPageModel, Task<IResult?>>? framed)
    {
        var (title, what, next) = Words(problem);
        var model = new ErrorPageModel(problem.Status, title, what, next, home, homeText, problem.TraceId);
        var page = framed is null ? null : await framed(context, model);
        await (page ?? Page.Of<ErrorPage>(model, problem.Status)).ExecuteAsync(context);
    }

    private static (string Title, string What, string Next) Words(Problem problem) => problem.Status switch
    {
        StatusCodes.Status404NotFound => (
            "Page not found", "The address is wrong, the page has been deleted, or it belongs to a company you are not signed in to.", "Nothing was lost."),
        StatusCodes.Status401Unauthorized => ("You are not signed in", "Your session has ended.", "Nothing was lost. Sign in and open the page again."),
        StatusCodes.Status403Forbidden when problem.Code == "antiforgery_failed" => (
            "This page is out of date", "It was opened before your last sign-in, or it does not come from this server.", "Nothing was changed. Go back, reload the page and try again."),
        StatusCodes.Status403Forbidden =>
            ("Your role does not allow this", problem.Detail, "Nothing was changed. An owner of the company can do this or change your role."),
        StatusCodes.Status405MethodNotAllowed => ("Not supported here", "This page does not accept that kind of request.", "Nothing was changed."),
        StatusCodes.Status429TooManyRequests =>
            ("Too many requests", problem.Detail, problem.RetryAfter is { } seconds
                ? $"Nothing was changed. Try again in {seconds} s."
                : "Nothing was changed. Try again shortly."),
        StatusCodes.Status503ServiceUnavailable =>
            ("The server is temporarily unavailable", problem.Detail, "Saved data is safe. Reload the page in a few seconds."),
        >= 500 =>
            ("Something went wrong", problem.Detail, "Saved data is safe. Reload the page; if the error persists, report the trace id to the server's operator."),
        _ => (problem.Title, Errors(problem), "Nothing was changed. Go back and fix the fields named above."),
    };

    private static string Errors(Problem problem) => problem.Errors is null
        ? problem.Detail
        : string.Join(" ", problem.Errors.Select(field => $"{field.Key}: {string.Join("; ", field.Value)}."));
}
