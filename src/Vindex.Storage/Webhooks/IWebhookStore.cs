using Vindex.Storage.Audit;
using Vindex.Storage.Deliveries;

namespace Vindex.Storage.Webhooks;

/// <summary>
/// Webhooks, and the outbox of their events. The events of scores and feedback are added by the transactions that store those, as written by the store's
/// <see cref="IEventWriter"/>. What follows is decided by <see cref="DeliveryLifecycle"/>; webhooks have no order among their deliveries.
/// </summary>
public interface IWebhookStore
{
    /// <summary>
    /// Adds a handler that is called after each commit of this process that added deliveries to be sent, whatever they report. Handlers return at once and do
    /// not throw.
    /// </summary>
    void OnDue(Action handler);

    /// <summary>Adds a webhook, unless the company has <paramref name="most"/>.</summary>
    Task<WebhookAdded> AddAsync(Webhook webhook, int most, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>A company's webhooks, oldest first.</summary>
    Task<IReadOnlyList<Webhook>> ListAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>One of a company's webhooks; null if there is none.</summary>
    Task<Webhook?> FindAsync(string companyId, string id, CancellationToken cancellationToken);

    /// <summary>Changes a webhook, unless it was changed since. False if it was, or does not exist.</summary>
    Task<bool> UpdateAsync(WebhookUpdate update, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes a webhook with its deliveries. False if the company has no such webhook.</summary>
    Task<bool> DeleteAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Adds an event for the webhooks of its company that get it. Returns how many do; for none, nothing is stored.</summary>
    Task<int> PublishAsync(WebhookEvent published, CancellationToken cancellationToken);

    /// <summary>Adds a test for one webhook, and the audit entry. False if the company has no such webhook.</summary>
    Task<bool> AddTestAsync(string webhookId, WebhookEvent test, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Takes due deliveries for an attempt: of each webhook at most as many as bring it to <paramref name="perWebhook"/>, the oldest first, the webhooks in
    /// turn starting after <paramref name="after"/>.
    /// </summary>
    /// <param name="busy">Deliveries that the caller has under way, by webhook.</param>
    /// <param name="perWebhook">Maximum number of deliveries under way to one webhook.</param>
    /// <param name="count">Maximum number of deliveries to take.</param>
    /// <param name="after">The webhook after which to begin; null for the first.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">When the lease ends.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<WebhookTake> TakeAsync(
        IReadOnlyDictionary<string, int> busy, int perWebhook, int count, string? after, DateTimeOffset now, DateTimeOffset until,
        CancellationToken cancellationToken);

    /// <summary>
    /// Releases deliveries whose lease has expired; all that are being delivered if <paramref name="all"/> says that their dispatchers are dead. Returns how
    /// many.
    /// </summary>
    Task<int> TakeBackAsync(DateTimeOffset now, bool all, CancellationToken cancellationToken);

    /// <summary>Ends an attempt: delivery, attempt, webhook and audit entry in one transaction. False if another dispatcher has taken it over.</summary>
    /// <param name="taken">The delivery as it was taken.</param>
    /// <param name="decide">Decides what follows.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<bool> EndAsync(Delivery taken, DecideAttempt decide, CancellationToken cancellationToken);

    /// <summary>A webhook's deliveries, newest first.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="status">Only with this status; null for all.</param>
    /// <param name="after">Where to go on; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ListPage<WebhookDelivery>> DeliveriesAsync(
        string companyId, string webhookId, DeliveryStatus? status, PagePosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>One delivery, by the event's id, with the body that is sent; null if there is none.</summary>
    Task<(WebhookDelivery Delivery, byte[] Body)?> DeliveryAsync(string companyId, string webhookId, string eventId, CancellationToken cancellationToken);

    /// <summary>The attempts of a delivery, oldest first.</summary>
    Task<IReadOnlyList<DeliveryAttempt>> AttemptsAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Sends one event again.</summary>
    Task<Replayed> ReplayAsync(
        string companyId, string webhookId, string eventId, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Sends events again that happened at or after an instant; of all final statuses, or of one. Returns how many are due now.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="since">The instant.</param>
    /// <param name="status">Only those with this status; null for all that are finished.</param>
    /// <param name="now">The time.</param>
    /// <param name="audit">The audit entry.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<long> ReplaySinceAsync(
        string companyId, string webhookId, DateTimeOffset since, DeliveryStatus? status, DateTimeOffset now, AuditEntry audit,
        CancellationToken cancellationToken);

    /// <summary>What <see cref="ReplaySinceAsync"/> would send now.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="since">The instant.</param>
    /// <param name="status">Only those with this status; null for all that are finished.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<WebhookReplayPreview> PreviewReplayAsync(
        string companyId, string webhookId, DateTimeOffset since, DeliveryStatus? status, CancellationToken cancellationToken);

    /// <summary>Events of a webhook that is polled, after a number.</summary>
    Task<PolledEvents> PollAsync(string companyId, string webhookId, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes events before an instant whose deliveries have all ended, with these; returns how many.</summary>
    Task<long> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
