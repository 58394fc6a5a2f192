using NodaTime.Text;
using Vindex.Scoring;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>Averages: over all time, over time, and per company.</summary>
internal static class ScoreStatistics
{
    public static async Task<IResult> SummaryAsync(HttpContext context, ScoreSums sums, AccessScopeOf scopeOf)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await scopeOf.ReadAsync(context, query) is not { } scope) return Problem.NotFound();
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var totals = await sums.TotalAsync(scope.Access, scope.CustomerId, context.RequestAborted);
        var rubrics = await sums.RubricsAsync(scope.Access, scope.CustomerId, context.RequestAborted);
        var versions = rubrics.Select(rubric => new RubricVersionBody(rubric.ModelName, rubric.Count)).ToList();
        return JsonAnswer.Ok(new SummaryBody(Average(totals), totals.Count, versions), ScoresJson.Shared.SummaryBody);
    }

    public static async Task<IResult> ChartAsync(HttpContext context, ScoreSums sums, TimeProvider time, AccessScopeOf scopeOf)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await scopeOf.ReadAsync(context, query) is not { } scope) return Problem.NotFound();
        var chart = ChartQuery.Read(query, Calendar.Today(time, scope.Zone));
        if (query.Errors.Any) return Problem.Invalid(query.Errors);

        var buckets = Buckets.Cut(chart.From, chart.To, chart.Width, scope.Zone);
        IReadOnlyList<ScoreSum> found = buckets.Labels.Count == 0
            ? []
            : await sums.SumAsync(scope.Access, scope.CustomerId, buckets.Edges, chart.Dimensions, context.RequestAborted);
        var points = found.Zip(buckets.Labels).Where(bucket => bucket.First.Count > 0)
            .Select(bucket => Point(LocalDatePattern.Iso.Format(bucket.Second), bucket.First, chart.Dimensions)).ToList();
        IReadOnlyList<RubricCount> rubrics = points.Count == 0 ? [] : await sums.RubricsAsync(scope.Access, scope.CustomerId, buckets.Edges, context.RequestAborted);
        var changes = RubricCount.Changes(rubrics).Select(change => new RubricChangeBody(LocalDatePattern.Iso.Format(buckets.Labels[change.Bucket]), change.ModelName)).ToList();
        return JsonAnswer.Ok(new ChartBody(chart.Dimensions, points, changes), ScoresJson.Shared.ChartBody);
    }

    public static async Task<IResult> CompanyScoreAsync(HttpContext context, string company_id, IStore store, ScoreSums sums)
    {
        if (await store.Companies.FindAsync(company_id, context.RequestAborted) is not { } company) return Problem.NotFound();
        var totals = await sums.TotalAsync(new ScoreAccess(company.Id, null), null, context.RequestAborted);
        return JsonAnswer.Ok(new CompanyScoreBody(company.Id, company.Name, Average(totals), totals.Count), ScoresJson.Shared.CompanyScoreBody);
    }

    private static decimal? Average(ScoreTotals totals) => totals.Count == 0 ? null : Rounding.MeanOfTenths(totals.OverallTenthsSum, totals.Count) / 10m;

    private static ChartPointBody Point(string date, ScoreSum sum, IReadOnlyList<string> asked)
    {
        var tenths = asked.Zip(sum.Tenths).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return new ChartPointBody(
            date,
            sum.Count,
            Mean(ChartQuery.Overall),
            Mean(Dimension.Independent.Name()),
            Mean(Dimension.Negotiable.Name()),
            Mean(Dimension.Valuable.Name()),
            Mean(Dimension.Estimable.Name()),
            Mean(Dimension.Small.Name()),
            Mean(Dimension.Testable.Name()));

        decimal? Mean(string dimension) => tenths.TryGetValue(dimension, out var total) ? Rounding.MeanOfTenths(total, sum.Count) / 10m : null;
    }
}
