using System.Text.Json.Serialization;
using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Scoring;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>The average over all time.</summary>
/// <param name="OverallAverage">Average overall score to one decimal; null with nothing scored.</param>
/// <param name="TotalScored">Scores that contributed.</param>
/// <param name="RubricVersions">The judges that made them; with more than one, part of a difference between averages can come from the rubric.</param>
internal sealed record SummaryBody(decimal? OverallAverage, long TotalScored, IReadOnlyList<RubricVersionBody> RubricVersions);

/// <summary>How many scores a judge made.</summary>
/// <param name="ModelName">The judge, for example <c>rubric-3</c>.</param>
/// <param name="Count">Scores.</param>
internal sealed record RubricVersionBody(string ModelName, long Count);

/// <summary>A company's average over all time.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Name">Its name.</param>
/// <param name="OverallAverage">Average overall score to one decimal; null with nothing scored.</param>
/// <param name="TotalScored">Scores that contributed.</param>
internal sealed record CompanyScoreBody(string CompanyId, string Name, decimal? OverallAverage, long TotalScored);

/// <summary>Averages over time.</summary>
/// <param name="Dimensions">What was asked for.</param>
/// <param name="DataPoints">One point a bucket, ascending; buckets without scores are left out.</param>
/// <param name="RubricChanges">Where another judge begins within the range; empty where one judge made all scores.</param>
internal sealed record ChartBody(IReadOnlyList<string> Dimensions, IReadOnlyList<ChartPointBody> DataPoints, IReadOnlyList<RubricChangeBody> RubricChanges);

/// <summary>A change of rubric.</summary>
/// <param name="Date">First day of the bucket with the first score of the judge.</param>
/// <param name="ModelName">The judge, for example <c>rubric-3</c>.</param>
internal sealed record RubricChangeBody(string Date, string ModelName);

/// <summary>The averages of one bucket; only the dimensions that were asked for.</summary>
/// <param name="Date">The bucket's first day.</param>
/// <param name="Count">Tickets that contributed.</param>
/// <param name="Overall">Average overall score, to one decimal.</param>
/// <param name="Independent">Average to one decimal.</param>
/// <param name="Negotiable">Average to one decimal.</param>
/// <param name="Valuable">Average to one decimal.</param>
/// <param name="Estimable">Average to one decimal.</param>
/// <param name="Small">Average to one decimal.</param>
/// <param name="Testable">Average to one decimal.</param>
internal sealed record ChartPointBody(
    string Date,
    [property: JsonPropertyOrder(1)] long Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Overall = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Independent = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Negotiable = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Valuable = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Estimable = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Small = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Testable = null);

/// <summary>A page of scores.</summary>
/// <param name="Items">The scores.</param>
/// <param name="Total">Scores that the filters select.</param>
/// <param name="Skip">How many were skipped.</param>
/// <param name="Limit">How many were asked for.</param>
/// <param name="NextCursor">To go on from here: <c>cursor</c> of the next request; null on the last page.</param>
internal sealed record ScoreListBody(IReadOnlyList<ScoreItemBody> Items, long Total, int Skip, int Limit, string? NextCursor);

/// <summary>A ticket as lists show it.</summary>
internal sealed record TicketRefBody(string Id, string Key, string Title);

/// <summary>A score as lists show it.</summary>
internal sealed record ScoreItemBody(
    [property: JsonPropertyName("_id")] string Id,
    string CustomerId,
    TicketRefBody Ticket,
    InvestScoresBody InvestScores,
    decimal OverallScore,
    DateTimeOffset CreatedAt)
{
    public static ScoreItemBody Of(ScoreItem item) => new(
        item.Id,
        item.CustomerId,
        new TicketRefBody(item.TicketId, item.TicketKey, item.Title),
        InvestScoresBody.Of(item.Dimensions),
        item.OverallTenths / 10m,
        item.CreatedAt);
}

/// <summary>A ticket at the moment when it was scored.</summary>
internal sealed record TicketSnapshotBody(string Id, string Key, string Title, DateTimeOffset SnapshotAt);

/// <summary>The judge.</summary>
internal sealed record ModelBody(string Provider, string ModelName);

/// <summary>How long judging took.</summary>
internal sealed record ProcessingBody(DateTimeOffset StartedAt, DateTimeOffset CompletedAt, double DurationMs);

/// <summary>The callback of a score.</summary>
internal sealed record WebhookBody(string Url, string Status, int? StatusCode, int RetryCount, double? ResponseTimeMs, string? Error)
{
    public static WebhookBody Of(Delivery delivery) => new(
        delivery.Url, delivery.Status.Name(), delivery.LastStatusCode, delivery.RetryCount, delivery.LastResponseTimeMs, delivery.LastError);
}

/// <summary>The text as it was judged.</summary>
internal sealed record TicketTextBody(string Summary, string? Description, string? AcceptanceCriteria);

/// <summary>A score of the same ticket.</summary>
internal sealed record HistoryBody([property: JsonPropertyName("_id")] string Id, decimal OverallScore, DateTimeOffset CreatedAt);

/// <summary>A score with everything that is kept of it.</summary>
/// <param name="Id">The score.</param>
/// <param name="JobId">The evaluation that made it.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="InvestScores">The six dimensions.</param>
/// <param name="OverallScore">Their mean to one decimal.</param>
/// <param name="TopRecommendations">At most five, by expected lift, descending.</param>
/// <param name="ContextUsed">Evidence by dimension.</param>
/// <param name="ModelMetadata">The judge.</param>
/// <param name="ProcessingMetadata">How long it took.</param>
/// <param name="Webhook">The latest delivery; null when none is due.</param>
/// <param name="CreatedAt">When it was stored.</param>
/// <param name="Text">The text as judged.</param>
/// <param name="Findings">Everything that moved a score.</param>
/// <param name="History">The scores of the same ticket, newest first, this one among them; at most 100.</param>
internal sealed record ScoreBody(
    [property: JsonPropertyName("_id")] string Id,
    string JobId,
    string CustomerId,
    TicketSnapshotBody Ticket,
    InvestScoresBody InvestScores,
    decimal OverallScore,
    IReadOnlyList<string> TopRecommendations,
    EvidenceBody ContextUsed,
    ModelBody ModelMetadata,
    ProcessingBody ProcessingMetadata,
    WebhookBody? Webhook,
    DateTimeOffset CreatedAt,
    TicketTextBody Text,
    IReadOnlyList<FindingBody> Findings,
    IReadOnlyList<HistoryBody> History)
{
    public static ScoreBody Of(StoredScore score, ScoreDetail detail, IReadOnlyList<ScoreHistoryItem> history, Delivery? delivery) => new(
        score.Item.Id,
        score.JobId,
        score.Item.CustomerId,
        new TicketSnapshotBody(score.Item.TicketId, score.Item.TicketKey, score.Item.Title, score.SnapshotAt),
        InvestScoresBody.Of(score.Item.Dimensions),
        score.Item.OverallTenths / 10m,
        detail.Recommendations,
        detail.ContextUsed,
        new ModelBody(score.Provider, score.Model),
        new ProcessingBody(score.StartedAt, score.CompletedAt, score.DurationMs),
        delivery is null ? null : WebhookBody.Of(delivery),
        score.Item.CreatedAt,
        new TicketTextBody(score.Item.Title, score.Description, score.AcceptanceCriteria),
        detail.Findings,
        [.. history.Select(earlier => new HistoryBody(earlier.Id, earlier.OverallTenths / 10m, earlier.CreatedAt))]);
}
