using Vindex.Server.Feedback.Statistics;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>Sums of the scores in one bucket.</summary>
/// <param name="Count">Scores.</param>
/// <param name="Tenths">Sum in tenths of a point for each requested dimension.</param>
internal readonly record struct ScoreSum(long Count, IReadOnlyList<long> Tenths);

/// <summary>Sums scores with the engine of <c>/feedback/stats</c>: every score is a row of its company's project <c>scores</c>.</summary>
internal sealed class ScoreSums(StatisticsService statistics, ICompanyStore companyStore, IScoreStore scoreStore)
{
    private const int PageSize = 200;
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
        var found = await scoreStore.SumLatestAsync(access, new LatestSumsQuestion(edges) { CustomerId = customerId, ByJudge = true }, cancellationToken);
        var columns = dimensions.Select(dimension => ChartQuery.AllDimensions.Index().First(pair => pair.Item == dimension).Index).ToList();
        var buckets = Enumerable.Range(0, edges.Count - 1).ToList();
        var sums = buckets.GroupJoin(
            found,
            bucket => bucket,
            row => row.Bucket,
            (_, rows) => new ScoreSum(rows.Sum(row => row.Count), [.. columns.Select(column => rows.Sum(row => row.Tenths[column]))]));
        var rubrics = found.GroupBy(row => row.Model, StringComparer.Ordinal).OrderBy(model => model.Key, StringComparer.Ordinal).Select(model =>
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
