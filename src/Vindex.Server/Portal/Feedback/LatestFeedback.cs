using Vindex.Scoring;
using Vindex.Server.Scores;
using Vindex.Server.Scores.Groups;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Feedback;

/// <summary>
/// Answers questions about the latest score of each ticket, from the store: the statistics engine does not know which scores are latest. The store sums the
/// seven scores and counts bands, by one field.
/// </summary>
internal sealed class LatestFeedback(IScoreStore store)
{
    /// <summary>The path of bands.</summary>
    public const string BandPath = "band";

    private const int MostDaysByDay = 91;

    private static readonly int[] s_levels = [Bands.NeedsReviewFromTenths, Bands.HealthyFromTenths];

    /// <summary>Answers a question.</summary>
    /// <param name="visit">Who asks.</param>
    /// <param name="question">The question, with its path.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<ExplorerOutcome> AnswerAsync(PortalContext visit, FeedbackQuestion question, CancellationToken cancellationToken)
    {
        if (Refuse(question) is { } reason) return new ExplorerOutcome.Refused(reason);
        var range = question.Range;
        var buckets = Buckets.Cut(range.From, range.To, WidthOf(question), visit.Zone);
        var field = FieldOf(question);
        var asked = new BucketSumsQuestion(buckets.Edges) { Levels = s_levels, By = field?.By };
        var rows = await store.SumAsync(visit.Caller.OwnScores, asked, cancellationToken);
        IReadOnlyList<BucketSums>? before = null;
        if (question.Compare)
        {
            var start = Calendar.StartOfDay(range.PreviousFrom, visit.Zone);
            before = await store.SumAsync(visit.Caller.OwnScores, asked with { Edges = [start, buckets.Edges[0]] }, cancellationToken);
        }

        var answer = new LatestAnswer(question, buckets, rows, before, visit.Zone);
        return new ExplorerOutcome.Answered(question.Path == BandPath ? answer.ByBand() : field is null ? answer.Whole() : answer.Grouped(field));
    }

    private static string? Refuse(FeedbackQuestion question)
    {
        if (question.FeedbackType.Length > 0 && question.FeedbackType != FeedbackRow.ScoreType)
            return T("feedback.latest-scores-only");
        if (question.Path != BandPath && !ChartQuery.AllDimensions.Contains(question.Path))
            return T("feedback.latest-paths");
        if (question.Seconds is > 0 and < 86_400) return T("feedback.latest-interval");
        if (question.GroupFields.Count > 0 && question.Path == BandPath) return T("feedback.latest-bands");
        return question.GroupFields.Count > 0 && FieldOf(question) is null
            ? T("feedback.latest-groups", ("fields", string.Join(", ", ScoreField.All.Select(field => field.Name))))
            : null;
    }

    private static ScoreField? FieldOf(FeedbackQuestion question) =>
        question.GroupFields is [var only] ? ScoreField.All.FirstOrDefault(field => field.Name == only) : null;

    /// <summary>Width of the buckets.</summary>
    public static BucketWidth WidthOf(FeedbackQuestion question) => question.Granularity switch
    {
        "month" => BucketWidth.Month,
        "week" => BucketWidth.Week,
        "" when question.Range.Days > MostDaysByDay => BucketWidth.Week,
        _ => BucketWidth.Day,
    };
}
