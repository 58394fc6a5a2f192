using Vindex.Server.Web;

namespace Vindex.Server.Pages;

/// <summary>Answers refusals with a page instead of problem details, on addresses that people open.</summary>
internal static class ErrorPages
{
    /// <summary>From here on, whatever is refused under <paramref name="prefix"/> is a page that leads to <paramref name="home"/>.</summary>
    public static void UseErrorPages(this IApplicationBuilder app, PathString prefix, string home, string homeText) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(prefix))
            context.Features.Set(new ProblemPresentation((problem, http) => WriteAsync(problem, http, home, homeText)));
        return next(context);
    });

    /// <summary>The same for addresses at which there is nothing at all, asked for by a browser: programs do not name HTML among what they take.</summary>
    public static void UseErrorPageForNothing(this IApplicationBuilder app, string home, string homeText) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is null && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            context.Features.Set(new ProblemPresentation((problem, http) => WriteAsync(problem, http, home, homeText)));
        return next(context);
    });

    private static Task WriteAsync(Problem problem, HttpContext context, string home, string homeText)
    {
        var (title, what, next) = Words(problem);
        var model = new ErrorPageModel(problem.Status, title, what, next, home, homeText, problem.TraceId);
        return Page.Of<ErrorPage>(model, problem.Status).ExecuteAsync(context);
    }

    private static (string Title, string What, string Next) Words(Problem problem) => problem.Status switch
    {
        StatusCodes.Status404NotFound => (
            "There is nothing here", "The address is wrong, what was here has been deleted, or it belongs to a company that you are not signed in to.", "Nothing was lost."),
        StatusCodes.Status401Unauthorized => ("You are not signed in", "Your session has ended, or it was ended elsewhere.", "Nothing was lost; sign in and open the page again."),
        StatusCodes.Status403Forbidden when problem.Code == "antiforgery_failed" => (
            "This page is out of date", "It was opened before you signed in the last time, or it is not one of this server.", "Nothing was changed; go back, load the page again and send it once more."),
        StatusCodes.Status403Forbidden => ("This is not for your role", problem.Detail, "Nothing was changed. An owner of the company can do it, or change your role."),
        StatusCodes.Status405MethodNotAllowed => ("That cannot be done here", "The page does not take what was sent to it.", "Nothing was changed."),
        StatusCodes.Status429TooManyRequests => ("Too many requests", problem.Detail, problem.RetryAfter is { } seconds ? $"Nothing was changed; try again in {seconds} s." : "Nothing was changed; try again shortly."),
        StatusCodes.Status503ServiceUnavailable => ("The server cannot answer at the moment", problem.Detail, "What was saved before is safe; load the page again in a few seconds."),
        >= 500 => ("Something went wrong here", problem.Detail, "What was saved before is safe; load the page again. If it stays like this, give the trace id to whoever runs the server."),
        _ => (problem.Title, Errors(problem), "Nothing was changed; go back and mend what is named."),
    };

    private static string Errors(Problem problem) => problem.Errors is null
        ? problem.Detail
        : string.Join(" ", problem.Errors.Select(field => $"{field.Key}: {string.Join("; ", field.Value)}."));
}
