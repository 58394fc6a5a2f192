using System.Text.Json.Serialization;
using Vindex.Server.Configuration;
using Vindex.Server.Scoring.Batches;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;

namespace Vindex.Server.Scoring;

/// <summary>Synchronous scoring of single tickets.</summary>
internal static class ScoringModule
{
    public static void AddScoring(this IServiceCollection services)
    {
        services.AddJson(ScoringJson.Shared);
        services.AddSettings<ScoringOptions>("Scoring");
        services.AddSettings<BatchLimit>("Limits:Batch");
        services.AddRateLimit(RateLimits.Score);
        services.AddSingleton<Judges>();
        services.AddSingleton<TicketScorer>();
        services.AddSingleton<PendingWrites>();
        services.AddHealthChecks().AddCheck<StoringCheck>(StoringCheck.Name);
        services.AddSingleton<Idempotency>();
        services.AddSingleton(provider => new InFlight(provider.GetRequiredService<IOptions<ScoringOptions>>().Value.MaxConcurrent));
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

    /// <summary>For reading bodies.</summary>
    public static ScoringJson Bodies { get; } = new(WireFormat.BodyOptions());
}
