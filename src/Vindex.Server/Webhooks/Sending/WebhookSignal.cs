using Vindex.Server.Background;

namespace Vindex.Server.Webhooks.Sending;

/// <summary>Set when an event is to be sent to a webhook.</summary>
internal sealed class WebhookSignal(TimeProvider time, NodeMessages messages) : WorkSignal(time, messages);
