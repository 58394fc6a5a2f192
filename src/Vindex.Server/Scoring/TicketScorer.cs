using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;
using Vindex.Server.Judging;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Storage.Idempotency;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring;

/// <summary>Scores a ticket and creates the record and the response.</summary>
internal sealed class TicketScorer(IScoreStore store, TicketJudging judging, TimeProvider time, Ids ids, PendingWrites pending)
{
    /// <summary>
    /// Scores and stores a ticket. Returns the response once it is durable; not found if the customer does not belong to the company, or the claim was lost.
    /// </summary>
    /// <param name="order">The origin of the ticket.</param>
    /// <param name="reading">The reading; not refused.</param>
    /// <param name="judge">The offline judge.</param>
    /// <param name="judges">Who judges.</param>
    /// <param name="details">Whether to include the explanation.</param>
    /// <param name="claim">The claim of an idempotent request; null for none.</param>
    /// <param name="cancellationToken">Cancels the judging; what is judged is stored.</param>
    public async Task<Outcome<ScoreReply>> ScoreAsync(
        ScoreOrder order, TicketReading reading, TicketJudge judge, JudgingTerms judges, bool details, IdempotencyClaim? claim,
        CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        var verdict = await JudgeAsync(judges, reading, judge, cancellationToken);
        var took = time.GetElapsedTime(started);
        if (verdict.Judgement is not { } judgement) return ScoringRefusals.ModelUnavailable(verdict.Detail!, verdict.Failure!.Value);

        var jobId = ids.TimeOrdered();
        var run = JudgingRecord.Of(judge, verdict, startedAt, time.GetUtcNow(), took);
        var score = ScoreRecord.Of(order, jobId, ids.TimeOrdered(), reading, ContentHash.Of(reading, judge, verdict, judges), judgement, run);
        var answer = Answer(score, judgement);

        VindexTelemetry.JudgeDuration.Record(took.TotalSeconds);
        var once = claim is null ? null : new IdempotentAnswer(claim.Owner, claim.Key, claim.BegunAt, Serialize(answer));
        if (!await StoreAsync(score, once)) return new Refusal.NotFound();
        VindexTelemetry.Judged.Add(1);
        return new ScoreReply(Serialize(details ? answer.WithDetails(judgement) : answer), IsReplay: false);
    }

    /// <summary>The stored response to an idempotent request, with the explanation of its score; without it if the score was deleted meanwhile.</summary>
    public async Task<byte[]> WithDetailsAsync(byte[] answered, string companyId, CancellationToken cancellationToken)
    {
        var answer = JsonSerializer.Deserialize(answered, ScoringJson.Shared.ScoreAnswer)!;
        var score = await store.FindAsync(new ScoreAccess(companyId, CustomerIds: null), answer.ScoreId, cancellationToken);
        return score is null ? answered : Serialize(answer.WithDetails(StoredJudgement.Read(score)));
    }

    private static byte[] Serialize(ScoreAnswer answer) => JsonSerializer.SerializeToUtf8Bytes(answer, ScoringJson.Shared.ScoreAnswer);

    private static ScoreAnswer Answer(StoredScore score, Judgement judgement) => new(
        score.JobId,
        score.Item.Id,
        judgement.Scores.Overall,
        InvestScoresBody.Of(judgement.Scores),
        judgement.Recommendations,
        EvidenceBody.Of(judgement.ContextUsed));

    private async ValueTask<TicketVerdict> JudgeAsync(
        JudgingTerms judges, TicketReading reading, TicketJudge judge, CancellationToken cancellationToken)
    {
        using var activity = VindexTelemetry.Activities.StartActivity("judge");
        return await judging.JudgeAsync(judges, reading, judge, cancellationToken);
    }

    // Not canceled with the request: once a write has started, its outcome must be known, or a repeated request could be rejected wrongly.
    private async Task<bool> StoreAsync(StoredScore score, IdempotentAnswer? answer)
    {
        using var activity = VindexTelemetry.Activities.StartActivity("store score");
        var started = time.GetTimestamp();
        pending.Begin();
        try
        {
            return await store.AddAsync(score, answer, CancellationToken.None);
        }
        finally
        {
            pending.End();
            VindexTelemetry.StoreDuration.Record(time.GetElapsedTime(started).TotalSeconds);
        }
    }
}
