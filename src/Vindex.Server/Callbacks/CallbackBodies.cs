using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Server.Scoring;
using Vindex.Server.Scoring.Records;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;

namespace Vindex.Server.Callbacks;

/// <summary>What a receiver gets when a ticket was judged.</summary>
/// <param name="JobId">The evaluation: <c>requestId</c> without <c>req_</c>.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Ticket">The ticket as it was when it came in.</param>
/// <param name="InvestScores">The six dimensions.</param>
/// <param name="OverallScore">Their mean to one decimal.</param>
/// <param name="TopRecommendations">At most five, by expected lift, descending.</param>
/// <param name="ContextUsed">Evidence by dimension.</param>
/// <param name="ModelMetadata">The judge.</param>
/// <param name="ProcessingMetadata">Processing times.</param>
/// <param name="CreatedAt">When the score was stored.</param>
/// <param name="Test">True for a test of an endpoint, whose result is made up; otherwise left out.</param>
internal sealed record CallbackBody(
    string JobId,
    string CustomerId,
    TicketSnapshotBody Ticket,
    InvestScoresBody InvestScores,
    decimal OverallScore,
    IReadOnlyList<string> TopRecommendations,
    EvidenceBody ContextUsed,
    ModelBody ModelMetadata,
    ProcessingBody ProcessingMetadata,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Test = null);

/// <summary>What a receiver gets when judging failed for good.</summary>
/// <param name="Status"><c>failed</c>.</param>
/// <param name="JobId">The evaluation.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="Error">What went wrong.</param>
internal sealed record FailedCallbackBody(string Status, string JobId, string CustomerId, TicketSnapshotBody Ticket, string Error);

/// <summary>Writes callback bodies once, so that every attempt and every replay sends the same bytes.</summary>
internal static class CallbackBodies
{
    /// <summary>The result of a job; the score may come from an earlier job with the same text.</summary>
    public static byte[] Scored(Job job, DateTimeOffset snapshotAt, StoredScore score) => Scored(job.Id, Ticket(job, snapshotAt), score);

    /// <summary>A score without a job of its own: the ticket was rescored.</summary>
    public static byte[] Scored(StoredScore score) =>
        Scored(score.JobId, new TicketSnapshotBody(score.Item.TicketId, score.Item.TicketKey, score.Item.Title, score.SnapshotAt), score);

    private static byte[] Scored(string jobId, TicketSnapshotBody ticket, StoredScore score)
    {
        var judgement = StoredJudgement.Read(score);
        var body = new CallbackBody(
            jobId,
            score.Item.CustomerId,
            ticket,
            InvestScoresBody.Of(score.Item.Dimensions),
            score.Item.OverallTenths / 10m,
            judgement.Recommendations,
            EvidenceBody.Of(judgement.ContextUsed),
            ModelBody.Of(score, judgement),
            new ProcessingBody(score.StartedAt, score.CompletedAt, score.DurationMs),
            score.Item.CreatedAt);
        return JsonSerializer.SerializeToUtf8Bytes(body, CallbackJson.Shared.CallbackBody);
    }

    /// <summary>The report that a job failed.</summary>
    public static byte[] Failed(Job job, DateTimeOffset snapshotAt, string error) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new FailedCallbackBody("failed", job.Id, job.CustomerId, Ticket(job, snapshotAt), error), CallbackJson.Shared.FailedCallbackBody);

    /// <summary>A test of an endpoint: the made-up result of a ticket that does not exist.</summary>
    public static byte[] Test(string jobId, string customerId, DateTimeOffset now) => JsonSerializer.SerializeToUtf8Bytes(
        new CallbackBody(
            jobId,
            customerId,
            new TicketSnapshotBody("test", "TEST-1", "Test callback from Vindex", now),
            new InvestScoresBody(8, 7, 7, 6, 8, 6),
            7.0m,
            ["This is a test. No ticket was scored."],
            new EvidenceBody(),
            new ModelBody("vindex", "test"),
            new ProcessingBody(now, now, 0),
            now,
            Test: true),
        CallbackJson.Shared.CallbackBody);

    private static TicketSnapshotBody Ticket(Job job, DateTimeOffset snapshotAt) => new(job.TicketId, job.TicketKey, job.Title, snapshotAt);
}
