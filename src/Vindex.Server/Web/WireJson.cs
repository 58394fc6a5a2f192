using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Vindex.Server.Evaluator;
using Vindex.Server.Operations;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Web;

/// <summary>How our records are JSON. Written by generated code: reflection would cost tens of milliseconds at start.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(ScoreRequestBody))]
[JsonSerializable(typeof(ScoreAnswer))]
[JsonSerializable(typeof(ScoreDetail))]
[JsonSerializable(typeof(ProfileBody))]
[JsonSerializable(typeof(SummaryBody))]
[JsonSerializable(typeof(CompanyScoreBody))]
[JsonSerializable(typeof(ChartBody))]
[JsonSerializable(typeof(ScoreListBody))]
[JsonSerializable(typeof(ScoreBody))]
[JsonSerializable(typeof(AccountOrderBody))]
[JsonSerializable(typeof(AccountResetBody))]
[JsonSerializable(typeof(AccountOutcomeBody))]
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
[JsonSerializable(typeof(SignInBody))]
[JsonSerializable(typeof(CompanyChoiceBody))]
[JsonSerializable(typeof(PasswordChangeBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(OwnSessionListBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(BackupRequestBody))]
[JsonSerializable(typeof(BackupBody))]
[JsonSerializable(typeof(CheckBody))]
[JsonSerializable(typeof(ServerFileBody))]
[JsonSerializable(typeof(Dictionary<string, string?>), TypeInfoPropertyName = "DictionaryStringString")]
internal sealed partial class WireJson : JsonSerializerContext
{
    public static JavaScriptEncoder Encoder => WireFormat.Encoder;

    /// <summary>The one to use; the generated default knows nothing of our names, times and letters.</summary>
    public static WireJson Shared { get; } = new(WireFormat.Options());
}
