using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Scores;

/// <summary>The scores under <c>/portal</c> for a company, and the same under <c>/admin</c> for all of them.</summary>
internal static class ScoreRoutes
{
    public static void AddScores(this IServiceCollection services, StatsOptions options)
    {
        services.AddJson(ScoresJson.Shared);
        services.AddSingleton(options);
        services.AddSingleton<ScoreSums>();
    }

    public static void MapScores(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/portal/scores").WithTags("Scores").MapTwin(new AccessScopeOf(Global: false), "", Scopes.ScoresRead, Scopes.ScoresWrite);
        var admin = routes.MapGroup("/admin").WithTags("Scores across all companies");
        admin.MapGroup("/scores").MapTwin(new AccessScopeOf(Global: true), "admin_", Scopes.Admin, Scopes.Admin);
        admin.MapGet("/companies/{company_id}/score", ScoreStatistics.CompanyScoreAsync)
            .WithName("company_score").WithSummary("A company's average over all time").RequireAdmin()
            .WithMetadata(new Problems(StatusCodes.Status404NotFound)).Produces<CompanyScoreBody>();
    }

    private static void MapTwin(this RouteGroupBuilder group, AccessScopeOf scopeOf, string prefix, string readScope, string writeScope)
    {
        var notFound = new Problems(StatusCodes.Status404NotFound);
        var reads = group.MapGroup("").RequireScope(readScope).AcceptSessions().WithMetadata(notFound);
        reads.MapGet("/summary", (HttpContext context, ScoreSums sums) => ScoreStatistics.SummaryAsync(context, sums, scopeOf))
            .WithName(prefix + "summary").WithSummary("Average over all time")
            .WithParameters(new QueryParameter("customer_id", "Only this customer.")).Produces<SummaryBody>();
        reads.MapGet("/chart", (HttpContext context, ScoreSums sums, TimeProvider time) => ScoreStatistics.ChartAsync(context, sums, time, scopeOf))
            .WithName(prefix + "chart").WithSummary("Averages over time").WithParameters(ChartQuery.Parameters).Produces<ChartBody>();
        reads.MapGet("", (HttpContext context, Storage.IStore store) => ScoreRecords.ListAsync(context, store, scopeOf))
            .WithName(prefix + "list").WithSummary("Scored tickets, newest first")
            .WithParameters([.. ScoreQuery.Parameters, .. ScoreRecords.PageParameters]).Produces<ScoreListBody>();
        reads.MapGet("/export", (HttpContext context, Storage.IStore store) => ScoreExport.ExportAsync(context, store, scopeOf))
            .WithName(prefix + "export").WithSummary("All scores that match the filters, as a file")
            .WithDescription("CSV has one line per score; ndjson has one object per line, like the single score but with an empty history. A failure closes the connection.")
            .WithParameters([.. ScoreQuery.Parameters, ScoreExport.FormatParameter])
            .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/x-ndjson");
        reads.MapGet("/{id}", (HttpContext context, string id, Storage.IStore store) => ScoreRecords.OneAsync(context, id, store, scopeOf))
            .WithName(prefix + "score_by_id").WithSummary("One score in full").Produces<ScoreBody>();
        group.MapDelete("/{id}", (HttpContext context, string id, Storage.IStore store, Audit audit) => ScoreRecords.DeleteAsync(context, id, store, audit, scopeOf))
            .WithName(prefix + "delete_score").WithSummary("Deletes a score and its feedback row")
            .RequireScope(writeScope).AcceptSessions().WithMetadata(notFound).Produces(StatusCodes.Status204NoContent);
    }
}
