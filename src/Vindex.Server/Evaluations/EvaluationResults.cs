using Vindex.Server.Background;
using Vindex.Server.Callbacks;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Storage;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;

namespace Vindex.Server.Evaluations;

/// <summary>Stores the end of a job together with the callback that reports it. Failed calls of the store are retried.</summary>
internal sealed partial class EvaluationResults(
    IStore store, TimeProvider time, Ids ids, IOptions<EvaluationOptions> options, StoreRetry retry, ResultSignals signals,
    ILogger<EvaluationResults> logger)
{
    private const int MaxErrorLength = 500;

    /// <summary>Ends a job with a new score.</summary>
    public async Task CompleteAsync(Job job, JobPayload payload, StoredScore score, CancellationToken cancellationToken)
    {
        var delivery = await DeliveryAsync(job, payload, () => CallbackBodies.Scored(job, payload.SnapshotAt, score), cancellationToken);
        var end = await retry.RunAsync(
            () => store.Jobs.CompleteAsync(job.Id, job.Taken, score, delivery, time.GetUtcNow(), CancellationToken.None), cancellationToken);
        if (end != LeaseEnd.Stored) return;
        VindexTelemetry.Judged.Add(1);
        signals.ScoreStored(job.CompanyId);
        Ended(job, "done", delivery);
    }

    /// <summary>Ends a job with its ticket's latest score if nothing about the ticket has changed since; false if there is no such score.</summary>
    public async Task<bool> TryShareAsync(Job job, JobPayload payload, string contentHash, CancellationToken cancellationToken)
    {
        var score = await retry.RunAsync(() => store.Scores.UnchangedAsync(job.CustomerId, job.TicketId, contentHash, cancellationToken), cancellationToken);
        if (score is null) return false;
        var delivery = await DeliveryAsync(job, payload, () => CallbackBodies.Scored(job, payload.SnapshotAt, score), cancellationToken);
        var end = await retry.RunAsync(
            () => store.Jobs.ShareAsync(job.Id, job.Taken, score.Item.Id, delivery, time.GetUtcNow(), CancellationToken.None), cancellationToken);
        if (end == LeaseEnd.Stored) Ended(job, "unchanged", delivery);
        return end != LeaseEnd.ScoreGone;
    }

    /// <summary>Queues a job again after its judge failed, or ends it as failed after the last attempt of the schedule.</summary>
    /// <param name="job">The job.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="reason">What is reported to the customer after the last attempt.</param>
    /// <param name="exception">What went wrong, for the log; null for an expected failure.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task RetryAsync(Job job, JobPayload payload, string reason, Exception? exception, CancellationToken cancellationToken)
    {
        LogFailed(job.Id, job.Attempts + 1, exception);
        var error = reason.Length > MaxErrorLength ? reason[..MaxErrorLength] : reason;
        if (JobPolicy.RetryAt(options.Value, job.Attempts, time.GetUtcNow()) is { } dueAt)
        {
            await retry.RunAsync(() => store.Jobs.RetryAsync(job.Id, job.Taken, error, dueAt, CancellationToken.None), cancellationToken);
        }
        else
        {
            await FailAsync(job, payload, error, cancellationToken);
        }
    }

    /// <summary>Ends a job without a score.</summary>
    public async Task FailAsync(Job job, JobPayload payload, string error, CancellationToken cancellationToken)
    {
        var delivery = await DeliveryAsync(job, payload, () => CallbackBodies.Failed(job, payload.SnapshotAt, error), cancellationToken);
        var end = await retry.RunAsync(
            () => store.Jobs.FailAsync(job.Id, job.Taken, error, delivery, time.GetUtcNow(), CancellationToken.None), cancellationToken);
        if (end == LeaseEnd.Stored) Ended(job, "failed", delivery);
    }

    private async Task<NewDelivery?> DeliveryAsync(Job job, JobPayload payload, Func<byte[]> body, CancellationToken cancellationToken)
    {
        // Without an installation there is no secret to sign with.
        var installation = await retry.RunAsync(
            () => store.Installations.FindByCustomerAsync(job.CompanyId, job.CustomerId, cancellationToken), cancellationToken);
        if (installation is null) return null;
        if (payload.WebhookUrl is { } own) return new NewDelivery(ids.TimeOrdered(), null, own, body());
        return installation.CallbackUrl is { } url ? new NewDelivery(ids.TimeOrdered(), installation.CustomerId, url, body()) : null;
    }

    private void Ended(Job job, string how, NewDelivery? delivery)
    {
        VindexTelemetry.EndJob(how);
        if (delivery is not null) signals.CallbackStored(job.CompanyId);
    }

    [LoggerMessage(LogLevel.Warning, "Judging job {JobId} failed, attempt {Attempt}")]
    private partial void LogFailed(string jobId, int attempt, Exception? exception);
}
