using System.Text.Json.Serialization;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Backlogs;

/// <summary>A company's tickets as a whole.</summary>
internal static class BacklogModule
{
    public static void AddBacklogs(this IServiceCollection services)
    {
        services.AddJson(BacklogJson.Shared);
        services.AddSingleton<BacklogService>();
    }

    public static void MapBacklogs(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/portal/backlog", AnalyzeAsync).WithTags("Scores").WithName("backlog")
            .WithSummary("Near-duplicates, likely conflicts and dependencies between the latest texts of your tickets")
            .WithDescription("Favors precision over completeness. Conflicts and needs are found only in English texts, the others in any language.")
            .WithParameters(
                new QueryParameter("customer_id", "Only this customer's tickets."),
                new QueryParameter(
                    "project", "Only tickets of this project: the part of the key before the hyphen, such as KOL in KOL-59. Not case-sensitive."))
            .RequireScope(Scopes.ScoresRead).AcceptSessions().WithMetadata(new Problems(StatusCodes.Status404NotFound));

    /// <summary>Reads the filters, which the page has in its address, too.</summary>
    public static BacklogSelection Read(QueryReader query) => new(query.Text("customer_id", 255), query.Text("project", 100));

    private static async Task<Ok<BacklogBody>> AnalyzeAsync(HttpContext context, BacklogService backlogs)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var selection = Read(query);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        return (await backlogs.AnalyzeAsync(context.Caller(), selection, context.RequestAborted)).ToOk(BacklogBody.Of);
    }
}

/// <summary>Answers of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(BacklogBody))]
internal sealed partial class BacklogJson : JsonSerializerContext
{
    public static BacklogJson Shared { get; } = new(WireFormat.Options());
}
