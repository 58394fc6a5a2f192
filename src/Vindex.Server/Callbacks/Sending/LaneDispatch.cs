using Vindex.Server.Background;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>An outbox as work: takes due deliveries and has them sent, with a limit per lane. Callbacks and webhooks have one each.</summary>
/// <typeparam name="T">A delivery taken for an attempt.</typeparam>
internal abstract class LaneDispatch<T>(TimeProvider time, IOptions<CallbackOptions> options, StoreRetry retry, WorkSignal signal) : ILeasedWork<T>
    where T : class
{
    private readonly LaneCounts _lanes = new();

    /// <summary>The time.</summary>
    protected DateTimeOffset Now => time.GetUtcNow();

    /// <inheritdoc/>
    public virtual LeasedWorkOptions Options { get; } = DispatchPolicy.Work;

    /// <inheritdoc/>
    public WorkSignal Signal => signal;

    /// <inheritdoc/>
    public abstract Task TakeBackAsync(bool all, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public async Task<LeasedItems<T>> LeaseAsync(int room, CancellationToken cancellationToken)
    {
        var now = Now;
        var request = new LaneTake(_lanes.Busy(), options.Value.Concurrency, room, _lanes.Last, now, DispatchPolicy.LeaseUntil(options.Value, now));
        var taken = await TakeAsync(request, cancellationToken);
        foreach (var item in taken.Items) _lanes.Begin(LaneOf(item));
        return taken;
    }

    /// <inheritdoc/>
    public async Task RunAsync(T item, CancellationToken stop)
    {
        SentCallback? sent;
        var startedAt = Now;
        try
        {
            sent = await SendAsync(item, stop);
        }
        finally
        {
            // The lane is free for the next while this one's end is being stored.
            if (DispatchPolicy.LooksAgain(options.Value, _lanes.End(LaneOf(item)))) signal.Set();
        }

        if (await retry.RunAsync(() => EndAsync(item, sent, startedAt), stop)) signal.Set();
    }

    /// <summary>The lane of a delivery.</summary>
    protected abstract string LaneOf(T item);

    /// <summary>Takes due deliveries from the store.</summary>
    protected abstract Task<LeasedItems<T>> TakeAsync(LaneTake request, CancellationToken cancellationToken);

    /// <summary>Makes an attempt; null when there is nothing to sign it with.</summary>
    protected abstract Task<SentCallback?> SendAsync(T item, CancellationToken stop);

    /// <summary>Stores how an attempt ended; returns whether another delivery became due by that.</summary>
    protected abstract Task<bool> EndAsync(T item, SentCallback? sent, DateTimeOffset startedAt);
}

/// <summary>What a dispatcher asks its store for.</summary>
/// <param name="Busy">Deliveries under way, by lane.</param>
/// <param name="PerLane">Maximum number of deliveries under way in one lane.</param>
/// <param name="Count">Maximum number of deliveries to take.</param>
/// <param name="After">The lane after which to begin; null for the first.</param>
/// <param name="Now">The time.</param>
/// <param name="Until">When the lease ends.</param>
internal sealed record LaneTake(
    IReadOnlyDictionary<string, int> Busy, int PerLane, int Count, string? After, DateTimeOffset Now, DateTimeOffset Until);
