using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Security.Authentication;

/// <summary>Redirects browsers that are not signed in to the sign-in form, and back afterwards.</summary>
internal static class SignInRedirect
{
    // The input of a form is not kept: signing in returns to the form's page. If a script fetches a part of a page, the whole page is redirected;
    // otherwise the form would appear in the middle of it.
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
