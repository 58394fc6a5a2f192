using System.Security.Cryptography;
using System.Text;

namespace Vindex.Server.Nodes;

/// <summary>
/// A hash of the settings that nodes must have in common, so that a difference is noticed. Not in it: where a node listens and keeps its files, what it logs,
/// and its connection to the database.
/// </summary>
internal static class SettingsFingerprint
{
    private static readonly string[] s_own = ["Server:", "Store:", "Logging:", "Telemetry:", "Backup:", "Stats:Folder", "Stats:MemoryMegabytes"];

    public static string Of(IConfiguration settings)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in settings.AsEnumerable()
            .Where(one => one.Value is not null && !s_own.Any(own => one.Key.StartsWith(own, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(one => one.Key, StringComparer.OrdinalIgnoreCase))
        {
            text.Append(name.ToUpperInvariant()).Append('=').Append(value).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }
}
