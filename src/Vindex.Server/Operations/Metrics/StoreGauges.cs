using Vindex.Server.Operations.Connections;
using Vindex.Server.Telemetry;
using Vindex.Storage;

namespace Vindex.Server.Operations.Metrics;

/// <summary>The state of the store and of the process, as of the last scrape.</summary>
internal sealed class StoreGauges : IDisposable
{
    private readonly IStore _store;
    private readonly TimeProvider _time;
    private readonly Gauges _gauges = new();
    private StoreState _state = StoreState.Empty;

    public StoreGauges(IStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
        _gauges
            .Add("vindex.outbox.waiting", () => _state.DeliveriesWaiting, "{callback}", "Callbacks waiting for their next attempt.")
            .Add("vindex.outbox.age", () => Age(_state.OldestDelivery), "s", "How long ago the oldest waiting callback was due; 0 if none is due.")
            .Add("vindex.store.size", () => _state.Bytes, "By", "Size of the database.")
            .Add("vindex.store.log.size", () => _state.LogBytes, "By", "Size of the write-ahead log.")
            .Add("vindex.store.scores", () => _state.Scores, "{score}", "Stored scores.")
            .Add("vindex.store.feedback", () => _state.FeedbackRows, "{row}", "Stored rows of feedback; every score has one.")
            .Add("vindex.process.descriptors", ProcessDescriptors.Open, "{descriptor}", "Open file descriptors.")
            .Add("vindex.process.descriptors.limit", () => Descriptors.Limit() ?? 0, "{descriptor}", "File descriptors that the process can open; 0 if unknown.");
    }

    /// <summary>Reads the state of the store.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken) => _state = await _store.StateAsync(cancellationToken);

    public void Dispose() => _gauges.Dispose();

    private double Age(DateTimeOffset? due) => due is { } at && _time.GetUtcNow() - at is { Ticks: > 0 } age ? age.TotalSeconds : 0;
}

/// <summary>File descriptors of this process.</summary>
internal static class ProcessDescriptors
{
    private const string Folder = "/proc/self/fd";

    /// <summary>How many are open; 0 if unknown (only Linux has /proc).</summary>
    public static long Open() => Directory.Exists(Folder) ? Directory.EnumerateFileSystemEntries(Folder).LongCount() : 0;
}
