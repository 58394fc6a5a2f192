using System.Text.Json.Serialization;
using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;

namespace Vindex.Server.Security;

/// <summary>Bodies and answers of sessions, and the details of audit entries.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SignInBody))]
[JsonSerializable(typeof(CompanyChoiceBody))]
[JsonSerializable(typeof(PasswordChangeBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(PendingSignIn))]
[JsonSerializable(typeof(OwnSessionListBody))]
[JsonSerializable(typeof(Dictionary<string, string?>), TypeInfoPropertyName = "AuditDetail")]
internal sealed partial class SecurityJson : JsonSerializerContext
{
    public static SecurityJson Shared { get; } = new(WireFormat.Options());
}
