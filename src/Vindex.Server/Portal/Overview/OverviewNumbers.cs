using NodaTime;
using Vindex.Scoring;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Scores;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;
using Vindex.Storage;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Overview;

/// <summary>The figures of the overview, from the statistics engine: cost grows with the range, not with the number of stored scores.</summary>
internal sealed class OverviewNumbers(ScoreSums sums, StatisticsService statistics, IScoreStore store)
{
    private const int WorstShown = 5;
    private const int MostValues = 100;
    private const int PageSize = 100;

    /// <summary>Up to this many scores in the range, reading all of them by time to find the worst is cheap.</summary>
    private const long FewScores = 20_000;

    /// <summary>Pages of the all-time worst scores to search for those in the range.</summary>
    private const int MostPages = 10;

    /// <summary>Sums of the overall score: previous period and range.</summary>
    public async Task<(ScoreSum Previous, ScoreSum Shown)> TotalsAsync(
        ScoreAccess access, DayRange range, DateTimeZone zone, CancellationToken cancellationToken)
    {
        var edges = new[]
        {
            Calendar.StartOfDay(range.PreviousFrom, zone), Calendar.StartOfDay(range.From, zone), Calendar.StartOfDay(range.To.PlusDays(1), zone)
        };
        var found = await sums.SumAsync(access, null, edges, [ChartQuery.Overall], cancellationToken);
        return (found[0], found[1]);
    }

    /// <summary>Sums of all seven dimensions by bucket.</summary>
    public Task<IReadOnlyList<ScoreSum>> TrendAsync(ScoreAccess access, Buckets buckets, CancellationToken cancellationToken) =>
        sums.SumAsync(access, null, buckets.Edges, ChartQuery.AllDimensions, cancellationToken);

    /// <summary>Scores by judge: the period before, and the buckets of the range.</summary>
    public Task<IReadOnlyList<RubricCount>> RubricsAsync(
        ScoreAccess access, DayRange range, Buckets buckets, DateTimeZone zone, CancellationToken cancellationToken) =>
        sums.RubricsAsync(access, null, [Calendar.StartOfDay(range.PreviousFrom, zone), .. buckets.Edges], cancellationToken);

    /// <summary>Scores by band (in the order of <see cref="Band"/>) and bucket.</summary>
    public async Task<IReadOnlyList<long[]>> BandsAsync(string companyId, Buckets buckets, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(Question(buckets.Edges) with { GroupBy = ["band"] }, companyId, buckets.Edges, cancellationToken);
        return
        [
            .. Bands.Names.Select(name =>
                answer.Groups!.FirstOrDefault(group => group.Values is [{ Text: { } text }] && text == name)?.Series.Counts ?? new long[buckets.Labels.Count]),
        ];
    }

    /// <summary>How many scores fail in each dimension.</summary>
    public async Task<IReadOnlyList<(Dimension Dimension, long Count)>> FailsAsync(
        string companyId, DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // How often each value from 0 to 10 occurs: one question that whole blocks answer without a scan.
        var metrics = Dimensions.All
            .Select(dimension =>
                new MetricRequest
                {
                    JsonPath = dimension.Name(),
                    ValueType = MetricKind.Categorical,
                    Aggregations = [Aggregation.Count],
                    Categories = MostValues
                })
            .ToList();
        var answer = await AskAsync(Question([from, before]) with { Metrics = metrics }, companyId, [from, before], cancellationToken);
        var fails = Dimensions.All.Select((dimension, i) => (dimension, Failing(answer.Series.Window[i].Categories!)));
        return [.. fails.OrderByDescending(fail => fail.Item2)];
    }

    private static long Failing(IReadOnlyList<CategoryCount> values) =>
        values.Where(value => int.TryParse(value.Value, System.Globalization.CultureInfo.InvariantCulture, out var score) && score < InvestScores.FailBelow)
            .Sum(value => value.Count);

    /// <summary>Whether there is any score at all.</summary>
    public async Task<bool> AnyAsync(
        ScoreAccess access, CancellationToken cancellationToken) => (await store.TotalsAsync(access, null, cancellationToken)).Count > 0;

    /// <summary>The worst tickets of the range, each at most once.</summary>
    /// <param name="access">The owner.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="before">Exclusive.</param>
    /// <param name="count">Number of scores in the range.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IReadOnlyList<ScoreItem>> WorstAsync(
        ScoreAccess access, DateTimeOffset from, DateTimeOffset before, long count, CancellationToken cancellationToken)
    {
        var worst = new List<ScoreItem>();
        if (count == 0) return worst;
        if (count > FewScores)
        {
            PagePosition? after = null;
            for (var i = 0; i < MostPages; i++)
            {
                var page = await store.ListAsync(access, ScoreFilter.None, ScoreSort.WorstFirst, after, 0, PageSize, cancellationToken);
                Take(worst, page.Items.Where(item => item.CreatedAt >= from && item.CreatedAt < before));
                if (worst.Count == WorstShown || page.Next is null) return worst;
                after = page.Next;
            }

            worst.Clear();
        }

        var ofRange = await store.ListAsync(
            access, new ScoreFilter { From = from, Before = before }, ScoreSort.WorstFirst, null, 0, PageSize, cancellationToken);
        Take(worst, ofRange.Items);
        return worst;
    }

    private static void Take(List<ScoreItem> worst, IEnumerable<ScoreItem> items)
    {
        foreach (var item in items)
        {
            if (worst.Count == WorstShown) return;
            if (!worst.Exists(one => one.CustomerId == item.CustomerId && one.TicketId == item.TicketId)) worst.Add(item);
        }
    }

    private static StatsRequest Question(IReadOnlyList<DateTimeOffset> edges) => new()
    {
        ProjectId = FeedbackRow.ScoreProject,
        Start = edges[0],
        FeedbackType = FeedbackRow.ScoreType,
        Metrics = [new MetricRequest { JsonPath = ChartQuery.Overall, Aggregations = [Aggregation.Count] }],
    };

    private async Task<StatsAnswer> AskAsync(StatsRequest request, string companyId, IReadOnlyList<DateTimeOffset> edges, CancellationToken cancellationToken)
    {
        if (StatsPlanner.Plan(request, edges) is not PlannedQuestion.Accepted { Plan: var plan })
            throw new InvalidOperationException("A question for the overview was refused.");
        var result = await statistics.AnswerAsync(plan, [new ProjectKey(companyId, FeedbackRow.ScoreProject)], cancellationToken);
        return result is StatsResult.Answered { Answer: var answer }
            ? answer
            : throw new InvalidOperationException("A question for the overview was too large.");
    }
}
