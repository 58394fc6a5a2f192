using Vindex.Server.Pages;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Portal;

/// <summary>An error page of the portal.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Error">The error.</param>
public sealed record PortalErrorModel(PortalFrame Frame, ErrorPageModel Error);

/// <summary>Error pages for signed-in users, who keep the navigation.</summary>
internal static class PortalErrors
{
    /// <summary>The page; null if there is no session, or if the server has a problem of its own, of which the frame could be a part.</summary>
    public static async Task<IResult?> OfAsync(HttpContext context, ErrorPageModel error)
    {
        if (error.Status >= StatusCodes.Status500InternalServerError) return null;
        var session = context.RequestServices.GetRequiredService<WebSession>();
        return await session.FindAsync(context) is { } signedIn
            ? Page.Of<PortalErrorPage>(new PortalErrorModel(PortalFrames.Of(context, signedIn, error.Title, null), error), error.Status)
            : null;
    }
}
