using System.Text.Json.Serialization;
using Vindex.Server.Configuration;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Judging;

/// <summary>Judging: connections to models, the rules of companies, and the judge of everything on the server.</summary>
internal static class JudgingModule
{
    private const string Default = $"{ModelConnections.Section}:Default";

    public static void AddJudging(this IServiceCollection services)
    {
        services.AddJson(JudgingJson.Shared);
        services.AddSettings<ModelOptions>(Default);
        services.AddSingleton<ModelKeySeal>();
        services.AddSingleton<ModelConnections>();
        services.AddSingleton<JudgeTicket>(static (judge, reading, _) => ValueTask.FromResult(judge.Judge(reading)));
        services.AddSingleton<TicketJudging>();
        services.AddSingleton<JudgingService>();
        services.AddSingleton<OwnModelService>();
        services.AddSingleton<JudgeTrials>();
    }

    /// <summary>The sections of connections that operators added.</summary>
    public static IEnumerable<SettingsSection> AddedSections(IConfiguration settings) =>
        NamedSections.AddedTo(settings, ModelConnections.Section)
            .Select(name => new SettingsSection(ConfigurationPath.Combine(ModelConnections.Section, name), typeof(ModelOptions)));

    /// <summary>What is wrong with the settings of connections taken together.</summary>
    public static IEnumerable<string> Problems(IConfiguration settings)
    {
        foreach (var name in NamedSections.Of(settings, ModelConnections.Section))
        {
            var section = ConfigurationPath.Combine(ModelConnections.Section, name);
            if (name.Equals(ConnectionName.Own, StringComparison.OrdinalIgnoreCase)) yield return $"{section}: the name is reserved for companies' own connections";
            else if (Settings.Read<ModelOptions>(settings, section).Problem(section) is { } problem) yield return problem;
        }
    }

    /// <summary>Whether there is a connection of that name with a provider.</summary>
    public static bool IsConnection(IConfiguration settings, string name) =>
        !string.IsNullOrEmpty(settings[ConfigurationPath.Combine(ModelConnections.Section, name, nameof(ModelOptions.Provider))]);

    public static void MapJudging(this IEndpointRouteBuilder routes)
    {
        MapOwn(routes.MapGroup("/portal/judging").WithTags("Settings").RequireOwner());
        var admin = routes.MapGroup("/admin/companies/{company_id}/judging").WithTags("Management").RequireAdmin()
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
        admin.MapGet("", JudgingEndpoints.FindAsync)
            .WithName("get_company_judging").WithSummary("Who judges a company's tickets, and what that used this month");
        admin.MapPut("", JudgingEndpoints.PutAsync).WithName("put_company_judging").WithSummary("Replaces who judges a company's tickets");
        admin.MapPut("/connection", JudgingEndpoints.PutOwnAsync)
            .WithName("put_company_connection").WithSummary("Sets a company's own connection to a model");
        admin.MapDelete("/connection", JudgingEndpoints.DeleteOwnAsync)
            .WithName("delete_company_connection").WithSummary("Deletes a company's own connection and its key")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        admin.MapPost("/try", JudgingEndpoints.TryAsync).WithName("try_company_judge").WithSummary("Tries a judge on an example ticket");
    }

    private static void MapOwn(RouteGroupBuilder own)
    {
        own.MapGet("", (HttpContext context, JudgingService judging) => JudgingEndpoints.FindAsync(context, context.Caller().OwnCompany, judging))
            .WithName("get_judging").WithSummary("Who judges your tickets, and what that used this month");
        own.MapPut("", (HttpContext context, Body<JudgingBody> body, JudgingService judging) =>
                JudgingEndpoints.PutAsync(context, context.Caller().OwnCompany, body, judging))
            .WithName("put_judging").WithSummary("Replaces who judges your tickets, whose tickets may be sent to a model, and the monthly budget");
        own.MapPut("/connection", (HttpContext context, Body<OwnModelBody> body, OwnModelService models) =>
                JudgingEndpoints.PutOwnAsync(context, context.Caller().OwnCompany, body, models))
            .WithName("put_own_connection").WithSummary("Sets your own connection to a model; the key is never returned");
        own.MapDelete("/connection", (HttpContext context, OwnModelService models) =>
                JudgingEndpoints.DeleteOwnAsync(context, context.Caller().OwnCompany, models))
            .WithName("delete_own_connection").WithSummary("Deletes your own connection and its key")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict));
        own.MapPost("/try", (HttpContext context, Body<JudgeTrialBody> body, JudgeTrials trials) =>
                JudgingEndpoints.TryAsync(context, context.Caller().OwnCompany, body, trials))
            .WithName("try_judge").WithSummary("Tries a judge on an example ticket; what it uses counts toward the budget");
    }
}

/// <summary>Bodies and stored documents of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(JudgeTrialBody))]
[JsonSerializable(typeof(JudgeTrialResultBody))]
[JsonSerializable(typeof(JudgingBody))]
[JsonSerializable(typeof(JudgingRules))]
[JsonSerializable(typeof(JudgingStateBody))]
[JsonSerializable(typeof(OwnModelBody))]
internal sealed partial class JudgingJson : JsonSerializerContext
{
    public static JudgingJson Shared { get; } = new(WireFormat.Options());
}
