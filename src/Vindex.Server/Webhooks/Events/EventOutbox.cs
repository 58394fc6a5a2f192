using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks.Events;

/// <summary>Publishes what happens in other features to the webhooks of a company.</summary>
internal interface IEventOutbox
{
    /// <summary>
    /// Publishes an event in a transaction of its own. It is stored when the task completes, and sent afterwards. Returns how many webhooks get it.
    /// </summary>
    /// <param name="companyId">The company.</param>
    /// <param name="type">The type, such as <see cref="EventSubject.AlertFired"/>.</param>
    /// <param name="data">A JSON value in UTF-8.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> PublishAsync(string companyId, string type, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>An event for a store that adds it in its own transaction, with what it reports (<c>EventRecorder.PublishAsync</c>).</summary>
    WebhookEvent Create(string companyId, string type, ReadOnlySpan<byte> data);
}

/// <inheritdoc cref="IEventOutbox"/>
internal sealed class EventOutbox(IWebhookStore store, TimeProvider time) : IEventOutbox
{
    /// <inheritdoc/>
    public Task<int> PublishAsync(string companyId, string type, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        store.PublishAsync(Create(companyId, type, data.Span), cancellationToken);

    /// <inheritdoc/>
    public WebhookEvent Create(string companyId, string type, ReadOnlySpan<byte> data) =>
        EventPayloads.Create(companyId, new EventSubject(type), time.GetUtcNow(), data);
}
