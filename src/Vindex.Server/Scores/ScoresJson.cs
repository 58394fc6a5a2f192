using System.Text.Json.Serialization;
using Vindex.Server.Web;

namespace Vindex.Server.Scores;

/// <summary>Answers about scores.</summary>
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
