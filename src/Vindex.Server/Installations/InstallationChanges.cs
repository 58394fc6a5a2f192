using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

/// <summary>What the audit log says of a change.</summary>
internal static class InstallationChanges
{
    public static IEnumerable<(string Name, string? Value)> Between(Installation before, Installation after)
    {
        // The path of a callback URL may be what keeps strangers out, so the log gets the host only.
        if (before.CallbackUrl != after.CallbackUrl) yield return ("callback_host", HostOf(after.CallbackUrl));
        if (before.DisplayName != after.DisplayName) yield return ("display_name", after.DisplayName);
        if (before.Settings != after.Settings) yield return ("settings", after.Settings);
        if (before.Endpoint.IsDisabled != after.Endpoint.IsDisabled) yield return ("enabled", after.Endpoint.IsDisabled ? "false" : "true");
    }

    public static string? HostOf(string? url) => url is null ? null : new Uri(url).Authority;
}
