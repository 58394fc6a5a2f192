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
internal sealed class OverviewNumbers(ScoreSums sums, StatisticsService statistics, IScoreStore store, LatestNumbers latestNumbers)
{
    private const int WorstShown = 5;
    private const int PageSize = 100;

    /// <summary>Up to this many scores in the range, reading all of them by time to find the worst is cheap.</summary>
    private const long FewScores = 20_000;

    /// <summary>Pages of the all-time worst scores to search for those in the range.</summary>
    private const int MostPages = 10;

    /// <summary>The figures over every score, or over the latest score of each ticket.</summary>
    public Task<OverviewFigures> ReadAsync(PortalContext visit, OverviewBuckets buckets, bool latest, CancellationToken cancellationToken) =>
        latest ? latestNumbers.ReadAsync(visit.Caller.OwnScores, buckets, cancellationToken) : EveryScoreAsync(visit, buckets, cancellationToken);

    private async Task<OverviewFigures> EveryScoreAsync(PortalContext visit, OverviewBuckets buckets, CancellationToken cancellationToken)
    {
        var access = visit.Caller.OwnScores;
        var periods = await sums.SumAsync(access, null, [buckets.Previous, buckets.From, buckets.Before], [ChartQuery.Overall], cancellationToken);
        return new OverviewFigures(
            periods[0],
            periods[1],
            await sums.SumAsync(access, null, buckets.Wide.Edges, ChartQuery.AllDimensions, cancellationToken),
            await sums.RubricsAsync(access, null, [buckets.Previous, .. buckets.Range.Edges], cancellationToken),
            await BandsAsync(access, buckets.Range, cancellationToken),
            await FailsAsync(access, buckets.From, buckets.Before, cancellationToken));
    }

    /// <summary>Scores by band (in the order of <see cref="Band"/>) and bucket.</summary>
    private async Task<IReadOnlyList<long[]>> BandsAsync(ScoreAccess access, Buckets buckets, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(Question(access, buckets.Edges) with { GroupBy = ["band"] }, access, buckets.Edges, cancellationToken);
        return
        [
            .. Bands.Names.Select(name =>
                answer.Groups!.FirstOrDefault(group => group.Values is [{ Text: { } text }] && text == name)?.Series.Counts ?? new long[buckets.Labels.Count]),
        ];
    }

    /// <summary>How many scores fail in each dimension.</summary>
    private async Task<IReadOnlyList<(Dimension Dimension, long Count)>> FailsAsync(
        ScoreAccess access, DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(Question(access, [from, before]) with { Metrics = ScoreSums.Values }, access, [from, before], cancellationToken);
        return [.. Dimensions.All.Zip(ScoreSums.Fails(answer.Series)).OrderByDescending(fail => fail.Second)];
    }

    /// <summary>Whether there is any score at all.</summary>
    public async Task<bool> AnyAsync(
        ScoreAccess access, CancellationToken cancellationToken) => (await store.TotalsAsync(access, null, cancellationToken)).Count > 0;

    /// <summary>The worst tickets of the range, each at most once.</summary>
    /// <param name="access">The owner.</param>
    /// <param name="buckets">The range.</param>
    /// <param name="count">Number of scores in the range.</param>
    /// <param name="latest">Whether only the latest score of each ticket counts.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IReadOnlyList<ScoreItem>> WorstAsync(
        ScoreAccess access, OverviewBuckets buckets, long count, bool latest, CancellationToken cancellationToken)
    {
        var worst = new List<ScoreItem>();
        if (count == 0) return worst;
        var all = new ScoreFilter { LatestOnly = latest };
        if (count > FewScores)
        {
            PagePosition? after = null;
            for (var i = 0; i < MostPages; i++)
            {
                var page = await store.ListAsync(access, all, ScoreSort.WorstFirst, after, 0, PageSize, cancellationToken);
                Take(worst, page.Items.Where(item => item.CreatedAt >= buckets.From && item.CreatedAt < buckets.Before));
                if (worst.Count == WorstShown || page.Next is null) return worst;
                after = page.Next;
            }

            worst.Clear();
        }

        var ofRange = await store.ListAsync(
            access, all with { From = buckets.From, Before = buckets.Before }, ScoreSort.WorstFirst, null, 0, PageSize, cancellationToken);
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

    private static StatsRequest Question(ScoreAccess access, IReadOnlyList<DateTimeOffset> edges) => new()
    {
        ProjectId = FeedbackRow.ScoreProject,
        Start = edges[0],
        FeedbackType = FeedbackRow.ScoreType,
        Filter = CustomerFilter.Of(access.CustomerIds),
        Metrics = [new MetricRequest { JsonPath = ChartQuery.Overall, Aggregations = [Aggregation.Count] }],
    };

    private async Task<StatsAnswer> AskAsync(StatsRequest request, ScoreAccess access, IReadOnlyList<DateTimeOffset> edges, CancellationToken cancellationToken)
    {
        if (StatsPlanner.Plan(request, edges) is not PlannedQuestion.Accepted { Plan: var plan })
            throw new InvalidOperationException("A question for the overview was refused.");
        var result = await statistics.AnswerAsync(plan, [new ProjectKey(access.CompanyId!, FeedbackRow.ScoreProject)], cancellationToken);
        return result is StatsResult.Answered { Answer: var answer }
            ? answer
            : throw new InvalidOperationException("A question for the overview was too large.");
    }
}
