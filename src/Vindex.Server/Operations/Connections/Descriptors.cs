using System.Globalization;

namespace Vindex.Server.Operations.Connections;

/// <summary>The file descriptors of this process. Every connection takes one, and so do files, which must not be left without.</summary>
internal static class Descriptors
{
    /// <summary>For the store, statistics, callbacks and the runtime.</summary>
    public const int Reserved = 256;

    /// <summary>Fewer connections than this are not worth a server.</summary>
    public const int LeastConnections = 64;

    private const string LimitName = "Max open files";

    /// <summary>
    /// How many this process can open; null if the system does not tell (only Linux has /proc). The runtime has raised the soft limit to the hard one.
    /// </summary>
    public static int? Limit() => File.Exists("/proc/self/limits") ? Read(File.ReadAllText("/proc/self/limits")) : null;

    /// <summary>Reads the soft limit from the text of <c>/proc/self/limits</c> (proc_pid_limits(5)).</summary>
    public static int? Read(string limits)
    {
        var line = limits.Split('\n').FirstOrDefault(line => line.StartsWith(LimitName, StringComparison.Ordinal));
        var soft = line?[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? (int)Math.Min(limit, int.MaxValue) : null;
    }

    /// <summary>Why the server cannot start, and what it needs; null if it can.</summary>
    /// <param name="limit">How many descriptors the process can open; null if unknown.</param>
    public static string? Problem(int? limit) => limit < Reserved + LeastConnections
        ? $"The process may open {limit} files; the server needs at least {Reserved + LeastConnections}. "
            + "Raise the limit: ulimit -n in a shell, LimitNOFILE= in a systemd unit, --ulimit nofile= for a container."
        : null;

    /// <summary>The connections that fit, at most <paramref name="wanted"/>.</summary>
    /// <param name="limit">How many descriptors the process can open; null if unknown.</param>
    /// <param name="wanted">The setting.</param>
    public static int ConnectionsWithin(int? limit, int wanted) => limit is { } descriptors ? Math.Min(wanted, descriptors - Reserved) : wanted;
}
