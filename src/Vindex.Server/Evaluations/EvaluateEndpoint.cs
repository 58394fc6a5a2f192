using System.Diagnostics;
using System.Text.Json;
using Vindex.Server.Installations;
using Vindex.Server.Security.Limits;
using Vindex.Server.Sources;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Server.Web.Requests;

namespace Vindex.Server.Evaluations;

/// <summary><c>POST /api/v1/evaluate/{source}</c>: accepts an event; 202 once it is durable.</summary>
internal static class EvaluateEndpoint
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddRateLimit(RateLimits.Evaluate);
        services.AddSingleton<EventSender>();
        services.AddSingleton<EventService>();
    }

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/evaluate/{source}", EvaluateAsync)
            .WithName("evaluate").WithTags("Evaluations").WithSummary("Accepts an event and queues its ticket for scoring")
            .WithDescription(
                "Sources: " + string.Join(", ", SourceTable.All.Select(source => source.Name))
                    + ". jiraforge takes the body shown here, generic that of /v1/score with external_id "
                + "added, the others the webhook body of their product, whose own signature or token can replace X-Vindex-Secret. The result goes to the "
                + "installation's callback URL.")
            .WithMetadata(InstallationSecret.Needed, AnyParameters.Ignored)
            .WithMetadata(new Problems(
                StatusCodes.Status401Unauthorized,
                StatusCodes.Status403Forbidden,
                StatusCodes.Status404NotFound,
                StatusCodes.Status429TooManyRequests,
                StatusCodes.Status503ServiceUnavailable))
            .Accepts<EventBody>(JsonAnswer.ContentType)
            .Produces<EventAnswerBody>(StatusCodes.Status202Accepted);

    private static async Task<IResult> EvaluateAsync(
        HttpContext context, string source, EventService events, IRateLimiter limiter, IOptionsMonitor<RateLimit> limits, TimeProvider time)
    {
        if (SourceTable.Find(source) is not { } product) return Problem.NotFound();
        var snapshotAt = time.GetUtcNow();
        var (body, problem) = await RequestBody.ReadEventAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            if (body.Root.ValueKind != JsonValueKind.Object)
                return Problem.Invalid("invalid_fields", "The body must be a JSON object.", "", "must be a JSON object");
            var request = new SourceRequest(context.Request.Headers, body.Raw, body.Root);
            switch (await events.IdentifyAsync(product, request, context.RequestAborted))
            {
                case Outcome<KnownInstallation>.Refused refused:
                    return Problem.Of(refused.Reason);
                case Outcome<KnownInstallation>.Done { Value: var installation }:
                    // Counted after authentication, so that no one can use up another installation's limit.
                    var partition = "evaluate " + installation.Installation.CustomerId;
                    if (await RateLimiting.CountAsync(context, limiter, partition, limits.Get(RateLimits.Evaluate)) is { } limited) return limited;
                    return (await events.AcceptAsync(product, request, installation, snapshotAt, context.RequestAborted)).ToAccepted(EventAnswerBody.Of);
                default:
                    throw new UnreachableException();
            }
        }
    }
}

/// <summary>Marks routes that require an installation's secret, for the API description.</summary>
internal sealed record InstallationSecret
{
    public static InstallationSecret Needed { get; } = new();
}
