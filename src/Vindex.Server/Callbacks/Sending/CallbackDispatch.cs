using System.Collections.Concurrent;
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
    /// <summary>Attempts under way in all, so that memory and sockets have a bound whatever the number of endpoints.</summary>
    private const int MaxUnderWay = 1024;

    /// <summary>Beyond the time limit of an attempt, for storing its end.</summary>
    private static readonly TimeSpan s_reserve = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, int> _lanes = new(StringComparer.Ordinal);
    private string? _lastLane;

    // Never signals by the number of attempts under way: a lane that is free does, see Free.
    public LeasedWorkOptions Options { get; } = new(
        "callbacks", MaxUnderWay, Heartbeat: s_reserve, Poll: TimeSpan.FromSeconds(1), Grace: TimeSpan.FromSeconds(10), SignalBelow: -1);

    public WorkSignal Signal => signal;

    public Task TakeBackAsync(bool all, CancellationToken cancellationToken) => store.TakeBackAsync(time.GetUtcNow(), all, cancellationToken);

    public async Task<LeasedItems<TakenDelivery>> LeaseAsync(int room, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var busy = new Dictionary<string, int>(_lanes, StringComparer.Ordinal);
        var leaseUntil = now + options.Value.Timeout + s_reserve;
        var take = await store.TakeAsync(busy, options.Value.Concurrency, room, _lastLane, now, leaseUntil, cancellationToken);
        foreach (var taken in take.Deliveries)
        {
            _lanes.AddOrUpdate(taken.Delivery.Lane, 1, static (_, count) => count + 1);
            _lastLane = taken.Delivery.Lane;
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
            Free(item.Delivery.Lane);
        }

        if (await retry.RunAsync(() => attempts.EndAsync(item, sent, startedAt), stop) is { NewerWaits: true }) signal.Set();
        live.DeliveryChanged(item.Delivery.CompanyId);
    }

    /// <summary>Nothing to give back: whether the attempt arrived is unknown, and the next server takes it back.</summary>
    public Task ReleaseAsync(TakenDelivery item) => Task.CompletedTask;

    private void Free(string lane)
    {
        // An entry that has come to nothing is removed, and only then: the lanes of a year would fill the memory.
        var left = _lanes.AddOrUpdate(lane, 0, static (_, count) => count - 1);
        if (left == 0) _lanes.TryRemove(KeyValuePair.Create(lane, 0));

        // Below half, so that a quick receiver's lane is filled by several with one look; for a slow one the poll is frequent enough.
        if (left <= options.Value.Concurrency / 2) signal.Set();
    }
}
