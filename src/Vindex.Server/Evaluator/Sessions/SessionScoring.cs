using Vindex.Server.Background;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator.Sessions;

/// <summary>Signals that a session is waiting.</summary>
internal sealed class SessionSignal(TimeProvider time, NodeMessages messages) : WorkSignal(time, messages);

/// <summary>The evaluator's sessions as leased work: several at a time, oldest first; interrupted sessions are resumed after a stop or crash.</summary>
internal sealed class SessionScoring(
    IEvaluatorStore store, TimeProvider time, SessionRun run, IOptions<EvaluatorOptions> options, SessionSignal signal) : ILeasedWork<LeasedEvaluation>
{
    public LeasedWorkOptions Options { get; } = new(
        "evaluator", options.Value.Parallelism, Heartbeat: SessionRun.Lease / 3, Poll: TimeSpan.FromSeconds(2), Grace: TimeSpan.Zero,
        SignalBelow: options.Value.Parallelism);

    public WorkSignal Signal => signal;

    /// <summary>Expired leases need nothing: <see cref="LeaseAsync"/> takes them over.</summary>
    public Task TakeBackAsync(bool all, CancellationToken cancellationToken) => all ? store.TakeBackAsync(cancellationToken) : Task.CompletedTask;

    public async Task<LeasedItems<LeasedEvaluation>> LeaseAsync(int room, CancellationToken cancellationToken)
    {
        var items = new List<LeasedEvaluation>();
        var now = time.GetUtcNow();
        while (items.Count < room && await store.LeaseAsync(now, now + SessionRun.Lease, cancellationToken) is { } leased) items.Add(leased);
        return new LeasedItems<LeasedEvaluation>(items, null);
    }

    /// <summary>Every batch of results renews the lease.</summary>
    public Task<IReadOnlyCollection<LeasedEvaluation>> RenewAsync(IReadOnlyCollection<LeasedEvaluation> held, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<LeasedEvaluation>>([]);

    public Task RunAsync(LeasedEvaluation item, CancellationToken stop) => run.RunAsync(item, stop);

    public Task ReleaseAsync(LeasedEvaluation item) => store.ReleaseAsync(item.Session.Id, CancellationToken.None);
}
