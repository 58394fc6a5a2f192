using System.Net.Sockets;
using System.Text;

namespace Vindex.Server.Operations.Running;

/// <summary>The socket on which systemd hears from a service (sd_notify): a datagram contains lines such as <c>READY=1</c>.</summary>
internal sealed class NotifySocket(string name)
{
    private readonly UnixDomainSocketEndPoint _address = new(PathOf(name));

    /// <summary>Sends a datagram.</summary>
    /// <exception cref="SocketException">No one listens there.</exception>
    public async Task SendAsync(string state, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        await socket.ConnectAsync(_address, cancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes(state), cancellationToken);
    }

    // A name that begins with @ is in the abstract namespace, whose names begin with a zero byte.
    private static string PathOf(string name) => name.StartsWith('@') ? '\0' + name[1..] : name;
}
