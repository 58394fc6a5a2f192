using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vindex.Browser.Site;

/// <summary>A receiver of callbacks on loopback: <c>/good</c> says 200, <c>/broken</c> 500 until it is mended, both with words in the answer.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _accepting;

    public CallbackReceiver()
    {
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string Url { get; }

    /// <summary>Whether <c>/broken</c> works by now.</summary>
    public bool IsMended { get; set; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.AcceptSocketAsync(_stopped.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The tests are over.
        }
    }

    // One request a connection, read as far as its line: what it says of the rest does not matter here, but it is taken before the connection ends.
    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var buffer = new byte[256 * 1024];
                var filled = 0;
                while (!IsWhole(Encoding.UTF8.GetString(buffer, 0, filled)))
                {
                    var read = await socket.ReceiveAsync(buffer.AsMemory(filled), _stopped.Token);
                    if (read == 0) return;
                    filled += read;
                }

                var request = Encoding.UTF8.GetString(buffer, 0, filled);
                var (status, body) = request.StartsWith("POST /good", StringComparison.Ordinal) || IsMended
                    ? ("200 OK", "taken, thank you")
                    : ("500 Internal Server Error", $"The tracker is being upgraded. {Hostile.Text}");
                var bytes = Encoding.UTF8.GetBytes(body);
                await socket.SendAsync(
                    (byte[])[
                        .. Encoding.ASCII.GetBytes(
                            $"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"),
                        .. bytes
                    ],
                    _stopped.Token);
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The server has ended.
            }
        }
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        var length = request.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || Encoding.UTF8.GetByteCount(request[(end + 4)..]) >= int.Parse(length["Content-Length:".Length..]);
    }
}
