using System.Text.Json.Serialization;
using Vindex.Server.Ratings.Proposals;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Ratings;

/// <summary>People's own ratings of scored tickets, and how far the judge agrees with them.</summary>
internal static class RatingModule
{
    public static void AddRatings(this IServiceCollection services)
    {
        services.AddJson(RatingJson.Shared);
        services.AddSingleton<RatingService>();
        services.AddSingleton<AgreementService>();
        services.AddSingleton<ProposalService>();
    }

    public static void MapRatings(this IEndpointRouteBuilder routes)
    {
        var notFound = new Problems(StatusCodes.Status404NotFound);
        var portal = routes.MapGroup("/portal").WithTags("Ratings").AcceptSessions().WithMetadata(notFound);
        portal.MapGet("/scores/{id}/rating", FindAsync)
            .WithName("get_rating")
            .WithSummary("Your own rating of a scored ticket")
            .RequireScope(Scopes.FeedbackRead);
        portal.MapPut("/scores/{id}/rating", RateAsync).WithName("put_rating").WithSummary("Rates a scored ticket; replaces your earlier rating")
            .WithDescription(
                "Stored as feedback of the type vindex.rating on the ref of the score, one row per dimension. Omitted dimensions lose their rating.")
            .RequireScope(Scopes.FeedbackWrite);
        portal.MapGet("/agreement", ReportAsync).WithName("agreement").WithSummary(
            "How well the judge agrees with people's ratings, by rubric version and dimension")
            .WithParameters(new QueryParameter("customer_id", "Only ratings of this customer's tickets.")).RequireScope(Scopes.FeedbackRead);
        routes.MapPost("/portal/profiles/{name}/proposal", ProposeAsync).WithTags("Profiles").RequireOwner().WithMetadata(notFound)
            .WithName("propose_own_profile").WithSummary("Proposes rule weights that agree better with people's ratings")
            .WithDescription(
                "Learns from all ratings given in the portal, from those of one review, or from the examples in the body. Agreement is measured on tickets that the weights were not learned from. Nothing is stored: save the weights with PUT to accept them.");
    }

    private static async Task<Ok<RatingBody>> FindAsync(HttpContext context, string id, RatingService ratings) =>
        (await ratings.FindAsync(context.Caller(), id, context.RequestAborted)).ToOk(rated => rated.Rating);

    private static async Task<Ok<RatingBody>> RateAsync(HttpContext context, string id, Body<RatingBody> body, RatingService ratings) =>
        body.Problem is { } problem
            ? problem
            : (await ratings.RateAsync(context.Caller(), id, body.Input, review: null, context.RequestAborted)).ToOk(rated => rated.Rating);

    private static async Task<Ok<ProposalBody>> ProposeAsync(
        HttpContext context, string name, OptionalBody<ProposalRequestBody> body, ProposalService proposals) =>
        body.Problem is { } problem
            ? problem
            : (await proposals.ProposeAsync(context.Caller(), name, body.Input, context.RequestAborted)).ToOk(proposal => proposal);

    private static async Task<Ok<AgreementBody>> ReportAsync(HttpContext context, AgreementService agreement)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var customerId = query.Text("customer_id", 255);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        return (await agreement.ReportAsync(context.Caller(), customerId, context.RequestAborted)).ToOk(report => report);
    }
}

/// <summary>Bodies and answers of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RatingBody))]
[JsonSerializable(typeof(AgreementBody))]
[JsonSerializable(typeof(ProposalRequestBody))]
[JsonSerializable(typeof(ProposalBody))]
internal sealed partial class RatingJson : JsonSerializerContext
{
    public static RatingJson Shared { get; } = new(WireFormat.Options());
}
