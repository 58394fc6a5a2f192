using Vindex.Server.Telemetry;

namespace Vindex.Server.Scoring.Records;

/// <summary>Counts the scores passed to the store that are not durable yet.</summary>
internal sealed class PendingWrites : IDisposable
{
    private readonly Gauges _gauges = new();
    private int _count;

    public PendingWrites() => _gauges.Add("vindex.store.queue", () => Count, "{score}", "Scores waiting to be committed.");

    public int Count => Volatile.Read(ref _count);

    public void Begin() => Interlocked.Increment(ref _count);

    public void End() => Interlocked.Decrement(ref _count);

    public void Dispose() => _gauges.Dispose();
}
