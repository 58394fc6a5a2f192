using NodaTime;
using Vindex.Scoring;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>An average overall score.</summary>
/// <param name="Overall">To one decimal; null without scores.</param>
/// <param name="Count">Number of scores.</param>
internal readonly record struct ScoreAverage(decimal? Overall, long Count);

/// <summary>The buckets of a chart with scores, and where another judge takes over.</summary>
/// <param name="Buckets">Ascending.</param>
/// <param name="RubricChanges">First day of the bucket with the first score of a judge, and the judge.</param>
internal sealed record ScoreChart(IReadOnlyList<ChartBucket> Buckets, IReadOnlyList<(LocalDate Day, string ModelName)> RubricChanges);

/// <summary>The average over all time.</summary>
/// <param name="Average">The average.</param>
/// <param name="Rubrics">How many scores each judge made.</param>
internal sealed record AverageSummary(ScoreAverage Average, IReadOnlyList<RubricCount> Rubrics);

/// <summary>A company and its average.</summary>
internal sealed record CompanyAverage(Company Company, ScoreAverage Average);

/// <summary>The scores of one bucket of a chart.</summary>
/// <param name="Day">The bucket's first day.</param>
/// <param name="Sum">The sums, in the order of the requested dimensions.</param>
internal readonly record struct ChartBucket(LocalDate Day, ScoreSum Sum);

/// <summary>Averages of scores: over all time, over time, and by company.</summary>
internal sealed class AverageService(ScoreSums sums, ICompanyStore store)
{
    /// <summary>The all-time average of all scores or of the latest of each ticket, and the judges behind it.</summary>
    public async Task<AverageSummary> SummaryAsync(ScoreAccess access, string? customerId, bool latest, CancellationToken cancellationToken)
    {
        if (latest)
        {
            var (found, judges) = await sums.LatestAsync(access, customerId, ScoreSums.AllTime, [ChartQuery.Overall], cancellationToken);
            return new AverageSummary(Average(new ScoreTotals(found[0].Count, found[0].Tenths[0])), judges);
        }

        var (totals, rubrics) = await sums.TotalByRubricAsync(access, customerId, cancellationToken);
        return new AverageSummary(Average(totals), rubrics);
    }

    /// <summary>A company's all-time average.</summary>
    public async Task<Outcome<CompanyAverage>> CompanyAsync(string companyId, CancellationToken cancellationToken) =>
        await store.FindAsync(companyId, cancellationToken) is { } company
            ? new CompanyAverage(company, Average(await sums.TotalAsync(new ScoreAccess(company.Id, null), null, cancellationToken)))
            : new Refusal.NotFound();

    /// <summary>The nonempty buckets of a chart, ascending, and the changes of rubric among them.</summary>
    public async Task<ScoreChart> ChartAsync(AccessScope scope, ChartQuery chart, CancellationToken cancellationToken)
    {
        var buckets = Buckets.Cut(chart.From, chart.To, chart.Width, scope.Zone);
        if (buckets.Labels.Count == 0) return new ScoreChart([], []);
        var (found, rubrics) = chart.Latest
            ? await sums.LatestAsync(scope.Access, scope.CustomerId, buckets.Edges, chart.Dimensions, cancellationToken)
            : await AllAsync(scope, chart, buckets.Edges, cancellationToken);
        var filled = found.Zip(buckets.Labels).Where(bucket => bucket.First.Count > 0).Select(bucket => new ChartBucket(bucket.Second, bucket.First)).ToList();
        return new ScoreChart(filled, [.. RubricCount.Changes(rubrics).Select(change => (buckets.Labels[change.Bucket], change.ModelName))]);
    }

    private async Task<(IReadOnlyList<ScoreSum> Sums, IReadOnlyList<RubricCount> Rubrics)> AllAsync(
        AccessScope scope, ChartQuery chart, IReadOnlyList<DateTimeOffset> edges, CancellationToken cancellationToken)
    {
        var found = await sums.SumAsync(scope.Access, scope.CustomerId, edges, chart.Dimensions, cancellationToken);
        if (found.All(sum => sum.Count == 0)) return (found, []);
        return (found, await sums.RubricsAsync(scope.Access, scope.CustomerId, edges, cancellationToken));
    }

    private static ScoreAverage Average(ScoreTotals totals) =>
        new(totals.Count == 0 ? null : Rounding.MeanOfTenths(totals.OverallTenthsSum, totals.Count) / 10m, totals.Count);
}
