using System.Text;
using System.Text.Json;
using Vindex.Server.Webhooks.Events;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>Reports changes of level to the webhooks of a company. Called from the outbox, so that it is called again after a failure.</summary>
internal sealed class AlertEvents(IWebhookStore webhooks, IEventOutbox outbox)
{
    /// <summary>Whether a company has receivers; without any, nothing is put into the outbox for them.</summary>
    public async Task<bool> AreWantedAsync(string companyId, CancellationToken cancellationToken)
    {
        var subject = new EventSubject(EventSubject.AlertFired);
        return (await webhooks.ListAsync(companyId, cancellationToken)).Any(webhook => webhook.Selection.Passes(subject));
    }

    /// <summary>Publishes a change of level. The same change may be published more than once; <c>event_id</c> in its payload identifies it.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="payload">The change, as <c>GET /portal/alerts/events/{event_id}</c> returns it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task FiredAsync(string companyId, JsonElement payload, CancellationToken cancellationToken) =>
        outbox.PublishAsync(companyId, EventSubject.AlertFired, Encoding.UTF8.GetBytes(payload.GetRawText()), cancellationToken);
}
