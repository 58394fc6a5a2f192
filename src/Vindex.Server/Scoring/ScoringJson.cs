using System.Text.Json.Serialization;
using Vindex.Server.Web;

namespace Vindex.Server.Scoring;

/// <summary>Bodies and stored documents of scoring.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ScoreRequestBody))]
[JsonSerializable(typeof(ScoreAnswer))]
[JsonSerializable(typeof(ScoreDetail))]
internal sealed partial class ScoringJson : JsonSerializerContext
{
    public static ScoringJson Shared { get; } = new(WireFormat.Options());
}
