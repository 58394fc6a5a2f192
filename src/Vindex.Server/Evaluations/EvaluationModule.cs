using System.Text.Json.Serialization;
using Vindex.Server.Background;
using Vindex.Server.Configuration;
using Vindex.Server.Web;
using Vindex.Storage.Jobs;

namespace Vindex.Server.Evaluations;

/// <summary>The evaluation feature: events, queue and workers.</summary>
internal static class EvaluationModule
{
    public static void AddEvaluations(this IServiceCollection services)
    {
        services.AddJson(EvaluationJson.Shared);
        services.AddSettings<EvaluationOptions>("Evaluations");
        services.AddSingleton<QueueGate>();
        services.AddHealthChecks().AddCheck<QueueCheck>(QueueCheck.Name);
        services.AddSingleton<EvaluationSignal>();
        services.AddSingleton<EvaluationIntake>();
        services.AddSingleton<EvaluationRun>();
        services.AddSingleton<EvaluationResults>();
        services.AddSingleton<JobService>();
        services.AddLeasedWorker<LeasedJob, EvaluationJobs>();
    }
}

/// <summary>JSON bodies of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(EventAnswerBody))]
[JsonSerializable(typeof(JobBody))]
internal sealed partial class EvaluationJson : JsonSerializerContext
{
    public static EvaluationJson Shared { get; } = new(WireFormat.Options());
}
