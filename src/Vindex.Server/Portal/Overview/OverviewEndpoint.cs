using Vindex.Scoring;
using Vindex.Server.Installations;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Tickets;
using Vindex.Server.Portal.Views;
using Vindex.Server.Scores;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Overview;

/// <summary>The first page of the portal: quality, failures, worst tickets.</summary>
internal static class OverviewEndpoint
{
    public static async Task<IResult> GetAsync(HttpContext context, OverviewNumbers numbers, TrackerLinks trackers, TimeProvider time)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var cancellationToken = context.RequestAborted;
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var question = OverviewQuestion.Read(context.Request.Query, query, Calendar.Today(time, visit.Zone), visit.Zone);
        var access = visit.Caller.OwnScores;
        var buckets = OverviewBuckets.Of(question);

        var figures = await numbers.ReadAsync(visit, buckets, question.Latest, cancellationToken);
        var worst = await numbers.WorstAsync(access, buckets, figures.Shown.Count, question.Latest, cancellationToken);
        var hasAny = figures.Shown.Count > 0 || await numbers.AnyAsync(access, cancellationToken);
        var links = await trackers.OfAsync(visit.Company.Id, worst, cancellationToken);

        var gate = visit.Company.QualityGateTenths;
        var model = new OverviewModel(
            PortalFrames.Of(context, "Overview", PortalSection.Overview),
            await ViewBars.OfAsync(context, visit, "overview"),
            RangeOf(question),
            Choices(question),
            Quality(figures, gate),
            hasAny,
            RubricNote.Of(figures.Rubrics),
            OverviewCharts.Trend(question, buckets, figures, gate),
            OverviewCharts.BandsOverTime(question, buckets, figures.Bands),
            [.. figures.Fails.Where(fail => fail.Count > 0).Select(fail => Fail(fail, figures.Shown.Count, question))],
            [.. worst.Select(item => TicketRow.Of(item, visit.Zone, links.GetValueOrDefault(item.Id)))],
            [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value)}")]);
        return Page.Of<OverviewPage>(model, query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static QualityModel? Quality(OverviewFigures figures, int gateTenths)
    {
        var (previous, shown) = (figures.Previous, figures.Shown);
        if (shown.Count == 0) return null;
        var average = Rounding.MeanOfTenths(shown.Tenths[0], shown.Count);
        var change = previous.Count == 0 ? (int?)null : average - Rounding.MeanOfTenths(previous.Tenths[0], previous.Count);
        return new QualityModel(average, change, shown.Count, previous.Count, gateTenths);
    }

    private static RangeModel RangeOf(OverviewQuestion question)
    {
        var range = question.Range;
        var presets = DayRange.Presets.Select(days => new OverviewLink(
            days == 365 ? "A year" : $"{days} days",
            (question with { Range = new DayRange(range.To.PlusDays(1 - days), range.To), Preset = days }).Href(),
            question.Preset == days));
        return new RangeModel(range.Days, DayRange.Iso(range.From), DayRange.Iso(range.To), question.Preset is null, [.. presets], question.Zone.Id);
    }

    private static OverviewChoices Choices(OverviewQuestion question) => new(
        question.Latest,
        LatestSwitch.Of(question.Latest, latest => (question with { Latest = latest }).Href()),
        question.IsSmoothed,
        question.CanSmooth
            ? [
                new OverviewLink("By day", (question with { IsSmoothed = false }).Href(), !question.IsSmoothed),
                new OverviewLink("7-day average", (question with { IsSmoothed = true }).Href(), question.IsSmoothed),
            ]
            : [],
        question.TicketsHref(question.Range.From, question.Range.To, ("sort", "worst_first")));

    private static FailModel Fail((Dimension Dimension, long Count) fail, long count, OverviewQuestion question) => new(
        fail.Dimension,
        fail.Count,
        (int)Math.Round(100.0 * fail.Count / Math.Max(count, 1), MidpointRounding.AwayFromZero),
        question.TicketsHref(question.Range.From, question.Range.To, ("fails", fail.Dimension.Name())));
}
