using System.Text.Json.Serialization;
using Vindex.Server.Sources;
using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

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
