using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Security.Authentication;

/// <summary>Redirects browsers that are not signed in to the sign-in form, and back afterwards.</summary>
internal static class SignInRedirect
{
    // Signing in returns to the form's page, with what was typed. If a script fetches a part of a page, the whole page is redirected; otherwise the form would
    // appear in the middle of it.
    public static async Task<IResult> FromAsync(HttpContext context)
    {
        var request = context.Request;
        var isPart = request.Headers.ContainsKey("HX-Request");
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var place = isRead && !isPart
            ? request.PathBase + request.Path + request.QueryString
            : PlaceOf(request, isPart ? request.Headers["HX-Current-URL"] : request.Headers.Referer);
        var address = $"/login?return={Uri.EscapeDataString(place)}";
        if (!isRead && !isPart) await context.RequestServices.GetRequiredService<FormDraft>().KeepAsync(context);
        if (!isPart) return Results.Redirect(address);
        context.Response.Headers["HX-Redirect"] = address;
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    /// <summary>Redirects to the page on which a required second factor is set up.</summary>
    public static IResult ToSecondFactor(HttpContext context)
    {
        const string Address = "/account/second-factor";
        if (!context.Request.Headers.ContainsKey("HX-Request")) return Results.Redirect(Address);
        context.Response.Headers["HX-Redirect"] = Address;
        return Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    private static string PlaceOf(HttpRequest request, string? page) =>
        Uri.TryCreate(page, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            ? LocalPath.OrHome(uri.PathAndQuery)
            : LocalPath.Home;
}
