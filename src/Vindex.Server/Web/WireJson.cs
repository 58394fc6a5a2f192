using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Server.Callbacks;
using Vindex.Server.Companies;
using Vindex.Server.Evaluations;
using Vindex.Server.Evaluator;
using Vindex.Server.Feedback;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Installations;
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
[JsonSerializable(typeof(NewCompanyBody))]
[JsonSerializable(typeof(CompanyChangeBody))]
[JsonSerializable(typeof(CompanyBody))]
[JsonSerializable(typeof(CompanyListBody))]
[JsonSerializable(typeof(NewCustomerBody))]
[JsonSerializable(typeof(CustomerChangeBody))]
[JsonSerializable(typeof(CustomerBody))]
[JsonSerializable(typeof(CustomerListBody))]
[JsonSerializable(typeof(NewKeyBody))]
[JsonSerializable(typeof(RotationBody))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(KeyListBody))]
[JsonSerializable(typeof(StoredProfileBody))]
[JsonSerializable(typeof(ProfileListBody))]
[JsonSerializable(typeof(AuditListBody))]
[JsonSerializable(typeof(CallbackBody))]
[JsonSerializable(typeof(FailedCallbackBody))]
[JsonSerializable(typeof(DeliveryItemBody))]
[JsonSerializable(typeof(DeliveryBody))]
[JsonSerializable(typeof(DeliveryListBody))]
[JsonSerializable(typeof(ReplayRequestBody))]
[JsonSerializable(typeof(ReplayBody))]
[JsonSerializable(typeof(JobBody))]
[JsonSerializable(typeof(EventAnswerBody))]
[JsonSerializable(typeof(RegisteredBody))]
[JsonSerializable(typeof(InstallationBody))]
[JsonSerializable(typeof(InstallationListBody))]
[JsonSerializable(typeof(InstallationSettings))]
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
[JsonSerializable(typeof(ProjectListBody))]
[JsonSerializable(typeof(StatsRequestBody))]
[JsonSerializable(typeof(StatsBody))]
[JsonSerializable(typeof(NewUserBody))]
[JsonSerializable(typeof(UserChangeBody))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(UserListBody))]
[JsonSerializable(typeof(LinkBody))]
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
    /// <summary>Leaves letters of all scripts and quotes as they are; answers are never put into a page as markup.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The one to use; the generated default knows nothing of our names, times and letters.</summary>
    public static WireJson Shared { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = Encoder,
        Converters = { new InstantConverter() },
    });
}
