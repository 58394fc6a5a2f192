using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;
using Vindex.Server.Background;
using Vindex.Server.Judging;
using Vindex.Server.Scoring;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Storage;
using Vindex.Storage.Jobs;

namespace Vindex.Server.Evaluations;

/// <summary>
/// Runs one leased job from its payload to its end in the store. Only the judge's own failures count as failed attempts and are shown to the customer; failed
/// calls of the store are retried until they succeed or the lease is lost.
/// </summary>
internal sealed class EvaluationRun(TimeProvider time, Ids ids, Judges judges, TicketJudging judging, EvaluationResults results, StoreRetry retry)
{
    /// <summary>Ends a job in any case. Throws only if canceled; then the job is retried when its lease expires.</summary>
    public async Task RunAsync(LeasedJob leased, CancellationToken cancellationToken)
    {
        var job = leased.Job;
        var payload = JobPayload.Parse(leased.Payload);
        if (JobPolicy.IsGivenUp(job.Taken))
        {
            await results.FailAsync(job, payload, "The server stopped during every attempt to score this ticket.", cancellationToken);
        }
        else if (await retry.RunAsync(() => judges.FindAsync(job.CompanyId, payload.Profile, cancellationToken).AsTask(), cancellationToken) is not { } judge)
        {
            await results.FailAsync(job, payload, $"The profile {payload.Profile} no longer exists.", cancellationToken);
        }
        else if (payload.Read() is { Ticket: not null } reading)
        {
            await ScoreAsync(job, payload, judge, reading, cancellationToken);
        }
        else
        {
            await results.FailAsync(job, payload, "The ticket is no longer readable.", cancellationToken);
        }
    }

    private async Task ScoreAsync(Job job, JobPayload payload, TicketJudge judge, TicketReading reading, CancellationToken cancellationToken)
    {
        var terms = await retry.RunAsync(
            () => judging.TermsAsync(job.CompanyId, job.CustomerId, judge.Profile.Name, cancellationToken).AsTask(), cancellationToken);
        if (await results.TryShareAsync(job, payload, ContentHash.Of(reading, judge, terms.Identity), cancellationToken)) return;
        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        TicketVerdict verdict;
        try
        {
            verdict = await judging.JudgeAsync(terms, reading, judge, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not StoreUnavailableException)
        {
            await results.RetryAsync(job, payload, exception.Message, exception, cancellationToken);
            return;
        }

        if (verdict.Judgement is not { } judgement)
        {
            await results.RetryAsync(job, payload, verdict.Detail!, null, cancellationToken);
            return;
        }

        var took = time.GetElapsedTime(started);
        VindexTelemetry.JudgeDuration.Record(took.TotalSeconds);
        var order = new ScoreOrder(job.CompanyId, job.CustomerId, job.TicketId, payload.Source, payload.SnapshotAt) { TicketUrl = payload.TicketUrl };
        var run = JudgingRecord.Of(judge, verdict, startedAt, time.GetUtcNow(), took);
        var hash = ContentHash.Of(reading, judge, verdict, terms);
        await results.CompleteAsync(job, payload, ScoreRecord.Of(order, job.Id, ids.TimeOrdered(), reading, hash, judgement, run), cancellationToken);
    }
}
