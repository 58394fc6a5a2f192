using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;
using Vindex.Server.Callbacks;
using Vindex.Server.Operations;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;

namespace Vindex.Server.Evaluations;

/// <summary>Judges a ticket that was read. What it throws is tried again.</summary>
internal delegate ValueTask<Judgement> JudgeTicket(TicketJudge judge, TicketReading reading, CancellationToken cancellationToken);

/// <summary>One leased job from its payload to its end in the store.</summary>
internal sealed partial class EvaluationRun(
    IStore store, TimeProvider time, Ids ids, Judges judges, JudgeTicket judgeTicket, EvaluationOptions options, DispatcherWakeUp dispatcher, ILogger<EvaluationRun> logger)
{
    /// <summary>A job that was taken so often without an end was under way each time when its server died; perhaps it was the reason.</summary>
    private const int MostTaken = 25;
    private const int LongestError = 500;

    /// <summary>Ends a job one way or another. Throws only when it was cancelled, or the store fails; then the lease brings it back.</summary>
    public async Task RunAsync(LeasedJob leased, CancellationToken cancellationToken)
    {
        var job = leased.Job;
        var payload = JobPayload.Parse(leased.Payload);
        if (job.Taken > MostTaken)
        {
            await FailAsync(job, payload, "The server stopped each time while this ticket was judged.");
            return;
        }

        if (await judges.FindAsync(job.CompanyId, payload.Profile, cancellationToken) is not { } judge)
        {
            await FailAsync(job, payload, $"There is no profile {payload.Profile} any more.");
            return;
        }

        try
        {
            await JudgeAsync(job, payload, judge, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && exception is not StoreUnavailableException)
        {
            await TryAgainAsync(job, payload, exception);
        }
    }

    private async Task JudgeAsync(Job job, JobPayload payload, TicketJudge judge, CancellationToken cancellationToken)
    {
        var reading = payload.Read();
        var ticket = reading.Ticket ?? throw new InvalidOperationException($"A queued ticket cannot be read any more: {reading.Reason}");
        var hash = ContentHash.Of(reading, judge);
        if (await store.Scores.UnchangedAsync(job.CustomerId, job.TicketId, hash, cancellationToken) is { } unchanged && await ShareAsync(job, payload, unchanged))
            return;

        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        var judgement = await judgeTicket(judge, reading, cancellationToken);
        var took = time.GetElapsedTime(started);
        var run = new JudgeRun(judge, startedAt, time.GetUtcNow(), took);
        var order = new ScoreOrder(job.CompanyId, job.CustomerId, job.TicketId, payload.Source, payload.SnapshotAt);
        var score = ScoreRecord.Of(order, job.Id, ids.TimeOrdered(), ticket, hash, judgement, run);
        VindexTelemetry.JudgeDuration.Record(took.TotalSeconds);

        var delivery = await DeliveryAsync(job, payload, () => CallbackBodies.Scored(job, payload.SnapshotAt, score));
        if (await store.Jobs.CompleteAsync(job.Id, job.Taken, score, delivery, time.GetUtcNow(), CancellationToken.None) != LeaseEnd.Stored) return;
        VindexTelemetry.Judged.Add(1);
        Ended("done", delivery);
    }

    private async Task<bool> ShareAsync(Job job, JobPayload payload, StoredScore score)
    {
        var delivery = await DeliveryAsync(job, payload, () => CallbackBodies.Scored(job, payload.SnapshotAt, score));
        switch (await store.Jobs.ShareAsync(job.Id, job.Taken, score.Item.Id, delivery, time.GetUtcNow(), CancellationToken.None))
        {
            case LeaseEnd.ScoreGone: return false;
            case LeaseEnd.Stored: Ended("unchanged", delivery); return true;
            default: return true;
        }
    }

    private async Task TryAgainAsync(Job job, JobPayload payload, Exception exception)
    {
        LogFailed(job.Id, job.Attempts + 1, exception);
        var error = exception.Message.Length > LongestError ? exception.Message[..LongestError] : exception.Message;
        if (job.Attempts < options.Schedule.Count)
            await store.Jobs.RetryAsync(job.Id, job.Taken, error, time.GetUtcNow() + options.Schedule[job.Attempts], CancellationToken.None);
        else
            await FailAsync(job, payload, error);
    }

    private async Task FailAsync(Job job, JobPayload payload, string error)
    {
        var delivery = await DeliveryAsync(job, payload, () => CallbackBodies.Failed(job, payload.SnapshotAt, error));
        if (await store.Jobs.FailAsync(job.Id, job.Taken, error, delivery, time.GetUtcNow(), CancellationToken.None) == LeaseEnd.Stored) Ended("failed", delivery);
    }

    private async Task<NewDelivery?> DeliveryAsync(Job job, JobPayload payload, Func<byte[]> body)
    {
        // Without an installation there is no secret to sign with.
        if (await store.Installations.FindByCustomerAsync(job.CompanyId, job.CustomerId, CancellationToken.None) is not { } installation) return null;
        if (payload.WebhookUrl is { } own) return new NewDelivery(ids.TimeOrdered(), null, own, body());
        return installation.CallbackUrl is { } url ? new NewDelivery(ids.TimeOrdered(), installation.CustomerId, url, body()) : null;
    }

    private void Ended(string how, NewDelivery? delivery)
    {
        VindexTelemetry.EndJob(how);
        if (delivery is not null) dispatcher.Call();
    }

    [LoggerMessage(LogLevel.Warning, "Judging job {JobId} failed, attempt {Attempt}")]
    private partial void LogFailed(string jobId, int attempt, Exception exception);
}
