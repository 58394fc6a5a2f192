using System.Text;
using Vindex.Server.Web;
using Vindex.Server.Web.Requests;

namespace Vindex.Server.Badges;

/// <summary><c>GET /badge/{company}/{customer}.svg</c>: the average score as an image, for customers that publish it.</summary>
internal static class BadgeEndpoint
{
    public static void AddBadges(this IServiceCollection services) => services.AddSingleton<BadgeService>();

    public static void MapBadges(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/badge/{company}/{customer}.svg", AnswerAsync)
            .WithName("badge").WithTags("Badge").WithSummary("A customer's average score as an SVG badge")
            .WithDescription(
                "Names the company by slug or id. A customer without a badge (the default; badge: true turns it on) is answered as if it did not exist.")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound), AnyParameters.Ignored)
            .Produces<string>(StatusCodes.Status200OK, "image/svg+xml");

    private static async Task<IResult> AnswerAsync(HttpContext context, string company, string customer, BadgeService badges)
    {
        if (await badges.FindAsync(company, customer, context.RequestAborted) is not { } facts) return Problem.NotFound();
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=300";

        // Other sites may embed it.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return Results.Bytes(Encoding.UTF8.GetBytes(BadgePicture.Of(facts.AverageTenths)), "image/svg+xml; charset=utf-8");
    }
}
