using Vindex.Scoring;
using Vindex.Server.Scores;

namespace Vindex.Server.Portal.Overview;

/// <summary>The figures of the overview: of every score, or of the latest score of each ticket.</summary>
/// <param name="Previous">Overall scores of the previous period.</param>
/// <param name="Shown">Overall scores of the range.</param>
/// <param name="Trend">All seven dimensions by bucket of <see cref="OverviewBuckets.Wide"/>.</param>
/// <param name="Rubrics">Scores by judge: the previous period, then the buckets of the range.</param>
/// <param name="Bands">Scores by band (in the order of <see cref="Band"/>) and bucket of the range.</param>
/// <param name="Fails">How many scores fail in each dimension, the most first.</param>
internal sealed record OverviewFigures(
    ScoreSum Previous,
    ScoreSum Shown,
    IReadOnlyList<ScoreSum> Trend,
    IReadOnlyList<RubricCount> Rubrics,
    IReadOnlyList<long[]> Bands,
    IReadOnlyList<(Dimension Dimension, long Count)> Fails);

/// <summary>The buckets of the overview.</summary>
/// <param name="Previous">Start of the previous period.</param>
/// <param name="Range">The buckets of the range.</param>
/// <param name="Wide">The same and, if averages of several days are shown, the days that the first of them cover before the range.</param>
internal sealed record OverviewBuckets(DateTimeOffset Previous, Buckets Range, Buckets Wide)
{
    public DateTimeOffset From => Range.Edges[0];

    public DateTimeOffset Before => Range.Edges[^1];

    public static OverviewBuckets Of(OverviewQuestion question)
    {
        var (range, zone) = (question.Range, question.Zone);
        var shown = Buckets.Cut(range.From, range.To, range.Width, zone);
        var wide = question.IsSmoothed ? Buckets.Cut(range.From.PlusDays(1 - OverviewQuestion.SmoothedDays), range.To, range.Width, zone) : shown;
        return new OverviewBuckets(Calendar.StartOfDay(range.PreviousFrom, zone), shown, wide);
    }
}
