using System.Text.Json.Serialization;
using Vindex.Server.Operations.Backups;
using Vindex.Server.Operations.Running;
using Vindex.Server.Web;

namespace Vindex.Server.Operations;

/// <summary>Bodies and answers of operations, and the file that names a running server.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AccountOrderBody))]
[JsonSerializable(typeof(AccountResetBody))]
[JsonSerializable(typeof(SecondFactorRemovalBody))]
[JsonSerializable(typeof(AccountOutcomeBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(BackupRequestBody))]
[JsonSerializable(typeof(FolderBackupRequestBody))]
[JsonSerializable(typeof(BackupBody))]
[JsonSerializable(typeof(CheckBody))]
[JsonSerializable(typeof(ServerFileBody))]
internal sealed partial class OperationsJson : JsonSerializerContext
{
    public static OperationsJson Shared { get; } = new(WireFormat.Options());
}
