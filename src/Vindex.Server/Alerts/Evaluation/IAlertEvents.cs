using System.Text.Json;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>Receives changes of level for the webhooks of a company. Called from the outbox, so that it is called again after a failure.</summary>
internal interface IAlertEvents
{
    /// <summary>Whether a company has receivers; without any, nothing is put into the outbox for them.</summary>
    ValueTask<bool> AreWantedAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>Accepts a change of level. The same change may be reported more than once; <c>event_id</c> in its payload identifies it.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="payload">The change, as <c>GET /portal/alerts/events/{event_id}</c> returns it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task FiredAsync(string companyId, JsonElement payload, CancellationToken cancellationToken);
}

/// <summary>No receivers.</summary>
internal sealed class NoAlertEvents : IAlertEvents
{
    public ValueTask<bool> AreWantedAsync(string companyId, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public Task FiredAsync(string companyId, JsonElement payload, CancellationToken cancellationToken) => Task.CompletedTask;
}
