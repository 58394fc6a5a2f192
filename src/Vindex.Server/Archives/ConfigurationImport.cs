using System.Text.Json;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Installations;
using Vindex.Server.Sources;
using Vindex.Server.Trackers;
using Vindex.Server.Webhooks.Signing;
using Vindex.Storage;
using Vindex.Storage.Audit;
using Vindex.Storage.Installations;
using Vindex.Storage.Trackers;

namespace Vindex.Server.Archives;

/// <summary>
/// Stores the webhooks, channels, alerts and trackers of an archive, whose secrets it does not contain: all of them switched off, so that nothing is sent or
/// written before a person has entered what is missing. Those that exist stay as they are.
/// </summary>
internal sealed class ConfigurationImport(
    IStore store, TrackerProducts products, SecretSeal seal, InstallationSecrets secrets, WebhookSeal webhookSeal, TimeProvider time)
{
    /// <summary>Stores a line; why it cannot be stored, or null.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="line">One of the lines that this is about.</param>
    /// <param name="entry">Makes the audit entry of an action.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<string?> AddAsync(string companyId, ArchiveLine line, Func<string, AuditEntry> entry, CancellationToken cancellationToken) => line switch
    {
        { Webhook: { } webhook } => AddAsync(companyId, webhook, entry("webhook.imported"), cancellationToken),
        { AlertChannel: { } channel } => AddAsync(companyId, channel, entry("alert_channel.imported"), cancellationToken),
        { Alert: { } alert } => AddAsync(companyId, alert, entry("alert.imported"), cancellationToken),
        _ => AddAsync(companyId, line.Tracker!, entry, cancellationToken),
    };

    private async Task<string?> AddAsync(string companyId, ArchivedWebhook webhook, AuditEntry entry, CancellationToken cancellationToken)
    {
        if (webhook.ToWebhook(companyId, webhookSeal.Seal(webhookSeal.Make()), time.GetUtcNow()) is not { } stored)
            return $"the webhook {webhook.Id} cannot be read";
        if (await store.Webhooks.FindAsync(companyId, webhook.Id, cancellationToken) is not null) return null;
        await store.Webhooks.AddAsync(stored, int.MaxValue, entry, cancellationToken);
        return null;
    }

    private async Task<string?> AddAsync(string companyId, ArchivedAlertChannel channel, AuditEntry entry, CancellationToken cancellationToken)
    {
        if (await store.AlertMessages.FindChannelAsync(companyId, channel.Id, cancellationToken) is null)
            await store.AlertMessages.AddChannelAsync(channel.ToChannel(companyId), entry, cancellationToken);
        return null;
    }

    private async Task<string?> AddAsync(string companyId, ArchivedAlert alert, AuditEntry entry, CancellationToken cancellationToken)
    {
        if (await store.Alerts.FindAsync(companyId, alert.Id, cancellationToken) is not null) return null;
        var stored = alert.ToAlert(companyId, alert.Rule, AlertDocuments.Write(AlertState.New));
        if (Read(() => AlertDocuments.Rule(stored)) is not { Figure: not null, Schedule.Zone: not null, Channels: not null } rule)
            return $"the rule of the alert {alert.Name} cannot be read";
        await store.Alerts.AddAsync(stored with { Rule = AlertDocuments.Write(rule with { IsEnabled = false }) }, entry, cancellationToken);
        return null;
    }

    private async Task<string?> AddAsync(string companyId, ArchivedTracker tracker, Func<string, AuditEntry> entry, CancellationToken cancellationToken)
    {
        if (products.Find(tracker.Product) is not { } product || !Uri.TryCreate(tracker.BaseAddress, UriKind.Absolute, out _) || tracker.Projects is null)
            return $"the tracker {tracker.Name} cannot be read";
        if (await store.Trackers.FindAsync(tracker.Id, cancellationToken) is { } present)
        {
            if (present.CompanyId != companyId) return $"the tracker {tracker.Name} belongs to another company";
        }
        else
        {
            var connection = tracker.ToConnection(companyId, seal.Seal(secrets.Make()));
            await store.Trackers.AddAsync(connection, entry("tracker.imported"), cancellationToken);
        }

        foreach (var archived in tracker.Projects)
        {
            if (await AddAsync(companyId, tracker.Id, SourceTable.Find(product.Product)!.Name, archived, entry, cancellationToken) is { } reason) return reason;
        }

        return null;
    }

    private async Task<string?> AddAsync(
        string companyId, string trackerId, string source, ArchivedTrackedProject archived, Func<string, AuditEntry> entry, CancellationToken cancellationToken)
    {
        var project = archived.ToProject(companyId, trackerId, time.GetUtcNow());
        var installation = archived.ToInstallation(companyId, source, seal.Seal(secrets.Make()));
        var isReadable = Read(() => ProjectSelection.Of(project)) is not null
            && (installation is null || Read(() => InstallationSettings.Parse(installation.Settings)) is not null);
        if (!isReadable) return $"the settings of the project {archived.Key} cannot be read";
        if (installation is not null && await store.Installations.FindByCustomerAsync(companyId, archived.CustomerId, cancellationToken) is null)
        {
            var added = await store.Installations.AddAsync(installation, null, entry("installation.imported"), cancellationToken);
            if (added != InstallationAdded.Added) return $"the installation {installation.ExternalId} cannot be created: its customer or id is taken";
        }

        return await store.Trackers.AddProjectAsync(project, entry("tracker.project_imported"), cancellationToken) == ProjectAdded.NotFound
            ? $"the customer {archived.CustomerId} of the project {archived.Key} is not in the archive"
            : null;
    }

    private static T? Read<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
