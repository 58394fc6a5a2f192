using System.Text.Json.Serialization;

namespace Vindex.Server.Web;

/// <summary>Problems.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(ReasonBody))]
internal sealed partial class ProblemJson : JsonSerializerContext
{
    public static ProblemJson Shared { get; } = new(WireFormat.Options());
}
