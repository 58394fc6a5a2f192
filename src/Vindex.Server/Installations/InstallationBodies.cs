using System.Text.Json.Serialization;
using Vindex.Server.Sources;
using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

/// <summary>An installation to register.</summary>
/// <param name="ExternalId">The id by which the source knows it; for <c>jiraforge</c> also as <c>cloudId</c>.</param>
/// <param name="CallbackUrl">Where results go; left out, there are no callbacks unless a request brings its own URL.</param>
/// <param name="SharedSecret">A secret of the caller's choice, 24 to 256 printable ASCII characters; left out, one is made and returned this once.</param>
/// <param name="DisplayName">A name for people, 1 to 200 characters.</param>
/// <param name="CustomerId">A customer of the company that is no installation yet; left out, one is made.</param>
/// <param name="Rotate">True to get a new secret for an installation that is registered; the present one is accepted for 24 hours more.</param>
internal sealed record RegistrationBody(
    string ExternalId, string? CallbackUrl = null, string? SharedSecret = null, string? DisplayName = null, string? CustomerId = null, bool? Rotate = null);

/// <summary>What was registered.</summary>
/// <param name="CustomerId">The customer that it is.</param>
/// <param name="Source">Where its tickets come from.</param>
/// <param name="ExternalId">The id by which the source knows it.</param>
/// <param name="CallbackUrl">Where results go; null for nowhere.</param>
/// <param name="SharedSecret">The secret; only where this request made it.</param>
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

/// <summary>What to change of an installation; what is left out stays.</summary>
/// <param name="Enabled">False to send it no callbacks, true to send it callbacks (again).</param>
/// <param name="CallbackUrl">Where results go; null for nowhere.</param>
/// <param name="DisplayName">A name for people; null for none.</param>
/// <param name="Settings">How its tickets are judged; what is left out stays, null brings a default back.</param>
internal sealed record InstallationChangeBody(bool? Enabled = null, string? CallbackUrl = null, string? DisplayName = null, InstallationSettingsChangeBody? Settings = null);

/// <summary>How an installation's tickets are to be judged.</summary>
/// <param name="CriteriaFields">Names or ids of the fields that hold acceptance criteria; default <c>Acceptance Criteria</c>.</param>
/// <param name="IssueTypes">The types that are judged; null for all.</param>
/// <param name="Profile">The scoring profile; default <c>adam</c>.</param>
/// <param name="QualityGate">Lowest overall score that passes; null for the company's.</param>
internal sealed record InstallationSettingsChangeBody(
    IReadOnlyList<string>? CriteriaFields = null, IReadOnlyList<string>? IssueTypes = null, string? Profile = null, decimal? QualityGate = null);

/// <summary>A customer whose tickets come from a source.</summary>
/// <param name="CustomerId">The customer that it is.</param>
/// <param name="Source">Where its tickets come from.</param>
/// <param name="ExternalId">The id by which the source knows it.</param>
/// <param name="CallbackUrl">Where results go; null for nowhere.</param>
/// <param name="DisplayName">A name for people; null for none.</param>
/// <param name="Enabled">Whether callbacks are sent to it.</param>
/// <param name="DisabledReason"><c>gone</c> (it answered 410), <c>only_failures</c> (for days) or <c>by_hand</c>; null when enabled.</param>
/// <param name="DisabledAt">Since when; null when enabled.</param>
/// <param name="FailingSince">The first failure after the latest success; null when there is none.</param>
/// <param name="PreviousSecretValidUntil">Until when the secret before the last rotation is accepted; null when there is none.</param>
/// <param name="Settings">How its tickets are judged.</param>
/// <param name="CreatedAt">When it was registered.</param>
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
