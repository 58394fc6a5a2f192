using System.Text.Json.Serialization;
using Vindex.Server.Web;

namespace Vindex.Server.Evaluator;

/// <summary>JSON bodies and stored documents of the public evaluator.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(UploadFormBody))]
[JsonSerializable(typeof(UploadBody))]
[JsonSerializable(typeof(UploadRecord))]
[JsonSerializable(typeof(ScoreSessionBody))]
[JsonSerializable(typeof(ScoringBody))]
[JsonSerializable(typeof(ScoringOrder))]
[JsonSerializable(typeof(SessionOutcome))]
[JsonSerializable(typeof(EvaluatedRowBody))]
[JsonSerializable(typeof(EvaluationResultsBody))]
[JsonSerializable(typeof(TicketAnswerBody))]
internal sealed partial class EvaluatorJson : JsonSerializerContext
{
    public static EvaluatorJson Shared { get; } = new(WireFormat.Options());
}
