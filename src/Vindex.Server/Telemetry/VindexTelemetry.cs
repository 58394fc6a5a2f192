using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Vindex.Server.Telemetry;

/// <summary>The server's traces and metrics; both sources are named <c>Vindex</c>.</summary>
internal static class VindexTelemetry
{
    public const string Name = "Vindex";
    private static readonly Meter s_meter = new(Name);

    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Tickets judged.</summary>
    public static Counter<long> Judged { get; } = s_meter.CreateCounter<long>("vindex.scores.judged", "{ticket}", "Tickets scored and stored.");

    /// <summary>Requests refused by a limit or because too many were under way.</summary>
    public static Counter<long> Refused { get; } = s_meter.CreateCounter<long>(
        "vindex.requests.refused", "{request}", "Requests refused because of a rate limit or overload.");

    /// <summary>Duration of scoring.</summary>
    public static Histogram<double> JudgeDuration { get; } = s_meter.CreateHistogram<double>(
        "vindex.judge.duration", "s", "Time to read and score one ticket.");

    /// <summary>Time until a score was durable.</summary>
    public static Histogram<double> StoreDuration { get; } = s_meter.CreateHistogram<double>(
        "vindex.store.duration", "s", "From handing a score to the store until it is durable.");

    /// <summary>Tickets added to the queue.</summary>
    public static Counter<long> Queued { get; } = s_meter.CreateCounter<long>("vindex.jobs.queued", "{ticket}", "Tickets added to the queue.");

    /// <summary>Callback attempts, by outcome.</summary>
    public static Counter<long> CallbackAttempts { get; } = s_meter.CreateCounter<long>(
        "vindex.callbacks.attempts", "{attempt}", "Callback attempts, by outcome.");

    /// <summary>Time until receivers responded.</summary>
    public static Histogram<double> CallbackDuration { get; } = s_meter.CreateHistogram<double>(
        "vindex.callbacks.duration", "s", "Time of one callback attempt until the response status.");

    /// <summary>Duration of statistics questions.</summary>
    public static Histogram<double> StatisticsDuration { get; } = s_meter.CreateHistogram<double>(
        "vindex.statistics.duration", "s", "Time to compute one statistics answer, without writing the response.");

    private static readonly Counter<long> s_jobs = s_meter.CreateCounter<long>("vindex.jobs.ended", "{ticket}", "Finished jobs, by outcome.");

    /// <summary>A job ended: <c>done</c>, <c>unchanged</c>, <c>failed</c> or <c>superseded</c>.</summary>
    public static void EndJob(string how) => s_jobs.Add(1, new KeyValuePair<string, object?>("how", how));
}
