using Vindex.Server.Sources;
using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

/// <summary>Changes to an installation; members that are left out stay as they are.</summary>
/// <param name="CallbackUrl">Where results are sent; null for none.</param>
/// <param name="DisplayName">Display name; null for none.</param>
/// <param name="Settings">Scoring settings; members that are left out stay as they are, null restores a default.</param>
/// <param name="Enabled">False to disable callbacks, true to enable them.</param>
[KnownMembersOnly]
internal sealed record InstallationChangeBody(
    [Text(RegistrationBody.MaxUrl)] Optional<string?> CallbackUrl = default,
    [Line(RegistrationBody.MaxDisplayName)] Optional<string?> DisplayName = default,
    InstallationSettingsChangeBody? Settings = null,
    bool? Enabled = null)
{
    /// <summary>The installation after the change.</summary>
    public Installation ApplyTo(Installation present, DateTimeOffset now) => present with
    {
        CallbackUrl = CallbackUrl.Or(present.CallbackUrl),
        DisplayName = DisplayName.Or(present.DisplayName),
        Settings = Settings is null ? present.Settings : Settings.ApplyTo(InstallationSettings.Parse(present.Settings)).Write(),
        Endpoint = Enabled switch
        {
            true when present.Endpoint.IsDisabled => EndpointState.Clean,
            false => present.Endpoint.DisableManually(now),
            _ => present.Endpoint,
        },
    };
}
