using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Questions;

/// <summary>Checks the metrics of a question, fills in defaults, merges equal ones and finds keys that would collide.</summary>
internal static class MetricPlanner
{
    private const int MostMetrics = 50;
    private const int MostPercentiles = 20;

    /// <returns>Why the metrics are refused, or null.</returns>
    public static string? Plan(IReadOnlyList<MetricRequest> requests, out IReadOnlyList<MetricPlan> metrics)
    {
        var plans = new List<MetricPlan>();
        metrics = plans;
        if (requests.Count > MostMetrics)
            return $"At most {MostMetrics} metrics can be asked for, got {requests.Count}";
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
        if (plans.Find(plan => plan.Outputs.Count(output => output.Quantile is not null) > MostPercentiles) is { } crowded)
            return $"At most {MostPercentiles} percentiles can be asked for a metric, got more for '{crowded.JsonPath}'";
        return Collision(plans);
    }

    private static string? Check(MetricRequest request)
    {
        if (JsonPath.Check(request.JsonPath) is { } refusal)
            return refusal;
        if (request.Percentiles.Count > MostPercentiles)
            return $"At most {MostPercentiles} percentiles can be asked for a metric, got {request.Percentiles.Count} for '{request.JsonPath}'";
        foreach (var percentile in request.Percentiles)
        {
            if (percentile is not (>= 0 and <= 100))
                return $"Percentile must be between 0 and 100, got {NumberText.WithPoint(percentile)}";
        }
        if (request.HistogramBins is < 2 or > 200)
            return $"A histogram has 2 to 200 bins, got {request.HistogramBins}";
        if (request.Categories is < 1 or > 100)
            return $"1 to 100 categories can be asked for, got {request.Categories}";
        if (request.ValueType != MetricKind.Categorical)
            return request.Categories is null ? null : $"categories are for categorical metrics, '{request.JsonPath}' is not one";
        if (request.HistogramBins is not null)
            return $"A histogram needs numbers, '{request.JsonPath}' is categorical";
        if (request.Percentiles.Count > 0)
            return $"Percentiles need numbers, '{request.JsonPath}' is categorical";
        return request.Aggregations.Any(aggregation => aggregation != Aggregation.Count)
            ? $"A categorical metric can only be counted, got {Name(request.Aggregations.First(aggregation => aggregation != Aggregation.Count))} for '{request.JsonPath}'"
            : null;
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
        var outputs = aggregations.Select(aggregation => new MetricOutput($"{Name(aggregation)}_{slug}", Name(aggregation), aggregation, Quantile: null))
            .Concat(request.Percentiles.Select(percentile =>
            {
                var name = "p" + NumberText.Percentile(percentile);
                return new MetricOutput($"{name}_{slug}", name, Aggregation: null, NumberText.Quantile(percentile));
            }));
        return new MetricPlan(request.JsonPath, slug, request.ValueType, Ordered(outputs), request.HistogramBins, request.Categories);
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

    private static string? Collision(List<MetricPlan> plans)
    {
        var slugs = new Dictionary<string, MetricPlan>(StringComparer.Ordinal);
        var keys = new Dictionary<string, MetricPlan>(StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            if (!slugs.TryAdd(plan.Slug, plan))
                return $"Metrics {Describe(slugs[plan.Slug])} and {Describe(plan)} would both be reported as '{plan.Slug}'";
            foreach (var output in plan.Outputs)
            {
                if (!keys.TryAdd(output.Key, plan))
                    return $"Metrics {Describe(keys[output.Key])} and {Describe(plan)} would both be reported as '{output.Key}'";
            }
        }
        return null;
    }

    private static string Describe(MetricPlan plan) => $"'{plan.JsonPath}' ({plan.Kind.ToString().ToLowerInvariant()})";

    private static string Name(Aggregation aggregation) => aggregation switch
    {
        Aggregation.CountTrue => "count_true",
        Aggregation.CountFalse => "count_false",
        _ => aggregation.ToString().ToLowerInvariant(),
    };
}
