using System.Net.Sockets;
using System.Text;

namespace Vindex.Server.Tests.Hosting;

/// <summary>A bare connection, for requests that HttpClient would not send: silent, slow or cut off.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;

    private RawConnection(TcpClient client) => _client = client;

    public static async Task<RawConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        return new RawConnection(client);
    }

    /// <summary>Opens a connection and sends the head of a request and the beginning of its body.</summary>
    public static async Task<RawConnection> SendAsync(Uri address, string method, string path, string headers, byte[] body, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(address, cancellationToken);
        await connection.SendAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{headers}\r\n"), cancellationToken);
        await connection.SendAsync(body, cancellationToken);
        return connection;
    }

    public ValueTask SendAsync(byte[] bytes, CancellationToken cancellationToken) => _client.GetStream().WriteAsync(bytes, cancellationToken);

    /// <summary>The head of the next response; empty if the server closes the connection.</summary>
    public async Task<string> HeadAsync(CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        try
        {
            while (await _client.GetStream().ReadAsync(one, cancellationToken) == 1)
            {
                head.Append((char)one[0]);
                if (one[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) break;
            }
        }
        catch (IOException)
        {
            // Reset by the server.
        }

        return head.ToString();
    }

    /// <summary>All that follows until the server closes the connection.</summary>
    public async Task<string> RestAsync(CancellationToken cancellationToken)
    {
        using var received = new MemoryStream();
        try
        {
            await _client.GetStream().CopyToAsync(received, cancellationToken);
        }
        catch (IOException)
        {
            // Reset by the server, after what it has sent.
        }

        return Encoding.UTF8.GetString(received.ToArray());
    }

    public void Dispose() => _client.Dispose();
}
