using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Storage;
using Vindex.Storage.Idempotency;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring;

/// <summary>Scores a ticket and creates the record and the response.</summary>
internal sealed class TicketScorer(IStore store, TimeProvider time, Ids ids, PendingWrites pending)
{
    /// <summary>Scores and stores a ticket. Returns the response's body once it is durable; null if the customer does not belong to the company.</summary>
    public async Task<byte[]?> ScoreAsync(ScoreOrder order, Ticket ticket, TicketReading reading, TicketJudge judge, IdempotencyClaim? claim)
    {
        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        var judgement = Judge(judge, reading);
        var took = time.GetElapsedTime(started);

        var jobId = ids.TimeOrdered();
        var run = new JudgeRun(judge, startedAt, time.GetUtcNow(), took);
        var score = ScoreRecord.Of(order, jobId, ids.TimeOrdered(), ticket, ContentHash.Of(reading, judge), judgement, run);
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            new ScoreAnswer(
                jobId,
                score.Item.Id,
                judgement.Scores.Overall,
                InvestScoresBody.Of(score.Item.Dimensions),
                judgement.Recommendations,
                EvidenceBody.Of(judgement.ContextUsed)),
            ScoringJson.Shared.ScoreAnswer);

        VindexTelemetry.JudgeDuration.Record(took.TotalSeconds);
        if (!await StoreAsync(score, claim is null ? null : new IdempotentAnswer(claim.Owner, claim.Key, answer))) return null;
        VindexTelemetry.Judged.Add(1);
        return answer;
    }

    private static Judgement Judge(TicketJudge judge, TicketReading reading)
    {
        using var activity = VindexTelemetry.Activities.StartActivity("judge");
        return judge.Judge(reading);
    }

    // Not cancelled with the request: once a write has started, its outcome must be known, or a repeated request could be rejected wrongly.
    private async Task<bool> StoreAsync(StoredScore score, IdempotentAnswer? answer)
    {
        using var activity = VindexTelemetry.Activities.StartActivity("store score");
        var started = time.GetTimestamp();
        pending.Begin();
        try
        {
            return await store.Scores.AddAsync(score, answer, CancellationToken.None);
        }
        finally
        {
            pending.End();
            VindexTelemetry.StoreDuration.Record(time.GetElapsedTime(started).TotalSeconds);
        }
    }
}
