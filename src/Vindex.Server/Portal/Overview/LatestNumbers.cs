using Vindex.Scoring;
using Vindex.Server.Scores;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Overview;

/// <summary>
/// The figures of the overview over the latest score of each ticket, from the store: the statistics engine does not know which scores are latest.
/// </summary>
internal sealed class LatestNumbers(IScoreStore store, ScoreSums sums)
{
    private static readonly int[] s_levels = [Bands.NeedsReviewFromTenths, Bands.HealthyFromTenths];

    /// <summary>Reads the figures.</summary>
    public async Task<OverviewFigures> ReadAsync(ScoreAccess access, OverviewBuckets buckets, CancellationToken cancellationToken)
    {
        // One pass over all days: those of the range, those before it that a point of the chart covers, and those of the previous period.
        var edges = buckets.Wide.Edges.Append(buckets.Previous).Distinct().Order().ToList();
        var rows = await RowsAsync(access, edges, cancellationToken);
        var from = rows.ToLookup(row => edges[row.Bucket]);
        var previous = rows.Where(row => edges[row.Bucket] >= buckets.Previous && edges[row.Bucket] < buckets.From).ToList();
        var shown = rows.Where(row => edges[row.Bucket] >= buckets.From).ToList();
        var range = buckets.Range.Edges.SkipLast(1).Select(edge => from[edge].ToList()).ToList();
        return new OverviewFigures(
            Sum(previous),
            Sum(shown),
            [.. buckets.Wide.Edges.SkipLast(1).Select(edge => Sum([.. from[edge]]))],
            Rubrics(previous, range),
            ByBand(range),
            [.. Dimensions.All.Select(dimension => (dimension, Fails: shown.Sum(row => row.Fails[(int)dimension]))).OrderByDescending(one => one.Fails)]);
    }

    // Sums by judge take longer. The engine knows whether there are several, and which one it is otherwise.
    private async Task<IReadOnlyList<BucketSums>> RowsAsync(ScoreAccess access, List<DateTimeOffset> edges, CancellationToken cancellationToken)
    {
        var judges = await sums.RubricsAsync(access, null, [edges[0], edges[^1]], cancellationToken);
        var question = new BucketSumsQuestion(edges) { Levels = s_levels, By = judges.Count > 1 ? ScoreGrouping.Model : null };
        var rows = await store.SumAsync(access, question, cancellationToken);
        return judges is [var only] ? [.. rows.Select(row => row with { Group = only.ModelName })] : rows;
    }

    private static ScoreSum Sum(List<BucketSums> rows) =>
        new(rows.Sum(row => row.Count), [.. ChartQuery.AllDimensions.Select((_, i) => rows.Sum(row => row.Tenths[i]))]);

    private static IReadOnlyList<RubricCount> Rubrics(List<BucketSums> previous, List<List<BucketSums>> range) =>
    [
        .. previous.Concat(range.SelectMany(rows => rows)).Select(row => row.Group).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(model => new RubricCount(model, [Count(previous, model), .. range.Select(rows => Count(rows, model))])),
    ];

    private static long Count(List<BucketSums> rows, string model) => rows.Where(row => row.Group == model).Sum(row => row.Count);

    // Differences of the numbers of scores at or above each level.
    private static long[][] ByBand(List<List<BucketSums>> range)
    {
        var byBand = Bands.Names.Select(_ => new long[range.Count]).ToArray();
        for (var bucket = 0; bucket < range.Count; bucket++)
        {
            var rows = range[bucket];
            var (all, review, healthy) = (rows.Sum(row => row.Count), rows.Sum(row => row.AtLeast[0]), rows.Sum(row => row.AtLeast[1]));
            byBand[(int)Band.Healthy][bucket] = healthy;
            byBand[(int)Band.NeedsReview][bucket] = review - healthy;
            byBand[(int)Band.AtRisk][bucket] = all - review;
        }

        return byBand;
    }
}
