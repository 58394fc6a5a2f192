namespace Vindex.Benchmarks.Simulation;

/// <summary>A clock that jumps from event to event. Events of the same time happen in the order in which they were scheduled.</summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private long _order;
    private DateTimeOffset _now = start;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => _now;

    /// <summary>Events so far.</summary>
    public long Count { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Schedules an event.</summary>
    public void After(TimeSpan delay, Action happens) => _events.Enqueue(happens, (_now.UtcTicks + Math.Max(0, delay.Ticks), _order++));

    /// <summary>Lets events happen until a time has come or <paramref name="isOver"/> holds.</summary>
    public void RunUntil(DateTimeOffset until, Func<bool>? isOver = null)
    {
        while (_events.TryPeek(out _, out var next) && next.At <= until.UtcTicks)
        {
            if (isOver?.Invoke() is true) return;
            var happens = _events.Dequeue();
            _now = new DateTimeOffset(next.At, TimeSpan.Zero);
            Count++;
            happens();
        }

        _now = until;
    }
}
