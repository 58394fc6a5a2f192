using Vindex.Server.Background;
using Vindex.Storage.Deletions;

namespace Vindex.Server.Deletions;

/// <summary>Set when a deletion was started.</summary>
internal sealed class DeletionSignal(TimeProvider time, NodeMessages messages) : WorkSignal(time, messages);

/// <summary>Deletions as work: one at a time, the oldest first, and those that a stop or a crash interrupted.</summary>
internal sealed class DeletionWork(IDeletionStore store, TimeProvider time, DeletionRun run, DeletionSignal signal) : ILeasedWork<Deletion>
{
    public LeasedWorkOptions Options { get; } = new(
        "deletions", Parallelism: 1, Heartbeat: DeletionRun.Lease / 3, Poll: TimeSpan.FromSeconds(5), Grace: TimeSpan.Zero, SignalBelow: 1);

    public WorkSignal Signal => signal;

    /// <summary>Expired leases need nothing: <see cref="LeaseAsync"/> takes them over.</summary>
    public Task TakeBackAsync(bool all, CancellationToken cancellationToken) => all ? store.TakeBackAsync(cancellationToken) : Task.CompletedTask;

    public async Task<LeasedItems<Deletion>> LeaseAsync(int room, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return new LeasedItems<Deletion>(await store.LeaseAsync(now, now + DeletionRun.Lease, cancellationToken) is { } leased ? [leased] : [], null);
    }

    /// <summary>A lease is extended with each slice.</summary>
    public Task<IReadOnlyCollection<Deletion>> RenewAsync(IReadOnlyCollection<Deletion> held, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<Deletion>>([]);

    public Task RunAsync(Deletion item, CancellationToken stop) => run.RunAsync(item, stop);

    public Task ReleaseAsync(Deletion item) => store.ReleaseAsync(item.Id, item.Taken, CancellationToken.None);
}
