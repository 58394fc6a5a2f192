using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Vindex.Storage.Tests.PostgreSql;

/// <summary>
/// Ports of the loopback interface for programs that are told their port, or that start again on it. They are below those that the system hands out for
/// outgoing connections and for port 0, and a lock on a file, which ends with this process, keeps other test processes away: between choosing a port and
/// listening on it no one else takes it.
/// </summary>
internal static class ReservedPorts
{
    private const int First = 15_000;
    private const int Count = 10_000;
    private static readonly Lock s_lock = new();
    private static readonly List<FileStream> s_held = [];
    private static int s_next = Environment.ProcessId * 61 % Count;

    /// <summary>The first of some ports in a row on which no one listens. They stay reserved until the process ends.</summary>
    public static int Next(int inARow = 1)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "vindex-test-ports")).FullName;
        lock (s_lock)
        {
            for (var tried = 0; tried < Count; tried++)
            {
                var port = First + s_next;
                s_next = (s_next + inARow) % (Count - inARow);
                if (Enumerable.Range(port, inARow).All(each => Hold(folder, each) && IsFree(each))) return port;
            }
        }

        throw new InvalidOperationException($"All ports from {First} to {First + Count - 1} are taken.");
    }

    private static bool Hold(string folder, int port)
    {
        try
        {
            var file = Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture));
            s_held.Add(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
