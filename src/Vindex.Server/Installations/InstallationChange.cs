using System.Text.Json;
using Vindex.Server.Sources;
using Vindex.Server.Web.Bodies;
using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

/// <summary>A change of an installation; what is left out stays.</summary>
/// <param name="CallbackUrl">Where results go; null for nowhere.</param>
/// <param name="DisplayName">A name for people; null for none.</param>
/// <param name="Settings">Scoring settings.</param>
/// <param name="Enabled">False to stop callbacks, true to send them (again).</param>
internal sealed record InstallationChange(Optional<string?> CallbackUrl, Optional<string?> DisplayName, InstallationSettingsChange? Settings, bool? Enabled)
{
    private static readonly string[] s_members = ["callback_url", "display_name", "settings", "enabled"];

    /// <summary>Only switches callbacks on or off.</summary>
    public static InstallationChange Enable(bool enabled) => new(default, default, null, enabled);

    /// <summary>Reads a body. The value may be used only when no error was added.</summary>
    public static Input<InstallationChange> Read(JsonElement root)
    {
        var errors = new FieldErrors();
        var fields = JsonFields.Of(root, errors);
        fields.RefuseOthers(s_members);
        var change = new InstallationChange(
            fields.Has("callback_url") ? fields.Text("callback_url", RegistrationRequest.MaxUrl) : default(Optional<string?>),
            fields.Has("display_name") ? fields.Line("display_name", RegistrationRequest.MaxDisplayName) : default(Optional<string?>),
            fields.Object("settings") is { } settings ? InstallationSettingsChange.Read(settings) : null,
            fields.Flag("enabled"));
        return new Input<InstallationChange>(change, errors);
    }

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
