using Vindex.Server.Background;
using Vindex.Storage.Rescores;

namespace Vindex.Server.Rescoring;

/// <summary>Set when a run was started.</summary>
internal sealed class RescoreSignal(TimeProvider time, NodeMessages messages) : WorkSignal(time, messages);

/// <summary>Runs as work: one at a time, the oldest first, and those that a stop or a crash interrupted.</summary>
internal sealed class RescoreWork(IRescoreStore store, TimeProvider time, RescoreRun run, RescoreSignal signal) : ILeasedWork<Rescore>
{
    // One at a time, so that judging again never takes more than one core from tickets that come in.
    public LeasedWorkOptions Options { get; } = new(
        "rescoring", Parallelism: 1, Heartbeat: RescoreRun.Lease / 3, Poll: TimeSpan.FromSeconds(5), Grace: TimeSpan.Zero, SignalBelow: 1);

    public WorkSignal Signal => signal;

    /// <summary>Expired leases need nothing: <see cref="LeaseAsync"/> takes them over.</summary>
    public Task TakeBackAsync(bool all, CancellationToken cancellationToken) => all ? store.TakeBackAsync(cancellationToken) : Task.CompletedTask;

    public async Task<LeasedItems<Rescore>> LeaseAsync(int room, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return new LeasedItems<Rescore>(await store.LeaseAsync(now, now + RescoreRun.Lease, cancellationToken) is { } leased ? [leased] : [], null);
    }

    /// <summary>A lease is extended with each batch.</summary>
    public Task<IReadOnlyCollection<Rescore>> RenewAsync(IReadOnlyCollection<Rescore> held, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<Rescore>>([]);

    public Task RunAsync(Rescore item, CancellationToken stop) => run.RunAsync(item, stop);

    public Task ReleaseAsync(Rescore item) => store.ReleaseAsync(item.Id, item.Taken, CancellationToken.None);
}
