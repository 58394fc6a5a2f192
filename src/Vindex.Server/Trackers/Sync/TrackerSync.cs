using Vindex.Server.Background;
using Vindex.Storage.Trackers;

namespace Vindex.Server.Trackers.Sync;

/// <summary>Set when a connection has something to do.</summary>
internal sealed class TrackerSignal(TimeProvider time, NodeMessages messages) : WorkSignal(time, messages);

/// <summary>Reading connections as leased work: each by one worker at a time, over all servers.</summary>
internal sealed class TrackerSync(ITrackerWork store, TimeProvider time, TrackerRun run, TrackerSignal signal, IOptions<TrackerOptions> options)
    : ILeasedWork<TrackerLease>
{
    public LeasedWorkOptions Options { get; } = new(
        "trackers", options.Value.Parallelism, Heartbeat: TrackerRun.Lease / 3, Poll: TimeSpan.FromSeconds(5), Grace: TimeSpan.Zero,
        SignalBelow: options.Value.Parallelism);

    public WorkSignal Signal => signal;

    /// <summary>Expired leases need nothing: <see cref="LeaseAsync"/> takes them over.</summary>
    public Task TakeBackAsync(bool all, CancellationToken cancellationToken) => all ? store.TakeBackAsync(cancellationToken) : Task.CompletedTask;

    public async Task<LeasedItems<TrackerLease>> LeaseAsync(int room, CancellationToken cancellationToken)
    {
        List<TrackerLease> leases = [];
        while (leases.Count < room)
        {
            var now = time.GetUtcNow();
            if (await store.LeaseAsync(now, now + TrackerRun.Lease, cancellationToken) is not { } lease) break;
            leases.Add(lease);
        }

        return new LeasedItems<TrackerLease>(leases, null);
    }

    public async Task<IReadOnlyCollection<TrackerLease>> RenewAsync(IReadOnlyCollection<TrackerLease> held, CancellationToken cancellationToken)
    {
        var lost = await store.RenewAsync([.. held], time.GetUtcNow() + TrackerRun.Lease, cancellationToken);
        return [.. held.Where(lease => lost.Contains(lease.Connection.Id))];
    }

    public Task RunAsync(TrackerLease item, CancellationToken stop) => run.RunAsync(item, stop);

    public Task ReleaseAsync(TrackerLease item) => store.ReleaseAsync(item, item.Connection.Failure, CancellationToken.None);
}
