using Vindex.Server.Background;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Sending;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks.Sending;

/// <summary>The outbox of webhooks. A lane is a webhook.</summary>
internal sealed class WebhookDispatch(
    IWebhookStore store, TimeProvider time, WebhookAttempts attempts, IOptions<CallbackOptions> options, StoreRetry retry, WebhookSignal signal)
    : LaneDispatch<TakenWebhook>(time, options, retry, signal)
{
    public override LeasedWorkOptions Options { get; } = DispatchPolicy.Work with { Name = "webhooks" };

    public override Task TakeBackAsync(bool all, CancellationToken cancellationToken) => store.TakeBackAsync(Now, all, cancellationToken);

    protected override string LaneOf(TakenWebhook item) => item.Webhook.Id;

    protected override async Task<LeasedItems<TakenWebhook>> TakeAsync(LaneTake request, CancellationToken cancellationToken)
    {
        var (busy, perLane, count, after, now, until) = request;
        var take = await store.TakeAsync(busy, perLane, count, after, now, until, cancellationToken);
        return new LeasedItems<TakenWebhook>(take.Deliveries, take.NextDue);
    }

    protected override Task<SentCallback?> SendAsync(TakenWebhook item, CancellationToken stop) => attempts.SendAsync(item, stop);

    protected override async Task<bool> EndAsync(TakenWebhook item, SentCallback? sent, DateTimeOffset startedAt)
    {
        await attempts.EndAsync(item, sent, startedAt);
        return false;
    }
}
