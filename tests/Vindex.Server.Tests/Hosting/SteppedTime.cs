namespace Vindex.Server.Tests.Hosting;

/// <summary>The system's clock with steps, as when it is set: the time of day jumps, while timers and elapsed times go on as before.</summary>
public sealed class SteppedTime : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));

    /// <summary>Sets the clock forward or, if negative, back.</summary>
    public void Step(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
