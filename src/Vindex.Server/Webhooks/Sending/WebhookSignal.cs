using Vindex.Server.Background;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks.Sending;

/// <summary>Set when an event is to be sent to a webhook. The store says when one was stored with what it reports.</summary>
internal sealed class WebhookSignal : WorkSignal
{
    public WebhookSignal(TimeProvider time, NodeMessages messages, IWebhookStore store)
        : base(time, messages) => store.OnDue(Announce);
}
