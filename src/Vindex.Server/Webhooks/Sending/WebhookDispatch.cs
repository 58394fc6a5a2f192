using Vindex.Server.Background;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Sending;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks.Sending;

/// <summary>The outbox of webhooks as work: takes due deliveries and has them sent, with a limit per webhook.</summary>
internal sealed class WebhookDispatch(
    IWebhookStore store, TimeProvider time, WebhookAttempts attempts, IOptions<CallbackOptions> options, StoreRetry retry, WebhookSignal signal)
    : ILeasedWork<TakenWebhook>
{
    private readonly LaneCounts _underWay = new();

    public LeasedWorkOptions Options { get; } = DispatchPolicy.Work with { Name = "webhooks" };

    public WorkSignal Signal => signal;

    public Task TakeBackAsync(bool all, CancellationToken cancellationToken) => store.TakeBackAsync(time.GetUtcNow(), all, cancellationToken);

    public async Task<LeasedItems<TakenWebhook>> LeaseAsync(int room, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var take = await store.TakeAsync(
            _underWay.Busy(), options.Value.Concurrency, room, _underWay.Last, now, DispatchPolicy.LeaseUntil(options.Value, now), cancellationToken);
        foreach (var taken in take.Deliveries) _underWay.Begin(taken.Webhook.Id);
        return new LeasedItems<TakenWebhook>(take.Deliveries, take.NextDue);
    }

    /// <summary>An attempt ends before its lease does, so leases are never extended.</summary>
    public Task<IReadOnlyCollection<TakenWebhook>> RenewAsync(IReadOnlyCollection<TakenWebhook> held, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<TakenWebhook>>([]);

    public async Task RunAsync(TakenWebhook item, CancellationToken stop)
    {
        SentCallback? sent;
        var startedAt = time.GetUtcNow();
        try
        {
            sent = await attempts.SendAsync(item, stop);
        }
        finally
        {
            if (DispatchPolicy.LooksAgain(options.Value, _underWay.End(item.Webhook.Id))) signal.Set();
        }

        await retry.RunAsync(() => attempts.EndAsync(item, sent, startedAt), stop);
    }

    /// <summary>Nothing to give back: whether the attempt arrived is unknown, and the next server takes it back.</summary>
    public Task ReleaseAsync(TakenWebhook item) => Task.CompletedTask;
}
