using Vindex.Scoring;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Scores;
using Vindex.Statistics.Questions;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Alerts.Figures;

/// <summary>Figures as questions to the engine and the store.</summary>
internal static class FigureQuestions
{
    private const int MostCategories = 100;

    /// <summary>The path of a figure of scores.</summary>
    public static string PathOf(AlertFigure figure) => figure.Metric == AlertMetric.BelowGate ? ChartQuery.Overall : figure.Dimension ?? ChartQuery.Overall;

    /// <summary>The part of a figure that selects rows: figures with equal parts share a question.</summary>
    public static AlertFigure SelectionOf(AlertFigure figure) => figure with { Metric = AlertMetric.Average, Dimension = null };

    /// <summary>The project of a figure.</summary>
    public static ProjectKey ProjectOf(string companyId, AlertFigure figure) => new(companyId, figure.FeedbackProject ?? FeedbackRow.ScoreProject);

    /// <summary>Whether only the store knows what a figure selects by.</summary>
    public static bool IsOfStore(AlertFigure figure) => figure.Project is not null || figure.Type is not null;

    /// <summary>The question to the store about a figure that selects by project or type.</summary>
    public static BucketSumsQuestion OfStore(Company company, AlertFigure figure, IReadOnlyList<DateTimeOffset> edges) => new(edges)
    {
        LatestOnly = false,
        CustomerId = figure.CustomerId,
        Levels = [company.QualityGateTenths],
        By = figure.Project is not null ? ScoreGrouping.Project : ScoreGrouping.IssueType,
        Values = [figure.Project ?? figure.Type!],
    };

    /// <summary>Rows that a figure selects, without metrics.</summary>
    public static StatsRequest Rows(Company company, AlertFigure figure, DateTimeOffset start) => new()
    {
        ProjectId = ProjectOf(company.Id, figure).Name,
        Start = start,
        FeedbackType = figure.IsOfScores ? FeedbackRow.ScoreType : figure.FeedbackType,
        TriggerRef = figure.Profile is { } profile ? $"vindex:///{company.Slug}/profile/{profile}:*" : null,
        Filter = [.. Filters(figure)],
    };

    /// <summary>How often each score occurs at a path: a question that whole blocks answer without a scan.</summary>
    public static MetricRequest Values(string path) =>
        new() { JsonPath = path, ValueType = MetricKind.Categorical, Aggregations = [Aggregation.Count], Categories = MostCategories };

    /// <summary>The metric of a figure of feedback.</summary>
    public static MetricRequest Feedback(AlertFigure figure) => figure.Aggregation switch
    {
        ['p', .. var percentile] => new MetricRequest { JsonPath = figure.Path!, Aggregations = [Aggregation.Count], Percentiles = [double.Parse(percentile)] },
        var name => new MetricRequest { JsonPath = figure.Path!, Aggregations = [AggregationName.Parse(name!)] },
    };

    /// <summary>Sum and number of the values at a path.</summary>
    public static MetricRequest Sums(string path) => new() { JsonPath = path, Aggregations = [Aggregation.Sum, Aggregation.Count] };

    /// <summary>The condition on rows that count as bad in a share; null if none can be.</summary>
    public static PathFilter? Bad(Company company, AlertFigure figure)
    {
        var values = figure.Metric == AlertMetric.BelowGate
            ? Enumerable.Range(0, company.QualityGateTenths).Select(tenths => tenths / 10.0)
            : Enumerable.Range(0, InvestScores.FailBelow).Select(score => (double)score);
        return values.ToList() is { Count: > 0 } bad ? new PathFilter(PathOf(figure), [.. bad.Select(ScalarValue.Of)]) : null;
    }

    private static IEnumerable<PathFilter> Filters(AlertFigure figure)
    {
        foreach (var (path, value) in ((string, string?)[])
        [
            ("customer_id", figure.CustomerId), ("source", figure.Source), ("provider", figure.Provider), ("model", figure.Model),
        ])
        {
            if (value is not null) yield return new PathFilter(path, [ScalarValue.Of(value)]);
        }
    }
}
