using Vindex.Storage.Companies;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>What the suites of webhooks share.</summary>
public abstract class WebhookWorld<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    /// <summary>When everything is due.</summary>
    protected static DateTimeOffset Late { get; } = Some.Noon.AddDays(1);

    protected static Webhook Hook(string companyId, WebhookKind kind = WebhookKind.Http) => new()
    {
        Id = Some.Id(),
        CompanyId = companyId,
        Kind = kind,
        Url = kind == WebhookKind.Http ? "https://hooks.example.com/vindex" : null,
        Secrets = new SealedSecrets([1, 2, 3], null, null),
        CreatedAt = Some.Noon,
    };

    protected static DecideAttempt Ends(DeliveryStatus status) =>
        (delivery, endpoint) => new DeliveryChange(DeliveryLifecycle.Finish(delivery, status, Late), null, endpoint, null);

    protected static WebhookEvent Alert(Company company) =>
        SomeEvents.Event(company.Id, new EventSubject(EventSubject.AlertFired), Some.Noon, "alert");

    protected async Task<Webhook> HasHook(Webhook webhook)
    {
        (await Store.Webhooks.AddAsync(webhook, 100, Some.Audit(webhook.CompanyId), Stop)).ShouldBe(WebhookAdded.Added);
        return webhook;
    }

    protected async Task<IReadOnlyList<TakenWebhook>> Take(int count = 100, DateTimeOffset? at = null) =>
        (await Store.Webhooks.TakeAsync(new Dictionary<string, int>(), 100, count, null, at ?? Late, (at ?? Late).AddMinutes(1), Stop)).Deliveries;

    protected async Task<IReadOnlyList<WebhookDelivery>> Deliveries(Webhook webhook) =>
        (await Store.Webhooks.DeliveriesAsync(webhook.CompanyId, webhook.Id, null, null, 100, Stop)).Items;
}
