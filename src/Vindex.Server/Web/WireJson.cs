using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Vindex.Server.Callbacks;
using Vindex.Server.Evaluations;
using Vindex.Server.Installations;

namespace Vindex.Server.Web;

/// <summary>How our records are JSON. Written by generated code: reflection would cost tens of milliseconds at start.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
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
internal sealed partial class WireJson : JsonSerializerContext
{
    public static JavaScriptEncoder Encoder => WireFormat.Encoder;

    /// <summary>The one to use; the generated default knows nothing of our names, times and letters.</summary>
    public static WireJson Shared { get; } = new(WireFormat.Options());
}
