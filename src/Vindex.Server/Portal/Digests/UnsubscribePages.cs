using Vindex.Server.Alerts.Digests;
using Vindex.Server.Pages;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Digests;

/// <summary>
/// Switches a digest off by the link of a message, without signing in. Opening the link changes nothing, because mail programs open links too; the button does,
/// and so does the request that mail programs send (RFC 8058), which comes from anywhere. A link that this server has not made has the response of any wrong
/// address.
/// </summary>
internal static class UnsubscribePages
{
    public static void MapUnsubscribe(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(DigestPaths.Unsubscribe + "/{token}").ExcludeFromDescription()
            .WithMetadata(NoReferrer.Instance, new LimitedPerAddress("unsubscribe", RateLimits.Unsubscribe));
        pages.MapGet("", Show);
        pages.MapPost("", StopAsync);
    }

    private static IResult Show(HttpContext context, string token, DigestService service) =>
        service.IsLink(token) ? PageOf(context, isDone: false) : Problem.NotFound();

    private static async Task<IResult> StopAsync(HttpContext context, string token, DigestService service) =>
        await service.StopAsync(token, context.RequestAborted) ? PageOf(context, isDone: true) : Problem.NotFound();

    private static IResult PageOf(HttpContext context, bool isDone)
    {
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        return Page.Of<UnsubscribePage>(new UnsubscribeModel(isDone));
    }
}
