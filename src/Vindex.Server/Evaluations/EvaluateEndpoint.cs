using System.Diagnostics;
using System.Text.Json;
using Vindex.Server.Configuration;
using Vindex.Server.Evaluations.Sources;
using Vindex.Server.Installations;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;

namespace Vindex.Server.Evaluations;

/// <summary>How many events an installation may send.</summary>
internal sealed record EventOptions(RateLimit Limit)
{
    public static EventOptions Read(SettingsReader settings) => new(RateLimit.Read(settings, "Limits:Evaluate"));
}

/// <summary><c>POST /api/v1/evaluate/{source}</c>: an event in, 202 once it is durable.</summary>
internal static class EvaluateEndpoint
{
    public static void AddEvents(this IServiceCollection services, EventOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<EventSender>();
        services.AddSingleton<EventService>();
    }

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/evaluate/{source}", EvaluateAsync)
            .WithName("evaluate").WithTags("Evaluations").WithSummary("Takes an event in, to be judged in its turn")
            .WithDescription(
                "Sources: " + string.Join(", ", SourceTable.All.Select(source => source.Name)) + ". jiraforge takes the body shown here, generic that of /v1/score with external_id "
                + "beside it, the others the body of their product's webhook, with its own signature or token in place of X-Vindex-Secret if you like. The result goes to the "
                + "installation's callback URL.")
            .WithMetadata(InstallationSecret.Needed)
            .WithMetadata(new Problems(
                StatusCodes.Status401Unauthorized,
                StatusCodes.Status403Forbidden,
                StatusCodes.Status404NotFound,
                StatusCodes.Status429TooManyRequests,
                StatusCodes.Status503ServiceUnavailable))
            .Accepts<EventBody>(JsonAnswer.ContentType)
            .Produces<EventAnswerBody>(StatusCodes.Status202Accepted);

    private static async Task<IResult> EvaluateAsync(
        HttpContext context, string source, EventService events, IRateLimiter limiter, EventOptions options, TimeProvider time)
    {
        if (SourceTable.Find(source) is not { } product) return Problem.NotFound();
        var snapshotAt = time.GetUtcNow();
        var (body, problem) = await RequestBody.ReadEventAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            if (body.Root.ValueKind != JsonValueKind.Object) return Problem.Invalid("invalid_fields", "The body must be a JSON object.", "", "must be a JSON object");
            var request = new SourceRequest(context.Request.Headers, body.Raw, body.Root);
            switch (await events.IdentifyAsync(product, request, context.RequestAborted))
            {
                case Outcome<KnownInstallation>.Refused refused:
                    return Problem.Of(refused.Reason);
                case Outcome<KnownInstallation>.Done { Value: var installation }:
                    // Counted once it is known who asks: nobody uses up what is another's.
                    var partition = "evaluate " + installation.Installation.CustomerId;
                    if (await RateLimiting.CountAsync(context, limiter, partition, options.Limit) is { } limited) return limited;
                    return (await events.AcceptAsync(product, request, installation, snapshotAt, context.RequestAborted)).ToAccepted(EventAnswerBody.Of);
                default:
                    throw new UnreachableException();
            }
        }
    }
}

/// <summary>Says for the API description that a route takes an installation's secret.</summary>
internal sealed record InstallationSecret
{
    public static InstallationSecret Needed { get; } = new();
}
