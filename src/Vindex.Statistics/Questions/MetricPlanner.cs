using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Questions;

/// <summary>Checks the metrics of a question, fills in defaults, merges equal ones and finds keys that would collide.</summary>
internal static class MetricPlanner
{
    private const int MaxMetrics = 50;
    private const int MaxPercentiles = 20;

    /// <returns>Why the metrics are refused, or null.</returns>
    public static StatsRefusal? Plan(IReadOnlyList<MetricRequest> requests, out IReadOnlyList<MetricPlan> metrics)
    {
        var plans = new List<MetricPlan>();
        metrics = plans;
        if (requests.Count > MaxMetrics)
            return new StatsRefusal.TooManyMetrics(requests.Count, MaxMetrics);
        foreach (var request in requests)
        {
            if (Check(request) is { } refusal)
                return refusal;
            var plan = Plan(request);
            var same = plans.FindIndex(other => other.JsonPath == plan.JsonPath && other.Kind == plan.Kind);
            if (same < 0)
                plans.Add(plan);
            else
                plans[same] = Merge(plans[same], plan);
        }
        foreach (var plan in plans)
        {
            var percentiles = plan.Outputs.Count(output => output.Quantile is not null);
            if (percentiles > MaxPercentiles)
                return new StatsRefusal.TooManyPercentiles(plan.JsonPath, percentiles, MaxPercentiles, Merged: true);
        }
        return FindCollision(plans);
    }

    private static StatsRefusal? Check(MetricRequest request)
    {
        if (JsonPath.Check(request.JsonPath) is { } error)
            return new StatsRefusal.InvalidPath(request.JsonPath, error);
        if (request.Percentiles.Count > MaxPercentiles)
            return new StatsRefusal.TooManyPercentiles(request.JsonPath, request.Percentiles.Count, MaxPercentiles, Merged: false);
        foreach (var percentile in request.Percentiles)
        {
            if (percentile is not (>= 0 and <= 100))
                return new StatsRefusal.PercentileOutOfRange(percentile);
        }
        if (request.HistogramBins is (< 2 or > 200) and var bins)
            return new StatsRefusal.HistogramBinsOutOfRange(bins);
        if (request.Categories is (< 1 or > 100) and var categories)
            return new StatsRefusal.CategoriesOutOfRange(categories);
        return request.ValueType == MetricKind.Categorical ? CheckCategorical(request)
            : request.Categories is null ? null
            : new StatsRefusal.CategoriesOfNumbers(request.JsonPath);
    }

    private static StatsRefusal? CheckCategorical(MetricRequest request)
    {
        if (request.HistogramBins is not null)
            return new StatsRefusal.HistogramOfTexts(request.JsonPath);
        if (request.Percentiles.Count > 0)
            return new StatsRefusal.PercentilesOfTexts(request.JsonPath);
        var others = request.Aggregations.Where(aggregation => aggregation != Aggregation.Count).ToList();
        return others.Count > 0 ? new StatsRefusal.AggregationOfTexts(request.JsonPath, others[0]) : null;
    }

    private static MetricPlan Plan(MetricRequest request)
    {
        var slug = JsonPath.Slug(request.JsonPath);
        IReadOnlyList<Aggregation> aggregations = request.Aggregations.Count > 0 ? request.Aggregations : request.ValueType switch
        {
            MetricKind.Numeric => [Aggregation.Avg, Aggregation.Min, Aggregation.Max],
            MetricKind.Boolean => [Aggregation.CountTrue, Aggregation.CountFalse],
            _ => [Aggregation.Count],
        };
        var outputs = aggregations.Select(aggregation => Output(AggregationName.Of(aggregation), aggregation, quantile: null))
            .Concat(request.Percentiles.Select(percentile =>
                Output("p" + NumberText.Percentile(percentile), aggregation: null, NumberText.Quantile(percentile))));
        return new MetricPlan(request.JsonPath, slug, request.ValueType, Ordered(outputs), request.HistogramBins, request.Categories);

        MetricOutput Output(string name, Aggregation? aggregation, double? quantile) => new($"{name}_{slug}", name, aggregation, quantile);
    }

    private static MetricPlan Merge(MetricPlan first, MetricPlan second) =>
        new(
            first.JsonPath,
            first.Slug,
            first.Kind,
            Ordered(first.Outputs.Concat(second.Outputs)),
            first.HistogramBins ?? second.HistogramBins,
            first.Categories ?? second.Categories);

    private static List<MetricOutput> Ordered(IEnumerable<MetricOutput> outputs) =>
        [.. outputs.DistinctBy(output => output.Key).OrderBy(output => output.Quantile is not null)];

    private static StatsRefusal.KeyCollision? FindCollision(List<MetricPlan> plans)
    {
        var slugs = new Dictionary<string, MetricPlan>(StringComparer.Ordinal);
        var keys = new Dictionary<string, MetricPlan>(StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            if (!slugs.TryAdd(plan.Slug, plan))
                return Collision(slugs[plan.Slug], plan, plan.Slug);
            foreach (var output in plan.Outputs)
            {
                if (!keys.TryAdd(output.Key, plan))
                    return Collision(keys[output.Key], plan, output.Key);
            }
        }
        return null;
    }

    private static StatsRefusal.KeyCollision Collision(MetricPlan first, MetricPlan second, string key) =>
        new((first.JsonPath, first.Kind), (second.JsonPath, second.Kind), key);
}
