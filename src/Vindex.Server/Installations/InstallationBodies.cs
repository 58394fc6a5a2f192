using System.Text.Json.Serialization;
using Vindex.Server.Sources;
using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

/// <summary>An installation to register.</summary>
/// <param name="ExternalId">Its id in the source; for <c>jiraforge</c> also accepted as <c>cloudId</c>.</param>
/// <param name="CallbackUrl">Where to send results; without it, callbacks are sent only for requests with their own URL.</param>
/// <param name="SharedSecret">Your own secret, 24 to 256 printable ASCII characters; by default one is generated and returned once.</param>
/// <param name="DisplayName">Display name, 1 to 200 characters.</param>
/// <param name="CustomerId">A customer without an installation; by default a new one is created.</param>
/// <param name="Rotate">True to get a new secret for an existing installation; the current one stays valid for 24 hours.</param>
internal sealed record RegistrationBody(
    string ExternalId, string? CallbackUrl = null, string? SharedSecret = null, string? DisplayName = null, string? CustomerId = null, bool? Rotate = null);

/// <summary>A registered installation.</summary>
/// <param name="CustomerId">Id of its customer.</param>
/// <param name="Source">The source.</param>
/// <param name="ExternalId">Its id in the source.</param>
/// <param name="CallbackUrl">Where results are sent; null for none.</param>
/// <param name="SharedSecret">The secret; only if this request generated it.</param>
internal sealed record RegisteredBody(
    string CustomerId,
    string Source,
    string ExternalId,
    string? CallbackUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SharedSecret = null)
{
    public static RegisteredBody Of(Registered registered)
    {
        var (installation, secret, _) = registered;
        return new RegisteredBody(installation.CustomerId, installation.Source, installation.ExternalId, installation.CallbackUrl, secret?.Text);
    }
}

/// <summary>Changes to an installation; members that are left out stay as they are.</summary>
/// <param name="Enabled">False to disable callbacks, true to enable them.</param>
/// <param name="CallbackUrl">Where results are sent; null for none.</param>
/// <param name="DisplayName">Display name; null for none.</param>
/// <param name="Settings">Scoring settings; members that are left out stay as they are, null restores a default.</param>
internal sealed record InstallationChangeBody(
    bool? Enabled = null, string? CallbackUrl = null, string? DisplayName = null, InstallationSettingsChangeBody? Settings = null);

/// <summary>Scoring settings of an installation.</summary>
/// <param name="CriteriaFields">Names or ids of the fields with acceptance criteria; default <c>Acceptance Criteria</c>.</param>
/// <param name="IssueTypes">The issue types to score; null for all.</param>
/// <param name="Profile">The scoring profile; default <c>adam</c>.</param>
/// <param name="QualityGate">Lowest overall score that passes; null for the company's.</param>
internal sealed record InstallationSettingsChangeBody(
    IReadOnlyList<string>? CriteriaFields = null, IReadOnlyList<string>? IssueTypes = null, string? Profile = null, decimal? QualityGate = null);

/// <summary>An installation of a source.</summary>
/// <param name="CustomerId">Id of its customer.</param>
/// <param name="Source">The source.</param>
/// <param name="ExternalId">Its id in the source.</param>
/// <param name="CallbackUrl">Where results are sent; null for none.</param>
/// <param name="DisplayName">Display name; null for none.</param>
/// <param name="Enabled">Whether callbacks are enabled.</param>
/// <param name="DisabledReason"><c>gone</c> (the receiver returned 410), <c>only_failures</c> (for days) or <c>by_hand</c>; null if enabled.</param>
/// <param name="DisabledAt">When callbacks were disabled; null if enabled.</param>
/// <param name="FailingSince">Time of the first failure since the latest success; null if there is none.</param>
/// <param name="PreviousSecretValidUntil">Until when the previous secret is valid; null if there is none.</param>
/// <param name="Settings">Scoring settings.</param>
/// <param name="CreatedAt">Registration time.</param>
internal sealed record InstallationBody(
    string CustomerId,
    string Source,
    string ExternalId,
    string? CallbackUrl,
    string? DisplayName,
    bool Enabled,
    string? DisabledReason,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? FailingSince,
    DateTimeOffset? PreviousSecretValidUntil,
    InstallationSettings Settings,
    DateTimeOffset CreatedAt)
{
    public static InstallationBody Of(Installation installation, DateTimeOffset now) => new(
        installation.CustomerId,
        installation.Source,
        installation.ExternalId,
        installation.CallbackUrl,
        installation.DisplayName,
        !installation.Endpoint.IsDisabled,
        ReasonOf(installation.Endpoint.Reason),
        installation.Endpoint.DisabledAt,
        installation.Endpoint.FailingSince,
        installation.Secrets.PreviousValidUntil is { } until && until > now ? until : null,
        InstallationSettings.Parse(installation.Settings),
        installation.CreatedAt);

    private static string? ReasonOf(Storage.Installations.DisabledReason? reason) => reason switch
    {
        null => null,
        Storage.Installations.DisabledReason.Gone => "gone",
        Storage.Installations.DisabledReason.OnlyFailures => "only_failures",
        _ => "by_hand",
    };
}

/// <summary>The installations of a company, oldest first.</summary>
internal sealed record InstallationListBody(IReadOnlyList<InstallationBody> Items);
