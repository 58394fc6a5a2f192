using NodaTime;
using Vindex.Scoring;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>The average overall score of some scores.</summary>
/// <param name="Overall">To one decimal; null with nothing scored.</param>
/// <param name="Count">Scores that contributed.</param>
internal readonly record struct ScoreAverage(decimal? Overall, long Count);

/// <summary>A company with its average.</summary>
internal sealed record CompanyAverage(Company Company, ScoreAverage Average);

/// <summary>The scores of one bucket of a chart.</summary>
/// <param name="Day">The bucket's first day.</param>
/// <param name="Sum">Their sums, in the order of the dimensions asked for.</param>
internal readonly record struct ChartBucket(LocalDate Day, ScoreSum Sum);

/// <summary>Averages: over all time, over time, and per company.</summary>
internal sealed class AverageService(ScoreSums sums, IStore store)
{
    /// <summary>The average over all time.</summary>
    public async Task<ScoreAverage> SummaryAsync(ScoreAccess access, string? customerId, CancellationToken cancellationToken)
    {
        var totals = await sums.TotalAsync(access, customerId, cancellationToken);
        return new ScoreAverage(totals.Count == 0 ? null : Rounding.MeanOfTenths(totals.OverallTenthsSum, totals.Count) / 10m, totals.Count);
    }

    /// <summary>A company's all-time average.</summary>
    public async Task<Outcome<CompanyAverage>> CompanyAsync(string companyId, CancellationToken cancellationToken) =>
        await store.Companies.FindAsync(companyId, cancellationToken) is { } company
            ? new CompanyAverage(company, await SummaryAsync(new ScoreAccess(company.Id, null), null, cancellationToken))
            : new Refusal.NotFound();

    /// <summary>The buckets of a chart that have scores, ascending.</summary>
    public async Task<IReadOnlyList<ChartBucket>> ChartAsync(AccessScope scope, ChartQuery chart, CancellationToken cancellationToken)
    {
        var buckets = Buckets.Cut(chart.From, chart.To, chart.Width, scope.Zone);
        if (buckets.Labels.Count == 0) return [];
        var found = await sums.SumAsync(scope.Access, scope.CustomerId, buckets.Edges, chart.Dimensions, cancellationToken);
        return [.. found.Zip(buckets.Labels).Where(bucket => bucket.First.Count > 0).Select(bucket => new ChartBucket(bucket.Second, bucket.First))];
    }
}
