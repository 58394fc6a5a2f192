using Vindex.Scoring.Tickets;
using Vindex.Server.Companies;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Telemetry;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Scoring;

/// <summary><c>POST /v1/score</c>: scores a ticket and stores the score durably.</summary>
internal static class ScoreEndpoint
{
    public static void AddScoring(this IServiceCollection services, ScoringOptions options)
    {
        services.AddJson(ScoringJson.Shared);
        services.AddSingleton(options);
        services.AddSingleton<Judges>();
        services.AddSingleton<TicketScorer>();
        services.AddSingleton<PendingWrites>();
        services.AddHealthChecks().AddCheck<StoringCheck>(StoringCheck.Name);
        services.AddSingleton<Idempotency>();
        services.AddSingleton(new InFlight(options.MaxConcurrent));
    }

    public static void MapScoring(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/score", ScoreAsync)
            .WithName("score")
            .WithTags("Scoring")
            .WithSummary("Scores one ticket")
            .WithDescription("Scores a ticket on the six INVEST criteria, stores the score and returns it. Send an Idempotency-Key to make the request safe to repeat.")
            .RequireScope(Scopes.ScoresWrite)
            .WithMetadata(new LimitedPerKey("score", services => services.GetRequiredService<ScoringOptions>().Limit))
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict))
            .Accepts<ScoreRequestBody>(JsonAnswer.ContentType)
            .Produces<ScoreAnswer>();

    private static async Task<IResult> ScoreAsync(
        HttpContext context, Judges judges, TicketScorer scorer, Idempotency idempotency, CompanyDirectory directory, InFlight inFlight, TimeProvider time)
    {
        var snapshotAt = time.GetUtcNow();
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            // Counted only now, so that slow senders do not block others.
            if (!inFlight.TryEnter())
            {
                VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "load"));
                return Problem.Unavailable("engine_busy", "The scoring engine is busy; try again shortly.", 1);
            }

            try
            {
                return await AnswerAsync(context, body, snapshotAt, judges, scorer, idempotency, directory);
            }
            finally
            {
                inFlight.Leave();
            }
        }
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context, RequestBody body, DateTimeOffset snapshotAt, Judges judges, TicketScorer scorer, Idempotency idempotency, CompanyDirectory directory)
    {
        var errors = new FieldErrors();
        var request = ScoreRequest.Read(body.Root, errors, TicketLimits.Api);
        var idempotencyKey = Idempotency.ReadKey(context.Request, errors);
        if (errors.Any) return Problem.Invalid(errors);

        var caller = context.Caller();
        if (await directory.FindCompanyAsync(caller.OwnCompany, context.RequestAborted) is not { } company) return Problem.NotFound();
        var customerId = request.CustomerId ?? company.DefaultCustomerId;
        if (!caller.Sees(customerId)) return Problem.NotFound();
        if (await judges.FindAsync(company.Id, request.SystemType, context.RequestAborted) is not { } judge)
            return Problem.UnknownProfile(await judges.KnownAsync(company.Id, context.RequestAborted), "system_type");

        var reading = TicketReader.Read(request.Ticket, TicketLimits.Api);
        if (reading.Ticket is not { } ticket)
            return Problem.Invalid("invalid_fields", reading.Reason ?? "The ticket cannot be read.", "ticket_data." + reading.Field, reading.Reason ?? "cannot be read");

        var order = new ScoreOrder(company.Id, customerId, request.TicketId, "api", snapshotAt);
        if (idempotencyKey is null) return Answer(await scorer.ScoreAsync(order, ticket, reading, judge, null));
        var (claim, answer) = await idempotency.BeginAsync(caller.KeyId!, idempotencyKey, body.Bytes, context.RequestAborted);
        if (claim is null) return Replayed(context, answer!);
        byte[]? scored = null;
        try
        {
            scored = await scorer.ScoreAsync(order, ticket, reading, judge, claim);
        }
        finally
        {
            if (scored is null) await idempotency.AbandonAsync(claim);
        }

        return Answer(scored);
    }

    private static IResult Answer(byte[]? scored) => scored is null ? Problem.NotFound() : JsonAnswer.Ok(scored);

    private static IResult Replayed(HttpContext context, IResult answer)
    {
        if (answer is not Problem) context.Response.Headers["Idempotency-Replayed"] = "true";
        return answer;
    }
}

/// <summary>Counts running requests.</summary>
internal sealed class InFlight(int max)
{
    private int _count;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= max) return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
