using Vindex.Server.Telemetry;
using Vindex.Storage;
using Vindex.Storage.Jobs;

namespace Vindex.Server.Evaluations;

/// <summary>
/// Says when the queue is too full or too old to take more. Asked with every event, so it looks into the store a few times a second and counts in between.
/// </summary>
internal sealed class QueueGate : IDisposable
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(200);
    private readonly IStore _store;
    private readonly TimeProvider _time;
    private readonly EvaluationOptions _options;
    private readonly Gauges _gauges = new();
    private QueueState _state = new(0, null);
    private long _since;
    private long _lookedAt = long.MinValue;
    private int _looking;

    public QueueGate(IStore store, TimeProvider time, EvaluationOptions options)
    {
        _store = store;
        _time = time;
        _options = options;
        _gauges.Add("vindex.queue.waiting", () => Waiting, "{ticket}", "Tickets waiting to be scored.")
            .Add("vindex.queue.age", () => Age.TotalSeconds, "s", "Waiting time of the oldest queued ticket.");
    }

    /// <summary>Tickets that wait to be judged, as far as known.</summary>
    public long Waiting => Math.Max(0, Volatile.Read(ref _state).Waiting + Interlocked.Read(ref _since));

    /// <summary>How long the one that waits longest has been waiting, as far as known.</summary>
    public TimeSpan Age => Volatile.Read(ref _state).OldestDue is { } oldest && Waiting > 0 && _time.GetUtcNow() is var now && now > oldest ? now - oldest : TimeSpan.Zero;

    public void Dispose() => _gauges.Dispose();

    /// <summary>When to come back, in whole seconds; null when there is room.</summary>
    public async ValueTask<int?> BusyAsync(CancellationToken cancellationToken)
    {
        if (!IsFresh) await LookAsync(cancellationToken);
        return Waiting >= _options.MaxWaiting || Age > _options.MaxAge ? (int)Math.Ceiling(_options.RetryAfter.TotalSeconds) : null;
    }

    /// <summary>Tickets were queued (or, negative, leased) here since the last look.</summary>
    public void Count(int tickets) => Interlocked.Add(ref _since, tickets);

    /// <summary>Looks into the store; one caller at a time, the others go on with what is known.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _looking, 1) == 1) return;
        try
        {
            var before = Interlocked.Read(ref _since);
            var state = await _store.Jobs.StateAsync(_time.GetUtcNow(), cancellationToken);
            Interlocked.Add(ref _since, -before);
            Volatile.Write(ref _state, state);
            Interlocked.Exchange(ref _lookedAt, _time.GetTimestamp());
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    private bool IsFresh => Interlocked.Read(ref _lookedAt) is var at && at != long.MinValue && _time.GetElapsedTime(at) < s_fresh;
}
