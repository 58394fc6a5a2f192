using Vindex.Scoring;
using Vindex.Server.Installations;
using Vindex.Server.Portal.Tickets;

namespace Vindex.Server.Portal.Overview;

/// <summary>Reads what the overview shows, for the page and for dashboards.</summary>
internal sealed class OverviewReader(OverviewNumbers numbers, TrackerLinks trackers)
{
    /// <summary>Reads it.</summary>
    public async Task<OverviewContent> ReadAsync(PortalContext visit, OverviewQuestion question, CancellationToken cancellationToken)
    {
        var access = visit.Caller.OwnScores;
        var buckets = OverviewBuckets.Of(question);
        var figures = await numbers.ReadAsync(visit, buckets, question.Latest, cancellationToken);
        var worst = await numbers.WorstAsync(access, buckets, figures.Shown.Count, question.Latest, cancellationToken);
        var hasAny = figures.Shown.Count > 0 || await numbers.AnyAsync(access, cancellationToken);
        var links = await trackers.OfAsync(visit.Company.Id, worst, cancellationToken);
        var gate = visit.Company.QualityGateTenths;
        return new OverviewContent(
            Quality(figures, gate),
            hasAny,
            RubricNote.Of(figures.Rubrics),
            OverviewCharts.Trend(question, buckets, figures, gate),
            OverviewCharts.BandsOverTime(question, buckets, figures.Bands),
            [.. figures.Fails.Where(fail => fail.Count > 0).Select(fail => Fail(fail, figures.Shown.Count, question))],
            [.. worst.Select(item => TicketRow.Of(item, visit.Zone, links.GetValueOrDefault(item.Id)))]);
    }

    private static QualityModel? Quality(OverviewFigures figures, int gateTenths)
    {
        var (previous, shown) = (figures.Previous, figures.Shown);
        if (shown.Count == 0) return null;
        var average = Rounding.MeanOfTenths(shown.Tenths[0], shown.Count);
        var change = previous.Count == 0 ? (int?)null : average - Rounding.MeanOfTenths(previous.Tenths[0], previous.Count);
        return new QualityModel(average, change, shown.Count, previous.Count, gateTenths);
    }

    private static FailModel Fail((Dimension Dimension, long Count) fail, long count, OverviewQuestion question) => new(
        fail.Dimension,
        fail.Count,
        (int)Math.Round(100.0 * fail.Count / Math.Max(count, 1), MidpointRounding.AwayFromZero),
        question.TicketsHref(question.Range.From, question.Range.To, ("fails", fail.Dimension.Name())));
}
