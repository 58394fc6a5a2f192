using Vindex.Server.Background;
using Vindex.Server.Live;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>The outbox of callbacks. A lane is an endpoint, or a host for request URLs.</summary>
internal sealed class CallbackDispatch(
    IDeliveryStore store, TimeProvider time, DeliveryAttempts attempts, IOptions<CallbackOptions> options, StoreRetry retry, DispatchSignal signal,
    LiveChanges live)
    : LaneDispatch<TakenDelivery>(time, options, retry, signal)
{
    public override Task TakeBackAsync(bool all, CancellationToken cancellationToken) => store.TakeBackAsync(Now, all, cancellationToken);

    protected override string LaneOf(TakenDelivery item) => item.Delivery.Lane;

    protected override async Task<LeasedItems<TakenDelivery>> TakeAsync(LaneTake request, CancellationToken cancellationToken)
    {
        var (busy, perLane, count, after, now, until) = request;
        var take = await store.TakeAsync(busy, perLane, count, after, now, until, cancellationToken);
        foreach (var taken in take.Deliveries) live.DeliveryChanged(taken.Delivery.CompanyId);
        return new LeasedItems<TakenDelivery>(take.Deliveries, take.NextDue);
    }

    protected override Task<SentCallback?> SendAsync(TakenDelivery item, CancellationToken stop) => attempts.SendAsync(item, stop);

    protected override async Task<bool> EndAsync(TakenDelivery item, SentCallback? sent, DateTimeOffset startedAt)
    {
        var end = await attempts.EndAsync(item, sent, startedAt);
        live.DeliveryChanged(item.Delivery.CompanyId);
        return end.NewerWaits;
    }
}
