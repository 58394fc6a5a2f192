using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Vindex.Server.Operations;

/// <summary>Traces and metrics of our own; both sources are called <c>Vindex</c>.</summary>
internal static class VindexTelemetry
{
    public const string Name = "Vindex";
    private static readonly Meter s_meter = new(Name);
    private static Func<long> s_statisticsMemory = () => 0;
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

    /// <summary>Tickets taken into the queue.</summary>
    public static Counter<long> Queued { get; } = s_meter.CreateCounter<long>("vindex.jobs.queued", "{ticket}", "Tickets taken into the queue.");

    /// <summary>Callback attempts, by outcome.</summary>
    public static Counter<long> CallbackAttempts { get; } = s_meter.CreateCounter<long>("vindex.callbacks.attempts", "{attempt}", "Callback attempts, by outcome.");

    /// <summary>How long receivers took to answer.</summary>
    public static Histogram<double> CallbackDuration { get; } = s_meter.CreateHistogram<double>("vindex.callbacks.duration", "s", "One callback attempt, to the answer's status.");

    /// <summary>How long statistics took.</summary>
    public static Histogram<double> StatisticsDuration { get; } = s_meter.CreateHistogram<double>("vindex.statistics.duration", "s", "Answering one question for statistics, without writing the answer.");

    /// <summary>What the statistics' columns take.</summary>
    public static ObservableGauge<long> StatisticsMemory { get; } =
        s_meter.CreateObservableGauge("vindex.statistics.memory", () => s_statisticsMemory(), "By", "What the statistics' columns take in memory.");

    private static readonly Counter<long> s_jobs = s_meter.CreateCounter<long>("vindex.jobs.ended", "{ticket}", "Queued tickets that came to their end, by how.");
    private static Func<(long Waiting, double Age)> s_queue = () => default;

    /// <summary>Tickets that wait to be judged.</summary>
    public static ObservableGauge<long> QueueLength { get; } =
        s_meter.CreateObservableGauge("vindex.queue.waiting", () => s_queue().Waiting, "{ticket}", "Tickets that wait to be judged.");

    /// <summary>Age of the queue.</summary>
    public static ObservableGauge<double> QueueAge { get; } =
        s_meter.CreateObservableGauge("vindex.queue.age", () => s_queue().Age, "s", "How long the ticket that waits longest has been waiting.");

    /// <summary>Says where the gauges of the queue take their values from.</summary>
    public static void ObserveQueue(Func<(long Waiting, double Age)> queue) => s_queue = queue;

    /// <summary>Says where the gauge of the statistics' memory takes its value from.</summary>
    public static void ObserveStatistics(Func<long> memory) => s_statisticsMemory = memory;

    /// <summary>A job ended: <c>done</c>, <c>unchanged</c>, <c>failed</c> or <c>superseded</c>.</summary>
    public static void EndJob(string how) => s_jobs.Add(1, new KeyValuePair<string, object?>("how", how));

    /// <summary>Scores handed to the store and not yet durable.</summary>
    public static int StoringNow => Volatile.Read(ref s_storing);

    public static void BeginStoring() => Interlocked.Increment(ref s_storing);

    public static void EndStoring() => Interlocked.Decrement(ref s_storing);
}
