using Vindex.Scoring;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Tickets;
using Vindex.Server.Scores;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Overview;

/// <summary>The first page of the portal: quality, failures, worst tickets.</summary>
internal static class OverviewEndpoint
{
    public static async Task<IResult> GetAsync(HttpContext context, OverviewNumbers numbers, TimeProvider time)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var cancellationToken = context.RequestAborted;
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var range = DayRange.Read(query, Calendar.Today(time, visit.Zone));
        var access = visit.Caller.OwnScores;
        var buckets = Buckets.Cut(range.From, range.To, range.Width, visit.Zone);
        var (from, before) = (buckets.Edges[0], buckets.Edges[^1]);

        var (previous, shown) = await numbers.TotalsAsync(access, range, visit.Zone, cancellationToken);
        var trend = await numbers.TrendAsync(access, buckets, cancellationToken);
        var rubrics = await numbers.RubricsAsync(access, range, buckets, visit.Zone, cancellationToken);
        var bands = await numbers.BandsAsync(visit.Company.Id, buckets, cancellationToken);
        var fails = await numbers.FailsAsync(visit.Company.Id, from, before, cancellationToken);
        var worst = await numbers.WorstAsync(access, from, before, shown.Count, cancellationToken);
        var hasAny = shown.Count > 0 || await numbers.AnyAsync(access, cancellationToken);

        var zone = visit.Zone.Id;
        var model = new OverviewModel(
            PortalFrames.Of(context, "Overview", PortalSection.Overview),
            RangeOf(context.Request, range, zone),
            Quality(previous, shown, visit.Company.QualityGateTenths),
            hasAny,
            RubricNote.Of(rubrics),
            OverviewCharts.Trend(range, zone, visit.Company.QualityGateTenths, buckets, trend, rubrics),
            OverviewCharts.BandsOverTime(range, zone, visit.Company.Slug, buckets, bands),
            [.. fails.Where(fail => fail.Count > 0).Select(fail => Fail(fail, shown.Count, range, zone))],
            [.. worst.Select(item => TicketRow.Of(item, visit.Zone))],
            [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value)}")]);
        return Page.Of<OverviewPage>(model, query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static QualityModel? Quality(ScoreSum previous, ScoreSum shown, int gateTenths)
    {
        if (shown.Count == 0) return null;
        var average = Rounding.MeanOfTenths(shown.Tenths[0], shown.Count);
        var change = previous.Count == 0 ? (int?)null : average - Rounding.MeanOfTenths(previous.Tenths[0], previous.Count);
        return new QualityModel(average, change, shown.Count, previous.Count, gateTenths);
    }

    private static RangeModel RangeOf(HttpRequest request, DayRange range, string zone)
    {
        var isPreset = request.Query["from"] is not [{ Length: > 0 }, ..] && request.Query["to"] is not [{ Length: > 0 }, ..]
            && DayRange.Presets.Contains(range.Days);
        return new RangeModel(range.Days, DayRange.Iso(range.From), DayRange.Iso(range.To), isPreset ? range.Days : null, DayRange.Presets, zone);
    }

    private static FailModel Fail((Dimension Dimension, long Count) fail, long count, DayRange range, string zone) => new(
        fail.Dimension,
        fail.Count,
        (int)Math.Round(100.0 * fail.Count / Math.Max(count, 1), MidpointRounding.AwayFromZero),
        $"{PortalPaths.Tickets}?fails={fail.Dimension.Name()}&from={DayRange.Iso(range.From)}&to={DayRange.Iso(range.To)}&timezone={Uri.EscapeDataString(zone)}");
}
