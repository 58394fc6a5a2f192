using Vindex.Storage.Alerts;
using Vindex.Storage.Installations;
using Vindex.Storage.Trackers;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Archives;

/// <summary>A webhook in an archive, without its keys and its own headers.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind"><c>http</c> or <c>poll</c>.</param>
/// <param name="Url">Where events are sent; null for one that is polled.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Selection">Which events it gets.</param>
/// <param name="Signing"><c>hmac</c>, <c>ed25519</c> or <c>both</c>.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record ArchivedWebhook(
    string Id, string Kind, string? Url, string? Description, WebhookSelection Selection, string Signing, DateTimeOffset CreatedAt)
{
    public static ArchivedWebhook Of(Webhook webhook) => new(
        webhook.Id,
        webhook.Kind.ToString().ToLowerInvariant(),
        webhook.Url,
        webhook.Description,
        webhook.Selection,
        webhook.Signing.ToString().ToLowerInvariant(),
        webhook.CreatedAt);

    /// <summary>With new keys, which its receiver does not know, and disabled for that reason; null if it cannot be read.</summary>
    public Webhook? ToWebhook(string companyId, byte[] keys, DateTimeOffset now)
    {
        if (Selection is null || !IsName<WebhookKind>(Kind, out var kind) || !IsName<WebhookSigning>(Signing, out var signing)) return null;
        if (kind == WebhookKind.Http && !Uri.TryCreate(Url, UriKind.Absolute, out _)) return null;
        return new Webhook
        {
            Id = Id,
            CompanyId = companyId,
            Kind = kind,
            Url = kind == WebhookKind.Http ? Url : null,
            Description = Description,
            Selection = Selection,
            Signing = signing,
            Secrets = new SealedSecrets(keys, null, null),
            Endpoint = EndpointState.Clean.DisableManually(now),
            CreatedAt = CreatedAt,
        };
    }

    private static bool IsName<T>(string text, out T value)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A channel of alerts in an archive, with its address as it is shown.</summary>
internal sealed record ArchivedAlertChannel(string Id, string Name, string Kind, string Shown, bool HasTitles, DateTimeOffset CreatedAt)
{
    public static ArchivedAlertChannel Of(AlertChannel channel) =>
        new(channel.Id, channel.Name, channel.Kind, channel.Shown, channel.HasTitles, channel.CreatedAt);

    /// <summary>Without an address.</summary>
    public AlertChannel ToChannel(string companyId) => new(Id, companyId, Name, Kind, [], Shown, HasTitles, CreatedAt);
}

/// <summary>An alert in an archive, without its level and history. The creator is a person of the installation that it comes from.</summary>
internal sealed record ArchivedAlert(string Id, string Creator, string Name, string Rule, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    public static ArchivedAlert Of(Alert alert) => new(alert.Id, alert.Creator, alert.Name, alert.Rule, alert.CreatedAt, alert.ChangedAt);

    /// <summary>Switched off, as it was never evaluated.</summary>
    public Alert ToAlert(string companyId, string rule, string state) => new(Id, companyId, Creator, Name, rule, state, null, 1, CreatedAt, ChangedAt);
}

/// <summary>A connection to a tracker in an archive, without its credential and the secret of its webhooks.</summary>
internal sealed record ArchivedTracker(
    string Id, string Product, string Name, string BaseAddress, string SignIn, string AccountId, string AccountName, DateTimeOffset CreatedAt,
    IReadOnlyList<ArchivedTrackedProject> Projects)
{
    public static ArchivedTracker Of(TrackerConnection tracker, IReadOnlyList<ArchivedTrackedProject> projects) => new(
        tracker.Id, tracker.Product, tracker.Name, tracker.BaseAddress, tracker.SignIn, tracker.AccountId, tracker.AccountName, tracker.CreatedAt, projects);

    /// <summary>Paused, without a credential.</summary>
    public TrackerConnection ToConnection(string companyId, byte[] hookSecret) =>
        new(Id, companyId, Product, Name, BaseAddress, [], SignIn, AccountId, AccountName, hookSecret, CreatedAt) { IsPaused = true };
}

/// <summary>A project of a connection in an archive, with the settings of its installation. What is written back is switched on again by a person.</summary>
internal sealed record ArchivedTrackedProject(
    string Id, string CustomerId, string ProjectId, string Key, string Name, string Selection, DateTimeOffset CreatedAt, string? ExternalId,
    string? DisplayName, string? Settings)
{
    public static ArchivedTrackedProject Of(TrackedProject project, Installation? installation) => new(
        project.Id, project.CustomerId, project.ProjectId, project.Key, project.Name, project.Selection, project.CreatedAt, installation?.ExternalId,
        installation?.DisplayName, installation?.Settings);

    /// <summary>As nothing of it was read yet. Its tickets have their scores, so they are not judged again.</summary>
    public TrackedProject ToProject(string companyId, string trackerId, DateTimeOffset now) =>
        new(Id, trackerId, companyId, CustomerId, ProjectId, Key, Name, Selection, CreatedAt) { DueAt = now };

    /// <summary>The installation whose settings it has; null if it had none.</summary>
    public Installation? ToInstallation(string companyId, string source, byte[] secret) => ExternalId is { } externalId && Settings is { } settings
        ? new Installation(
            CustomerId, companyId, source, externalId, null, DisplayName, settings, new SealedSecrets(secret, null, null), EndpointState.Clean, CreatedAt)
        : null;
}
