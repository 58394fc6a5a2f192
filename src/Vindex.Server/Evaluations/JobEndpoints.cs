using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Jobs;

namespace Vindex.Server.Evaluations;

/// <summary>The state of a job.</summary>
/// <param name="RequestId">The <c>requestId</c> from the response to the event.</param>
/// <param name="JobId">Id of the job, which is the <c>job_id</c> of the callback.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>superseded</c>.</param>
/// <param name="Attempts">Number of failed attempts.</param>
/// <param name="Error">Error of the latest attempt; null if there was none.</param>
/// <param name="ScoreId">Its score; null unless done.</param>
/// <param name="SupersededBy">The <c>requestId</c> of the newer event that superseded it; null unless superseded.</param>
/// <param name="DeliveryId">Its delivery; null if no callback is due.</param>
/// <param name="CreatedAt">When the event was accepted.</param>
/// <param name="FinishedAt">When it finished; null until then.</param>
internal sealed record JobBody(
    string RequestId,
    string JobId,
    string CustomerId,
    TicketRefBody Ticket,
    string Status,
    int Attempts,
    string? Error,
    string? ScoreId,
    string? SupersededBy,
    string? DeliveryId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt)
{
    public static JobBody Of(Job job, string? deliveryId) => new(
        EvaluationIntake.RequestPrefix + job.Id,
        job.Id,
        job.CustomerId,
        new TicketRefBody(job.TicketId, job.TicketKey, job.Title),
        StatusOf(job.State),
        job.Attempts,
        job.Error,
        job.ScoreId,
        job.SupersededBy is { } newer ? EvaluationIntake.RequestPrefix + newer : null,
        deliveryId,
        job.CreatedAt,
        job.FinishedAt);

    private static string StatusOf(JobState state) => state switch
    {
        JobState.Queued => "queued",
        JobState.Running => "running",
        JobState.Done => "done",
        JobState.Failed => "failed",
        _ => "superseded",
    };
}

/// <summary>A job with the delivery that reports it; null if there is none.</summary>
internal sealed record RequestedJob(Job Job, string? DeliveryId);

/// <summary>The state of jobs.</summary>
internal sealed class JobService(IDeliveryStore deliveryStore, IJobStore jobStore)
{
    /// <summary>Finds a job by its <c>requestId</c>.</summary>
    public async Task<Outcome<RequestedJob>> FindAsync(Caller caller, string requestId, CancellationToken cancellationToken)
    {
        if (!requestId.StartsWith(EvaluationIntake.RequestPrefix, StringComparison.Ordinal)) return new Refusal.NotFound();
        var id = requestId[EvaluationIntake.RequestPrefix.Length..];
        if (await jobStore.FindAsync(caller.OwnScores, id, cancellationToken) is not { } job) return new Refusal.NotFound();
        return new RequestedJob(job, (await deliveryStore.OfJobAsync(id, cancellationToken))?.Id);
    }
}

/// <summary><c>GET /portal/jobs/{requestId}</c>.</summary>
internal static class JobEndpoints
{
    public static void MapEvaluations(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/portal/jobs/{request_id}", OneAsync)
            .WithName("get_job").WithTags("Evaluations").WithSummary("Where a requested evaluation stands")
            .RequireScope(Scopes.ScoresRead).AcceptSessions().WithMetadata(new Problems(StatusCodes.Status404NotFound));

    private static async Task<Ok<JobBody>> OneAsync(HttpContext context, string request_id, JobService jobs) =>
        (await jobs.FindAsync(context.Caller(), request_id, context.RequestAborted)).ToOk(found => JobBody.Of(found.Job, found.DeliveryId));
}
