using Vindex.Server.Background;
using Vindex.Storage.Jobs;

namespace Vindex.Server.Evaluations;

/// <summary>Signals that a ticket was queued.</summary>
internal sealed class EvaluationSignal(TimeProvider time, NodeMessages messages) : WorkSignal(time, messages);

/// <summary>The evaluation queue as leased work.</summary>
internal sealed class EvaluationJobs(
    IJobStore store, TimeProvider time, EvaluationRun run, IOptions<EvaluationOptions> options, QueueGate gate, EvaluationSignal signal)
    : ILeasedWork<LeasedJob>
{
    public LeasedWorkOptions Options { get; } = JobPolicy.Work(options.Value);

    public WorkSignal Signal => signal;

    public async Task TakeBackAsync(bool all, CancellationToken cancellationToken)
    {
        var back = await store.TakeBackAsync(time.GetUtcNow(), all, cancellationToken);
        if (all)
        {
            await gate.LookAsync(cancellationToken);
        }
        else if (back > 0)
        {
            gate.Count(back);
            signal.Set();
        }
    }

    public async Task<LeasedItems<LeasedJob>> LeaseAsync(int room, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var lease = await store.LeaseAsync(room, now, now + options.Value.Lease, cancellationToken);
        if (lease.Jobs.Count > 0) gate.Count(-lease.Jobs.Count);
        return new LeasedItems<LeasedJob>(lease.Jobs, lease.NextDue);
    }

    public async Task<IReadOnlyCollection<LeasedJob>> RenewAsync(IReadOnlyCollection<LeasedJob> held, CancellationToken cancellationToken)
    {
        List<(string, int)> leases = [.. held.Select(leased => (leased.Job.Id, leased.Job.Taken))];
        var lost = (await store.RenewAsync(leases, time.GetUtcNow() + options.Value.Lease, cancellationToken)).ToHashSet(StringComparer.Ordinal);
        return [.. held.Where(leased => lost.Contains(leased.Job.Id))];
    }

    public Task RunAsync(LeasedJob item, CancellationToken stop) => run.RunAsync(item, stop);

    public Task ReleaseAsync(LeasedJob item) => store.ReleaseAsync(item.Job.Id, item.Job.Taken, time.GetUtcNow(), CancellationToken.None);
}
