using Vindex.Server.Telemetry;
using Vindex.Storage.Jobs;

namespace Vindex.Server.Evaluations;

/// <summary>
/// Decides whether the queue is too full or too old. Because every event asks, it queries the store only a few times per second and counts in between.
/// </summary>
internal sealed class QueueGate : IDisposable
{
    /// <summary>How long a look at the store is used.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(200);

    private readonly IJobStore _store;
    private readonly TimeProvider _time;
    private readonly EvaluationOptions _options;
    private readonly Gauges _gauges = new();
    private QueueState _state = new(0, null);
    private long _since;
    private long _lookedAt = long.MinValue;
    private int _looking;

    public QueueGate(IJobStore store, TimeProvider time, IOptions<EvaluationOptions> options)
    {
        _store = store;
        _time = time;
        _options = options.Value;
        _gauges.Add("vindex.queue.waiting", () => Waiting, "{ticket}", "Tickets waiting to be scored.")
            .Add("vindex.queue.age", () => Age.TotalSeconds, "s", "Waiting time of the oldest queued ticket.");
    }

    /// <summary>Number of queued tickets, as far as known.</summary>
    public long Waiting => Math.Max(0, Volatile.Read(ref _state).Waiting + Interlocked.Read(ref _since));

    /// <summary>Age of the oldest queued ticket, as far as known.</summary>
    public TimeSpan Age =>
        Volatile.Read(ref _state).OldestDue is { } oldest && Waiting > 0 && _time.GetUtcNow() is var now && now > oldest ? now - oldest : TimeSpan.Zero;

    public void Dispose() => _gauges.Dispose();

    /// <summary>Delay before retrying in whole seconds; null if there is room.</summary>
    public async ValueTask<int?> BusyAsync(CancellationToken cancellationToken)
    {
        if (!IsFresh) await LookAsync(cancellationToken);
        return JobPolicy.RetryAfter(_options, Waiting, Age);
    }

    /// <summary>Counts tickets queued (or, if negative, leased) on this node since the last query.</summary>
    public void Count(int tickets) => Interlocked.Add(ref _since, tickets);

    /// <summary>Queries the store; one caller at a time, the others use the last result.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _looking, 1) == 1) return;
        try
        {
            var before = Interlocked.Read(ref _since);
            var state = await _store.StateAsync(_time.GetUtcNow(), cancellationToken);
            Interlocked.Add(ref _since, -before);
            Volatile.Write(ref _state, state);
            Interlocked.Exchange(ref _lookedAt, _time.GetTimestamp());
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    private bool IsFresh => Interlocked.Read(ref _lookedAt) is var at && at != long.MinValue && _time.GetElapsedTime(at) < Fresh;
}
