using System.Text.Json.Serialization;
using Vindex.Server.Background;
using Vindex.Server.Configuration;
using Vindex.Server.Trackers.Connections;
using Vindex.Server.Trackers.Sync;
using Vindex.Server.Trackers.WritingBack;
using Vindex.Server.Web;
using Vindex.Storage.Trackers;

namespace Vindex.Server.Trackers;

/// <summary>Trackers: their backlogs are read and followed, and results are written back.</summary>
internal static class TrackerModule
{
    public static void AddTrackers(this IServiceCollection services)
    {
        services.AddJson(TrackerJson.Shared);
        services.AddSettings<TrackerOptions>("Trackers");
        services.AddSingleton(provider => TrackerProducts.Over(
            provider.GetRequiredService<IOptions<TrackerOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TrackerCredentials>();
        services.AddSingleton<TrackerConnector>();
        services.AddSingleton<CredentialCheck>();
        services.AddSingleton<TrackerSignal>();
        services.AddSingleton<TrackerParts>();
        services.AddSingleton<ProjectParts>();
        services.AddSingleton<TrackerService>();
        services.AddSingleton<TrackedProjectService>();
        services.AddSingleton<TrackerHooks>();
        services.AddSingleton<ResultText>();
        services.AddSingleton<ResultWriter>();
        services.AddSingleton<IssueTermsReader>();
        services.AddSingleton<IssueJudging>();
        services.AddSingleton<ProjectReading>();
        services.AddSingleton<TrackerRun>();
        services.AddLeasedWorker<TrackerLease, TrackerSync>();
    }
}

/// <summary>Bodies of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NewTrackerBody))]
[JsonSerializable(typeof(TrackerChangeBody))]
[JsonSerializable(typeof(TrackerBody))]
[JsonSerializable(typeof(TrackerListBody))]
[JsonSerializable(typeof(AvailableProjectListBody))]
[JsonSerializable(typeof(NewTrackedProjectBody))]
[JsonSerializable(typeof(TrackedProjectChangeBody))]
[JsonSerializable(typeof(TrackedProjectBody))]
[JsonSerializable(typeof(DryRunBody))]
[JsonSerializable(typeof(HookAnswerBody))]
internal sealed partial class TrackerJson : JsonSerializerContext
{
    public static TrackerJson Shared { get; } = new(WireFormat.Options());
}
