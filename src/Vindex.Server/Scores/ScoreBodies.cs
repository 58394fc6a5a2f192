using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
using Vindex.Server.Scoring;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>The all-time average.</summary>
/// <param name="OverallAverage">Average overall score to one decimal; null without scores.</param>
/// <param name="TotalScored">Number of scores.</param>
/// <param name="RubricVersions">The judges that made the scores; only if there are several: part of a difference between averages may then come from the
/// rubric.</param>
internal sealed record SummaryBody(
    decimal? OverallAverage,
    long TotalScored,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RubricVersionBody>? RubricVersions = null);

/// <summary>The number of scores made by a judge.</summary>
/// <param name="ModelName">The judge, for example <c>rubric-3</c>.</param>
/// <param name="Count">Number of scores.</param>
internal sealed record RubricVersionBody(string ModelName, long Count);

/// <summary>A company's all-time average.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Name">Name.</param>
/// <param name="OverallAverage">Average overall score to one decimal; null without scores.</param>
/// <param name="TotalScored">Number of scores.</param>
internal sealed record CompanyScoreBody(string CompanyId, string Name, decimal? OverallAverage, long TotalScored);

/// <summary>Averages over time.</summary>
/// <param name="Dimensions">The requested dimensions.</param>
/// <param name="DataPoints">One point per bucket, ascending; empty buckets are left out.</param>
/// <param name="RubricChanges">Where another judge takes over within the range; only if one does.</param>
internal sealed record ChartBody(
    IReadOnlyList<string> Dimensions,
    IReadOnlyList<ChartPointBody> DataPoints,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RubricChangeBody>? RubricChanges = null);

/// <summary>A change of rubric.</summary>
/// <param name="Date">First day of the bucket with the judge's first score.</param>
/// <param name="ModelName">The judge, for example <c>rubric-3</c>.</param>
internal sealed record RubricChangeBody(string Date, string ModelName);

/// <summary>The averages of one bucket; only the requested dimensions.</summary>
/// <param name="Date">First day of the bucket.</param>
/// <param name="Count">Number of scores.</param>
/// <param name="Overall">Average overall score to one decimal.</param>
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
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Testable = null)
{
    /// <summary>A bucket with the averages that a function gives by name; null for those that were not requested.</summary>
    public static ChartPointBody Of(string date, long count, Func<string, decimal?> mean)
    {
        IReadOnlyList<decimal?> six = [.. Dimensions.Names.Select(mean)];
        return new ChartPointBody(date, count, mean(ChartQuery.Overall), six[0], six[1], six[2], six[3], six[4], six[5]);
    }
}

/// <summary>A page of scores.</summary>
/// <param name="Items">The scores.</param>
/// <param name="Total">Number of matching scores.</param>
/// <param name="Skip">Number of skipped scores.</param>
/// <param name="Limit">The requested page size.</param>
/// <param name="NextCursor"><c>cursor</c> for the next page; null on the last page.</param>
internal sealed record ScoreListBody(IReadOnlyList<ScoreItemBody> Items, long Total, int Skip, int Limit, string? NextCursor);

/// <summary>A ticket in a list.</summary>
internal sealed record TicketRefBody(string Id, string Key, string Title);

/// <summary>A score in a list.</summary>
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

/// <summary>The callback of a score.</summary>
internal sealed record WebhookBody(string Url, string Status, int? StatusCode, int RetryCount, double? ResponseTimeMs, string? Error)
{
    public static WebhookBody Of(Delivery delivery) => new(
        delivery.Url, delivery.Status.Name(), delivery.LastStatusCode, delivery.RetryCount, delivery.LastResponseTimeMs, delivery.LastError);
}

/// <summary>The scored text.</summary>
internal sealed record TicketTextBody(string Summary, string? Description, string? AcceptanceCriteria);

/// <summary>A score of the same ticket.</summary>
internal sealed record HistoryBody([property: JsonPropertyName("_id")] string Id, decimal OverallScore, DateTimeOffset CreatedAt);

/// <summary>A score in full.</summary>
/// <param name="Id">The score.</param>
/// <param name="JobId">The job that created it.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="InvestScores">The six dimensions.</param>
/// <param name="OverallScore">Their mean to one decimal.</param>
/// <param name="TopRecommendations">At most five, by expected lift, descending.</param>
/// <param name="ContextUsed">Evidence by dimension.</param>
/// <param name="ModelMetadata">The judge.</param>
/// <param name="ProcessingMetadata">Processing times.</param>
/// <param name="Webhook">The latest delivery; null if no callback is due.</param>
/// <param name="CreatedAt">When the score was stored.</param>
/// <param name="Text">The scored text.</param>
/// <param name="Reading">The reading of the ticket: kind, language and spans; null for judges without one.</param>
/// <param name="Explanation">How each score was computed, by dimension: start, contributions, points not earned, sum, score; null if <c>reading</c> is.</param>
/// <param name="RecommendationDetails">The recommendations with dimension, lift and rule, in the same order; empty for judges without lifts.</param>
/// <param name="Confidence">The confidence in the scores; null if <c>reading</c> is.</param>
/// <param name="Findings">All contributions in one list, with advice.</param>
/// <param name="IsLatest">Whether this is the latest score of its ticket.</param>
/// <param name="LatestId">The latest score of its ticket; null in exports, except in that score itself.</param>
/// <param name="History">The scores of the same ticket including this one, newest first; at most 100.</param>
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
    ReadingSummary? Reading,
    IReadOnlyDictionary<Dimension, DimensionExplanation>? Explanation,
    IReadOnlyList<RecommendationDetail> RecommendationDetails,
    Confidence? Confidence,
    IReadOnlyList<Finding> Findings,
    bool IsLatest,
    string? LatestId,
    IReadOnlyList<HistoryBody> History)
{
    public static ScoreBody Of(WholeScore whole)
    {
        var (score, judgement, history, delivery) = whole;
        var latest = history.Count > 0 ? history[0].Id : score.IsLatest ? score.Item.Id : null;
        return new ScoreBody(
            score.Item.Id,
            score.JobId,
            score.Item.CustomerId,
            new TicketSnapshotBody(score.Item.TicketId, score.Item.TicketKey, score.Item.Title, score.SnapshotAt),
            InvestScoresBody.Of(score.Item.Dimensions),
            score.Item.OverallTenths / 10m,
            judgement.Recommendations,
            EvidenceBody.Of(judgement.ContextUsed),
            ModelBody.Of(score, judgement),
            new ProcessingBody(score.StartedAt, score.CompletedAt, score.DurationMs),
            delivery is null ? null : WebhookBody.Of(delivery),
            score.Item.CreatedAt,
            new TicketTextBody(score.Item.Title, score.Description, score.AcceptanceCriteria),
            judgement.Reading,
            judgement.Explanation,
            judgement.RecommendationDetails,
            judgement.Confidence,
            judgement.Findings,
            latest == score.Item.Id,
            latest,
            [.. history.Select(earlier => new HistoryBody(earlier.Id, earlier.OverallTenths / 10m, earlier.CreatedAt))]);
    }
}
