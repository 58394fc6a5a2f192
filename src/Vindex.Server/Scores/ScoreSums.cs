using System.Globalization;
using Vindex.Scoring;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Scores.Groups;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>Sums of the scores in one bucket.</summary>
/// <param name="Count">Scores.</param>
/// <param name="Tenths">Sum in tenths of a point for each requested dimension.</param>
internal readonly record struct ScoreSum(long Count, IReadOnlyList<long> Tenths)
{
    /// <summary>Several sums of all dimensions as one.</summary>
    public static ScoreSum Of(IReadOnlyList<ScoreSum> parts) =>
        new(parts.Sum(part => part.Count), [.. ChartQuery.AllDimensions.Select((_, i) => parts.Sum(part => part.Tenths[i]))]);
}

/// <summary>Sums scores with the engine of <c>/feedback/stats</c>: every score is a row of its company's project <c>scores</c>.</summary>
internal sealed class ScoreSums(StatisticsService statistics, ICompanyStore companyStore, IScoreStore scoreStore)
{
    private const int PageSize = 200;

    // Scores are whole numbers from 0 to 10.
    private const int MostValues = 100;

    /// <summary>One bucket for everything.</summary>
    public static IReadOnlyList<DateTimeOffset> AllTime { get; } = [DateTimeOffset.UnixEpoch, new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero)];

    /// <summary>Number and sum of overall scores over all time.</summary>
    public async Task<ScoreTotals> TotalAsync(ScoreAccess access, string? customerId, CancellationToken cancellationToken)
    {
        var sums = await SumAsync(access, customerId, AllTime, [ChartQuery.Overall], cancellationToken);
        return new ScoreTotals(sums[0].Count, sums[0].Tenths[0]);
    }

    /// <summary>The same, and how many of these scores each judge made, by the name of the judge.</summary>
    public async Task<(ScoreTotals Totals, IReadOnlyList<RubricCount> Rubrics)> TotalByRubricAsync(
        ScoreAccess access, string? customerId, CancellationToken cancellationToken)
    {
        var request = Question(access, customerId, AllTime) with
        {
            Metrics = [new MetricRequest { JsonPath = ChartQuery.Overall, Aggregations = [Aggregation.Sum] }],
            GroupBy = ["model"],
        };
        var answer = await AskAsync(request, access, AllTime, cancellationToken);
        var sum = Sum(answer.Series, 0);
        return (new ScoreTotals(sum.Count, sum.Tenths[0]), Rubrics(answer));
    }

    /// <summary>Sums per bucket of the latest score of each ticket, and how many of these each judge made.</summary>
    public async Task<(IReadOnlyList<ScoreSum> Sums, IReadOnlyList<RubricCount> Rubrics)> LatestAsync(
        ScoreAccess access, string? customerId, IReadOnlyList<DateTimeOffset> edges, IReadOnlyList<string> dimensions, CancellationToken cancellationToken)
    {
        // The engine's rows do not know whether a later score of the ticket exists; the store does.
        var found = await scoreStore.SumAsync(access, new BucketSumsQuestion(edges) { CustomerId = customerId, By = ScoreGrouping.Model }, cancellationToken);
        var columns = dimensions.Select(dimension => ChartQuery.AllDimensions.Index().First(pair => pair.Item == dimension).Index).ToList();
        var buckets = Enumerable.Range(0, edges.Count - 1).ToList();
        var sums = buckets.GroupJoin(
            found,
            bucket => bucket,
            row => row.Bucket,
            (_, rows) => new ScoreSum(rows.Sum(row => row.Count), [.. columns.Select(column => rows.Sum(row => row.Tenths[column]))]));
        var rubrics = found.GroupBy(row => row.Group, StringComparer.Ordinal).OrderBy(model => model.Key, StringComparer.Ordinal).Select(model =>
            new RubricCount(model.Key, [.. buckets.Select(bucket => model.Where(row => row.Bucket == bucket).Sum(row => row.Count))]));
        return ([.. sums], [.. rubrics]);
    }

    /// <summary>Sums per bucket; bucket i is [edges[i], edges[i + 1]).</summary>
    public async Task<IReadOnlyList<ScoreSum>> SumAsync(
        ScoreAccess access, string? customerId, IReadOnlyList<DateTimeOffset> edges, IReadOnlyList<string> dimensions, CancellationToken cancellationToken)
    {
        var request = Question(access, customerId, edges) with
        {
            Metrics = [.. dimensions.Select(dimension => new MetricRequest { JsonPath = dimension, Aggregations = [Aggregation.Sum] })],
        };
        var series = (await AskAsync(request, access, edges, cancellationToken)).Series;
        return [.. Enumerable.Range(0, edges.Count - 1).Select(bucket => Sum(series, bucket))];
    }

    /// <summary>How many scores each judge made, by bucket; by the name of the judge.</summary>
    public async Task<IReadOnlyList<RubricCount>> RubricsAsync(
        ScoreAccess access, string? customerId, IReadOnlyList<DateTimeOffset> edges, CancellationToken cancellationToken)
    {
        var request = Question(access, customerId, edges) with
        {
            Metrics = [new MetricRequest { JsonPath = ChartQuery.Overall, Aggregations = [Aggregation.Count] }],
            GroupBy = ["model"],
        };
        return Rubrics(await AskAsync(request, access, edges, cancellationToken));
    }

    /// <summary>The scores by the values at a path of their payload.</summary>
    public async Task<GroupedScores> GroupAsync(
        ScoreAccess access, string path, IReadOnlyList<DateTimeOffset> edges, int most, CancellationToken cancellationToken)
    {
        var request = Question(access, null, edges) with
        {
            Metrics = [.. ChartQuery.AllDimensions.Select(dimension => new MetricRequest { JsonPath = dimension, Aggregations = [Aggregation.Sum] })],
            GroupBy = [path],
        };
        var answer = await AskAsync(request, access, edges, cancellationToken);
        var values = await AskAsync(request with { Metrics = Values }, access, [edges[0], edges[^1]], cancellationToken);
        var fails = values.Groups!.Where(group => group.Values is not null)
            .ToDictionary(group => ValueOf(group), group => Fails(group.Series), StringComparer.Ordinal);
        var groups = answer.Groups!.Where(group => group.Values is not null).ToList();
        return new GroupedScores(
            Sums("", answer.Series, Fails(values.Series)),
            [.. groups.Take(most).Select(group => Sums(ValueOf(group), group.Series, fails.GetValueOrDefault(ValueOf(group), [0, 0, 0, 0, 0, 0])))],
            groups.Count,
            IsMore: answer.Groups!.Count > groups.Count);

        static GroupedSums Sums(string value, StatsSeries series, IReadOnlyList<long> fails) =>
            new(value, fails, [.. Enumerable.Range(0, series.Counts.Length).Select(bucket => Sum(series, bucket))]);

        static string ValueOf(StatsGroup group) => group.Values![0].Text ?? "";
    }

    /// <summary>How often each value from 0 to 10 occurs in the six dimensions: a question that whole blocks answer without a scan.</summary>
    public static IReadOnlyList<MetricRequest> Values { get; } =
    [
        .. Dimensions.Names.Select(name => new MetricRequest
        {
            JsonPath = name,
            ValueType = MetricKind.Categorical,
            Aggregations = [Aggregation.Count],
            Categories = MostValues,
        }),
    ];

    /// <summary>How many scores fail in each of the six dimensions, from an answer with <see cref="Values"/>.</summary>
    public static IReadOnlyList<long> Fails(StatsSeries series) => [.. series.Window.Select(metric => Failing(metric.Categories!))];

    private static long Failing(IReadOnlyList<CategoryCount> values) =>
        values.Where(value => int.TryParse(value.Value, CultureInfo.InvariantCulture, out var score) && score < InvestScores.FailBelow)
            .Sum(value => value.Count);

    private static IReadOnlyList<RubricCount> Rubrics(StatsAnswer answer) =>
    [
        .. answer.Groups!.Where(group => group.Values is [{ Text: not null }]).Select(group => new RubricCount(group.Values![0].Text!, group.Series.Counts))
            .Where(rubric => rubric.Count > 0).OrderBy(rubric => rubric.ModelName, StringComparer.Ordinal),
    ];

    private static StatsRequest Question(ScoreAccess access, string? customerId, IReadOnlyList<DateTimeOffset> edges) => new()
    {
        ProjectId = FeedbackRow.ScoreProject,
        Start = edges[0],
        FeedbackType = FeedbackRow.ScoreType,
        Filter = CustomerFilter.Of(customerId is null ? access.CustomerIds : [customerId]),
    };

    private async Task<StatsAnswer> AskAsync(StatsRequest request, ScoreAccess access, IReadOnlyList<DateTimeOffset> edges, CancellationToken cancellationToken)
    {
        if (StatsPlanner.Plan(request, edges) is not PlannedQuestion.Accepted { Plan: var plan })
            throw new InvalidOperationException("A question about scores was refused.");
        return await statistics.AnswerAsync(
            plan, await ProjectsAsync(access, cancellationToken), cancellationToken) is StatsResult.Answered { Answer: var answer }
            ? answer
            : throw new InvalidOperationException("A question about scores was too large.");
    }

    // Each score is the double closest to a whole number of tenths, so their correctly rounded sum is within half a tenth of the exact sum.
    private static ScoreSum Sum(StatsSeries series, int bucket) =>
        new(series.Counts[bucket], [.. series.Bucket(bucket).ToArray().Select(sum => (long)Math.Round(sum * 10))]);

    private async Task<IReadOnlyList<ProjectKey>> ProjectsAsync(ScoreAccess access, CancellationToken cancellationToken)
    {
        if (access.CompanyId is { } own) return [new ProjectKey(own, FeedbackRow.ScoreProject)];
        var projects = new List<ProjectKey>();
        var page = await companyStore.ListAsync(null, PageSize, cancellationToken);
        while (true)
        {
            projects.AddRange(page.Items.Select(company => new ProjectKey(company.Id, FeedbackRow.ScoreProject)));
            if (page.Next is null) return projects;
            page = await companyStore.ListAsync(page.Next, PageSize, cancellationToken);
        }
    }
}
