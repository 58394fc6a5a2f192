using NodaTime.Text;
using Vindex.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Scores;

/// <summary>Averages of scores: over all time, over time, and by company.</summary>
internal static class AverageEndpoints
{
    public static async Task<Ok<SummaryBody>> SummaryAsync(HttpContext context, AverageService averages, AccessScopes scopes, bool global)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await scopes.ReadAsync(context.Caller(), global, query, context.RequestAborted) is not { } scope) return Problem.NotFound();
        var latest = query.Flag("latest");
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var (average, rubrics) = await averages.SummaryAsync(scope.Access, scope.CustomerId, latest, context.RequestAborted);
        if (rubrics.Count < 2) return new SummaryBody(average.Overall, average.Count);
        return new SummaryBody(average.Overall, average.Count, [.. rubrics.Select(rubric => new RubricVersionBody(rubric.ModelName, rubric.Count))]);
    }

    public static async Task<Ok<ChartBody>> ChartAsync(HttpContext context, AverageService averages, AccessScopes scopes, TimeProvider time, bool global)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await scopes.ReadAsync(context.Caller(), global, query, context.RequestAborted) is not { } scope) return Problem.NotFound();
        var chart = ChartQuery.Read(query, Calendar.Today(time, scope.Zone));
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var found = await averages.ChartAsync(scope, chart, context.RequestAborted);
        return new ChartBody(
            chart.Dimensions,
            [.. found.Buckets.Select(bucket => Point(bucket, chart.Dimensions))],
            found.RubricChanges.Count == 0
                ? null
                : [.. found.RubricChanges.Select(change => new RubricChangeBody(LocalDatePattern.Iso.Format(change.Day), change.ModelName))]);
    }

    public static async Task<Ok<CompanyScoreBody>> CompanyAsync(HttpContext context, string company_id, AverageService averages) =>
        (await averages.CompanyAsync(company_id, context.RequestAborted))
            .ToOk(found => new CompanyScoreBody(found.Company.Id, found.Company.Name, found.Average.Overall, found.Average.Count));

    private static ChartPointBody Point(ChartBucket bucket, IReadOnlyList<string> asked)
    {
        var tenths = asked.Zip(bucket.Sum.Tenths).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return ChartPointBody.Of(LocalDatePattern.Iso.Format(bucket.Day), bucket.Sum.Count, Mean);

        decimal? Mean(string dimension) => tenths.TryGetValue(dimension, out var total) ? Rounding.MeanOfTenths(total, bucket.Sum.Count) / 10m : null;
    }
}
