using System.Text.Json.Serialization;
using Vindex.Server.Background;
using Vindex.Server.Rescoring.Effects;
using Vindex.Server.Web;
using Vindex.Storage.Rescores;

namespace Vindex.Server.Rescoring;

/// <summary>Judging stored tickets again, after the rubric or a profile has changed.</summary>
internal static class RescoreModule
{
    public static void AddRescoring(this IServiceCollection services)
    {
        services.AddJson(RescoreJson.Shared);
        services.AddSingleton<RescoreSignal>();
        services.AddSingleton<TicketRescoring>();
        services.AddSingleton<RescoreRun>();
        services.AddSingleton<RescoreService>();
        services.AddSingleton<ProfileEffectService>();
        services.AddLeasedWorker<Rescore, RescoreWork>();
    }
}

/// <summary>Bodies and answers of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NewRescoreBody))]
[JsonSerializable(typeof(RescoreBody))]
[JsonSerializable(typeof(RescoreListBody))]
[JsonSerializable(typeof(RescorePreviewBody))]
[JsonSerializable(typeof(RescorePreviewSumBody))]
[JsonSerializable(typeof(ProfileEffectBody))]
internal sealed partial class RescoreJson : JsonSerializerContext
{
    public static RescoreJson Shared { get; } = new(WireFormat.Options());
}
