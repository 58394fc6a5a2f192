using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Vindex.Server.Operations;

/// <summary>Traces and metrics of our own; both sources are called <c>Vindex</c>.</summary>
internal static class VindexTelemetry
{
    public const string Name = "Vindex";
    private static readonly Meter s_meter = new(Name);
    private static int s_storing;

    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Tickets judged.</summary>
    public static Counter<long> Judged { get; } = s_meter.CreateCounter<long>("vindex.scores.judged", "{ticket}", "Tickets judged and stored.");

    /// <summary>Requests refused by a limit or because too many were under way.</summary>
    public static Counter<long> Refused { get; } = s_meter.CreateCounter<long>("vindex.requests.refused", "{request}", "Requests refused by a rate limit or for load.");

    /// <summary>How long judging took.</summary>
    public static Histogram<double> JudgeDuration { get; } = s_meter.CreateHistogram<double>("vindex.judge.duration", "s", "Reading and judging one ticket.");

    /// <summary>How long a score waited for the disk.</summary>
    public static Histogram<double> StoreDuration { get; } = s_meter.CreateHistogram<double>("vindex.store.duration", "s", "From handing a score to the store until it is durable.");

    /// <summary>Scores handed to the store and not yet durable.</summary>
    public static ObservableGauge<int> Storing { get; } =
        s_meter.CreateObservableGauge("vindex.store.queue", () => StoringNow, "{score}", "Scores handed to the store and not yet durable.");

    /// <summary>Scores handed to the store and not yet durable.</summary>
    public static int StoringNow => Volatile.Read(ref s_storing);

    public static void BeginStoring() => Interlocked.Increment(ref s_storing);

    public static void EndStoring() => Interlocked.Decrement(ref s_storing);
}
