using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Security.Authentication;

/// <summary>Sends a browser that is not signed in to the sign-in form, and back afterwards to where it was.</summary>
internal static class SignInRedirect
{
    // What a form sent is not kept: signing in returns to the form's page. For a part of a page that a script fetches, the whole page is redirected:
    // the form would appear in the middle of it otherwise.
    public static IResult From(HttpContext context)
    {
        var request = context.Request;
        var isPart = request.Headers.ContainsKey("HX-Request");
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var place = isRead && !isPart
            ? request.PathBase + request.Path + request.QueryString
            : PlaceOf(request, isPart ? request.Headers["HX-Current-URL"] : request.Headers.Referer);
        var address = $"/login?return={Uri.EscapeDataString(place)}";
        if (!isPart) return Results.Redirect(address);
        context.Response.Headers["HX-Redirect"] = address;
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    private static string PlaceOf(HttpRequest request, string? page) =>
        Uri.TryCreate(page, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            ? LocalPath.OrHome(uri.PathAndQuery)
            : LocalPath.Home;
}
