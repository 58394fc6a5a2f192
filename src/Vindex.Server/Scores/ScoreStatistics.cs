using NodaTime.Text;
using Vindex.Scoring;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>Averages: over all time, over time, and per company.</summary>
internal static class ScoreStatistics
{
    public static async Task<IResult> SummaryAsync(HttpContext context, IStore store, SightOf sightOf)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await sightOf.ReadAsync(context, query) is not { } sight) return Problem.NotFound();
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var totals = await store.Scores.TotalsAsync(sight.Access, sight.CustomerId, context.RequestAborted);
        return JsonAnswer.Ok(new SummaryBody(Average(totals), totals.Count), WireJson.Shared.SummaryBody);
    }

    public static async Task<IResult> ChartAsync(HttpContext context, IStore store, TimeProvider time, SightOf sightOf)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await sightOf.ReadAsync(context, query) is not { } sight) return Problem.NotFound();
        var chart = ChartQuery.Read(query, Calendar.Today(time, sight.Zone));
        if (query.Errors.Any) return Problem.Invalid(query.Errors);

        var buckets = Buckets.Cut(chart.From, chart.To, chart.Width, sight.Zone);
        var sums = buckets.Labels.Count == 0 ? [] : await store.Scores.BucketsAsync(sight.Access, sight.CustomerId, buckets.Edges, context.RequestAborted);
        var points = sums.Select(sum => Point(LocalDatePattern.Iso.Format(buckets.Labels[sum.Index]), sum, chart.Dimensions)).ToList();
        return JsonAnswer.Ok(new ChartBody(chart.Dimensions, points), WireJson.Shared.ChartBody);
    }

    public static async Task<IResult> CompanyScoreAsync(HttpContext context, string company_id, IStore store)
    {
        if (await store.Companies.FindAsync(company_id, context.RequestAborted) is not { } company) return Problem.NotFound();
        var totals = await store.Scores.TotalsAsync(new ScoreAccess(company.Id, null), null, context.RequestAborted);
        return JsonAnswer.Ok(new CompanyScoreBody(company.Id, company.Name, Average(totals), totals.Count), WireJson.Shared.CompanyScoreBody);
    }

    private static decimal? Average(ScoreTotals totals) => totals.Count == 0 ? null : Rounding.MeanOfTenths(totals.OverallTenthsSum, totals.Count) / 10m;

    private static ChartPointBody Point(string date, ScoreBucket sum, IReadOnlyList<string> asked)
    {
        return new ChartPointBody(
            date,
            sum.Count,
            asked.Contains(ChartQuery.Overall) ? Rounding.MeanOfTenths(sum.OverallTenthsSum, sum.Count) / 10m : null,
            Mean(Dimension.Independent),
            Mean(Dimension.Negotiable),
            Mean(Dimension.Valuable),
            Mean(Dimension.Estimable),
            Mean(Dimension.Small),
            Mean(Dimension.Testable));

        decimal? Mean(Dimension dimension) =>
            asked.Contains(dimension.Name()) ? Rounding.MeanInTenths(sum.DimensionSums[(int)dimension], sum.Count) / 10m : null;
    }
}
