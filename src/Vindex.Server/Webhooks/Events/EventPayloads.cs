using System.Buffers;
using System.Text.Json;
using Vindex.Server.Feedback.ImportExport;
using Vindex.Server.Scoring;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Web;
using Vindex.Storage.Feedback;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks.Events;

/// <summary>Writes events: <c>{"type", "timestamp", "data"}</c>, as Standard Webhooks recommends. Every attempt and every replay sends the same bytes.</summary>
internal sealed class EventPayloads : IEventWriter
{
    /// <inheritdoc/>
    public WebhookEvent ScoreCreated(StoredScore score) => Create(
        score.Item.CompanyId,
        new EventSubject(EventSubject.ScoreCreated, score.Item.CustomerId),
        score.Item.CreatedAt,
        JsonSerializer.SerializeToUtf8Bytes(ScoreCreatedData.Of(score), WebhookJson.Shared.ScoreCreatedData));

    /// <inheritdoc/>
    public WebhookEvent ScoreFailed(Job job, string error, DateTimeOffset now) => Create(
        job.CompanyId,
        new EventSubject(EventSubject.ScoreFailed, job.CustomerId),
        now,
        JsonSerializer.SerializeToUtf8Bytes(ScoreFailedData.Of(job, error), WebhookJson.Shared.ScoreFailedData));

    /// <inheritdoc/>
    public WebhookEvent FeedbackCreated(ProjectKey project, string companySlug, FeedbackRow row, DateTimeOffset now)
    {
        var data = new ArrayBufferWriter<byte>(row.Payload.Length + 512);
        using (var json = Writer(data)) ExportLine.Write(json, $"{companySlug}/{project.Name}", row);
        var subject = new EventSubject(EventSubject.FeedbackCreated, Project: project.Name, FeedbackType: row.FeedbackType);
        return Create(project.CompanyId, subject, now, data.WrittenSpan);
    }

    /// <summary>An event with its id.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="subject">What decides which webhooks get it.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="data">A JSON value in UTF-8.</param>
    public static WebhookEvent Create(string companyId, EventSubject subject, DateTimeOffset at, ReadOnlySpan<byte> data)
    {
        var body = new ArrayBufferWriter<byte>(data.Length + 128);
        using (var json = Writer(body))
        {
            json.WriteStartObject();
            json.WriteString("type", subject.Type);
            json.WriteString("timestamp", Instants.Format(at));
            json.WritePropertyName("data");
            json.WriteRawValue(data, skipInputValidation: true);
            json.WriteEndObject();
        }

        return new WebhookEvent(Guid.CreateVersion7(at).ToString("N"), companyId, subject, at, body.WrittenSpan.ToArray());
    }

    private static Utf8JsonWriter Writer(IBufferWriter<byte> buffer) =>
        new(buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder, SkipValidation = true });
}

/// <summary>What <c>score.created</c> reports: the members of a callback, with the id of the score.</summary>
internal sealed record ScoreCreatedData(
    string ScoreId,
    string JobId,
    string CustomerId,
    TicketSnapshotBody Ticket,
    InvestScoresBody InvestScores,
    decimal OverallScore,
    IReadOnlyList<string> TopRecommendations,
    EvidenceBody ContextUsed,
    ModelBody ModelMetadata,
    ProcessingBody ProcessingMetadata,
    DateTimeOffset CreatedAt)
{
    public static ScoreCreatedData Of(StoredScore score)
    {
        var (item, judgement) = (score.Item, StoredJudgement.Read(score));
        return new ScoreCreatedData(
            item.Id,
            score.JobId,
            item.CustomerId,
            new TicketSnapshotBody(item.TicketId, item.TicketKey, item.Title, score.SnapshotAt),
            InvestScoresBody.Of(item.Dimensions),
            item.OverallTenths / 10m,
            judgement.Recommendations,
            EvidenceBody.Of(judgement.ContextUsed),
            ModelBody.Of(score, judgement),
            new ProcessingBody(score.StartedAt, score.CompletedAt, score.DurationMs),
            item.CreatedAt);
    }
}

/// <summary>What <c>score.failed</c> reports.</summary>
internal sealed record ScoreFailedData(string JobId, string CustomerId, FailedTicketBody Ticket, string Error)
{
    public static ScoreFailedData Of(Job job, string error) =>
        new(job.Id, job.CustomerId, new FailedTicketBody(job.TicketId, job.TicketKey, job.Title), error);
}

/// <summary>A ticket that could not be scored.</summary>
internal sealed record FailedTicketBody(string Id, string Key, string Title);

/// <summary>What <c>webhook.test</c> reports.</summary>
internal sealed record TestData(string WebhookId, string Message);
