using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Rubric;
using Vindex.Scoring.Tickets;
using Vindex.Server.Operations;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Idempotency;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring;

/// <summary>Judges a ticket that was read, and makes the record and the answer out of the judgement.</summary>
internal sealed class TicketScorer(IStore store, TimeProvider time, Ids ids)
{
    /// <summary>Judges and stores. Null when the customer is not the company's; else the answer's body, durable.</summary>
    public async Task<byte[]?> ScoreAsync(ScoreOrder order, Ticket ticket, TicketReading reading, RubricJudge judge, IdempotencyClaim? claim)
    {
        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        var judgement = Judge(judge, reading);
        var took = time.GetElapsedTime(started);
        var completedAt = time.GetUtcNow();

        var jobId = ids.TimeOrdered();
        var scoreId = ids.TimeOrdered();
        var evidence = EvidenceBody.Of(judgement.ContextUsed);
        var scores = judgement.Scores;
        var dimensions = new StoredDimensions(scores.Independent, scores.Negotiable, scores.Valuable, scores.Estimable, scores.Small, scores.Testable);
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            new ScoreAnswer(jobId, scoreId, scores.Overall, InvestScoresBody.Of(dimensions), judgement.Recommendations, evidence), WireJson.Shared.ScoreAnswer);

        var ticketId = order.TicketId ?? ticket.Key ?? jobId;
        var score = new StoredScore(
            new ScoreItem(scoreId, order.CompanyId, order.CustomerId, ticketId, ticket.Key ?? ticketId, ticket.Summary.Source, dimensions, scores.OverallTenths, completedAt),
            jobId,
            ticket.IssueType,
            order.SnapshotAt,
            TextOf(ticket.Description),
            TextOf(ticket.AcceptanceCriteria),
            order.Source,
            judge.Profile.Name,
            RubricJudge.Provider,
            RubricJudge.ModelName,
            startedAt,
            completedAt,
            Math.Round(took.TotalMilliseconds, 3),
            JsonSerializer.Serialize(new ScoreDetail(judgement.Recommendations, evidence, [.. judgement.Findings.Select(FindingBody.Of)]), WireJson.Shared.ScoreDetail));

        VindexTelemetry.JudgeDuration.Record(took.TotalSeconds);
        if (!await StoreAsync(score, claim is null ? null : new IdempotentAnswer(claim.Owner, claim.Key, answer))) return null;
        VindexTelemetry.Judged.Add(1);
        return answer;
    }

    private static Judgement Judge(RubricJudge judge, TicketReading reading)
    {
        using var activity = VindexTelemetry.Activities.StartActivity("judge");
        return judge.Judge(reading);
    }

    private static string? TextOf(FieldText field) => field.Source.Length == 0 ? null : field.Source;

    // Not cancelled with the request: once a write is under way its outcome must be known, or a repeated request could be refused what it is owed.
    private async Task<bool> StoreAsync(StoredScore score, IdempotentAnswer? answer)
    {
        using var activity = VindexTelemetry.Activities.StartActivity("store score");
        var started = time.GetTimestamp();
        VindexTelemetry.BeginStoring();
        try
        {
            return await store.Scores.AddAsync(score, answer, CancellationToken.None);
        }
        finally
        {
            VindexTelemetry.EndStoring();
            VindexTelemetry.StoreDuration.Record(time.GetElapsedTime(started).TotalSeconds);
        }
    }
}

/// <summary>Whose ticket is scored, and where it came from.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="TicketId">The ticket's id; null for its key, else the job's id.</param>
/// <param name="Source">Where it came from: <c>api</c>, ….</param>
/// <param name="SnapshotAt">When the text was taken.</param>
internal sealed record ScoreOrder(string CompanyId, string CustomerId, string? TicketId, string Source, DateTimeOffset SnapshotAt);
