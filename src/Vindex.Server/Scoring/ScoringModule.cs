using System.Text.Json.Serialization;
using Vindex.Server.Scoring.Batches;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Web;

namespace Vindex.Server.Scoring;

/// <summary>Synchronous scoring of single tickets.</summary>
internal static class ScoringModule
{
    public static void AddScoring(this IServiceCollection services, ScoringOptions options)
    {
        services.AddJson(ScoringJson.Shared);
        services.AddSingleton(options);
        services.AddSingleton<Judges>();
        services.AddSingleton<TicketScorer>();
        services.AddSingleton<PendingWrites>();
        services.AddHealthChecks().AddCheck<StoringCheck>(StoringCheck.Name);
        services.AddSingleton<Idempotency>();
        services.AddSingleton(new InFlight(options.MaxConcurrent));
        services.AddSingleton<ScoringService>();
        services.AddSingleton<BatchScoring>();
    }
}

/// <summary>JSON bodies of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ScoreRequestBody))]
[JsonSerializable(typeof(ScoreAnswer))]
[JsonSerializable(typeof(ScoreBatchBody))]
[JsonSerializable(typeof(BatchRefusal))]
[JsonSerializable(typeof(BatchEnd))]
internal sealed partial class ScoringJson : JsonSerializerContext
{
    public static ScoringJson Shared { get; } = new(WireFormat.Options());
}
