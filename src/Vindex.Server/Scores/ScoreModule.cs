using System.Text.Json.Serialization;
using Vindex.Server.Scores.Groups;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;

namespace Vindex.Server.Scores;

/// <summary>The routes of scores: under <c>/portal</c> for a company, under <c>/admin</c> for all companies.</summary>
internal static class ScoreModule
{
    public static void AddScores(this IServiceCollection services)
    {
        services.AddJson(ScoresJson.Shared);
        services.AddSingleton<ScoreSums>();
        services.AddSingleton<AccessScopes>();
        services.AddSingleton<ScoreService>();
        services.AddSingleton<AverageService>();
        services.AddSingleton<GroupService>();
    }

    public static void MapScores(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/portal/scores").WithTags("Scores").MapTwin(global: false, "", Scopes.ScoresRead, Scopes.ScoresWrite);
        var admin = routes.MapGroup("/admin").WithTags("Scores across all companies");
        admin.MapGroup("/scores").MapTwin(global: true, "admin_", Scopes.Admin, Scopes.Admin);
        admin.MapGet("/companies/{company_id}/score", AverageEndpoints.CompanyAsync)
            .WithName("company_score").WithSummary("A company's average over all time").RequireAdmin()
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
    }

    private static void MapTwin(this RouteGroupBuilder group, bool global, string prefix, string readScope, string writeScope)
    {
        var notFound = new Problems(StatusCodes.Status404NotFound);
        var one = group.MapGroup("").RequireScope(readScope).AcceptSessions().WithMetadata(notFound);
        var reads = one.MapGroup("").HeavyRead();
        reads.MapGet("/summary", (HttpContext context, AverageService averages, AccessScopes scopes) =>
                AverageEndpoints.SummaryAsync(context, averages, scopes, global))
            .WithName(prefix + "summary").WithSummary("Average over all time")
            .WithParameters(new QueryParameter("customer_id", "Only this customer."), ChartQuery.LatestParameter);
        reads.MapGet("/chart", (HttpContext context, AverageService averages, AccessScopes scopes, TimeProvider time) =>
                AverageEndpoints.ChartAsync(context, averages, scopes, time, global))
            .WithName(prefix + "chart").WithSummary("Averages over time").WithParameters(ChartQuery.Parameters);
        reads.MapGet("", (HttpContext context, ScoreService scores, AccessScopes scopes) => ScoreEndpoints.ListAsync(context, scores, scopes, global))
            .WithName(prefix + "list").WithSummary("Scored tickets, newest first")
            .WithParameters([.. ScoreSelection.Parameters, .. ScoreEndpoints.PageParameters]);
        reads.MapGet("/export", (HttpContext context, ScoreService scores, AccessScopes scopes, ReadTurns turns) =>
                ExportEndpoint.ExportAsync(context, scores, scopes, turns, global))
            .WithName(prefix + "export").WithSummary("All scores that match the filters, as a file")
            .WithDescription(
                "CSV has one line per score; ndjson has one object per line, like the single score but with an empty history. A failure closes the connection.")
            .WithParameters([.. ScoreSelection.Parameters, ExportEndpoint.FormatParameter])
            .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/x-ndjson");
        one.MapGet("/{id}", (HttpContext context, string id, ScoreService scores) => ScoreEndpoints.OneAsync(context, id, scores, global))
            .WithName(prefix + "score_by_id").WithSummary("One score in full");
        group.MapDelete("/{id}", (HttpContext context, string id, ScoreService scores) => ScoreEndpoints.DeleteAsync(context, id, scores, global))
            .WithName(prefix + "delete_score").WithSummary("Deletes a score and its feedback row")
            .RequireScope(writeScope).AcceptSessions().WithMetadata(notFound);
    }
}

/// <summary>JSON bodies of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SummaryBody))]
[JsonSerializable(typeof(CompanyScoreBody))]
[JsonSerializable(typeof(ChartBody))]
[JsonSerializable(typeof(ScoreListBody))]
[JsonSerializable(typeof(ScoreBody))]
internal sealed partial class ScoresJson : JsonSerializerContext
{
    public static ScoresJson Shared { get; } = new(WireFormat.Options());
}
