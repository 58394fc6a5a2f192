using Vindex.Server.Background;
using Vindex.Server.Live;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>The outbox as work: takes due deliveries and has them sent, with a limit per lane.</summary>
internal sealed class CallbackDispatch(
    IDeliveryStore store, TimeProvider time, DeliveryAttempts attempts, IOptions<CallbackOptions> options, StoreRetry retry, DispatchSignal signal,
    LiveChanges live)
    : ILeasedWork<TakenDelivery>
{
    private readonly LaneCounts _lanes = new();

    public LeasedWorkOptions Options { get; } = DispatchPolicy.Work;

    public WorkSignal Signal => signal;

    public Task TakeBackAsync(bool all, CancellationToken cancellationToken) => store.TakeBackAsync(time.GetUtcNow(), all, cancellationToken);

    public async Task<LeasedItems<TakenDelivery>> LeaseAsync(int room, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var leaseUntil = DispatchPolicy.LeaseUntil(options.Value, now);
        var take = await store.TakeAsync(_lanes.Busy(), options.Value.Concurrency, room, _lanes.Last, now, leaseUntil, cancellationToken);
        foreach (var taken in take.Deliveries)
        {
            _lanes.Begin(taken.Delivery.Lane);
            live.DeliveryChanged(taken.Delivery.CompanyId);
        }

        return new LeasedItems<TakenDelivery>(take.Deliveries, take.NextDue);
    }

    /// <summary>An attempt ends before its lease does, so leases are never extended.</summary>
    public Task<IReadOnlyCollection<TakenDelivery>> RenewAsync(IReadOnlyCollection<TakenDelivery> held, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<TakenDelivery>>([]);

    public async Task RunAsync(TakenDelivery item, CancellationToken stop)
    {
        SentCallback? sent;
        var startedAt = time.GetUtcNow();
        try
        {
            sent = await attempts.SendAsync(item, stop);
        }
        finally
        {
            // The endpoint is free for the next while this one's end is being stored.
            if (DispatchPolicy.LooksAgain(options.Value, _lanes.End(item.Delivery.Lane))) signal.Set();
        }

        if (await retry.RunAsync(() => attempts.EndAsync(item, sent, startedAt), stop) is { NewerWaits: true }) signal.Set();
        live.DeliveryChanged(item.Delivery.CompanyId);
    }

    /// <summary>Nothing to give back: whether the attempt arrived is unknown, and the next server takes it back.</summary>
    public Task ReleaseAsync(TakenDelivery item) => Task.CompletedTask;
}
