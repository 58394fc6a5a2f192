using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vindex.EndToEnd;

/// <summary>A callback as it was received, and answered with 200.</summary>
public sealed record TakenCallback(string WebhookId, string JobId);

/// <summary>
/// A receiver on loopback that is as rough as the roughest: of its answers a share are errors, 429, 503 and redirects, and sometimes it hangs or resets the
/// connection. What it does follows from the seed and the order of the requests.
/// </summary>
public sealed class RoughReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Random _random;
    private readonly int _roughPercent;
    private readonly ConcurrentQueue<TakenCallback> _taken = new();
    private readonly Task _accepting;
    private int _requests;

    /// <summary>Starts listening.</summary>
    /// <param name="seed">What it does follows from it.</param>
    /// <param name="roughPercent">How many of a hundred requests it treats badly.</param>
    public RoughReceiver(int seed, int roughPercent)
    {
        _random = new Random(seed);
        _roughPercent = roughPercent;
        _listener.Start(512);
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook";
        _accepting = AcceptAsync();
    }

    /// <summary>Where callbacks go.</summary>
    public string Url { get; }

    /// <summary>Callbacks that were answered with 200, repeated ones included.</summary>
    public IReadOnlyCollection<TakenCallback> Taken => _taken;

    /// <summary>How many callbacks were answered with 200; cheaper than to look at them.</summary>
    public int TakenCount => _taken.Count;

    /// <summary>Requests that came, whatever the answer.</summary>
    public int Requests => Volatile.Read(ref _requests);

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
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync(_stopped.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                socket.NoDelay = true;
                var buffer = new byte[64 * 1024];
                while (await ReadAsync(socket, buffer) is { } callback)
                {
                    Interlocked.Increment(ref _requests);
                    if (!await AnswerAsync(socket, callback)) return;
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The server died, or the test is over.
            }
        }
    }

    private async Task<bool> AnswerAsync(Socket socket, TakenCallback callback)
    {
        int rough, kind;
        lock (_random) (rough, kind) = (_random.Next(100), _random.Next(6));
        if (rough >= _roughPercent)
        {
            // Before the answer: the server may be killed between the two, and the callback was taken all the same.
            _taken.Enqueue(callback);
            await SayAsync(socket, "200 OK");
            return true;
        }

        switch (kind)
        {
            case 0: await SayAsync(socket, "500 Internal Server Error"); return true;
            case 1: await SayAsync(socket, "429 Too Many Requests\r\nRetry-After: 1"); return true;
            case 2: await SayAsync(socket, "503 Service Unavailable\r\nRetry-After: 1"); return true;
            case 3: await SayAsync(socket, "302 Found\r\nLocation: http://127.0.0.1:1/elsewhere"); return true;
            case 4:
                await Task.Delay(TimeSpan.FromSeconds(5), _stopped.Token);
                return false;
            default:
                socket.LingerState = new LingerOption(true, 0);
                return false;
        }
    }

    private async Task SayAsync(Socket socket, string status) =>
        await socket.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"), _stopped.Token);

    private async Task<TakenCallback?> ReadAsync(Socket socket, byte[] buffer)
    {
        var filled = 0;
        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), _stopped.Token);
            if (read == 0) return null;
            filled += read;
        }

        var lines = Encoding.ASCII.GetString(buffer, 0, end).Split("\r\n");
        var missing = end + 4 + int.Parse(Header(lines, "Content-Length")) - filled;
        while (missing > 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(0, Math.Min(missing, buffer.Length)), _stopped.Token);
            if (read == 0) return null;
            missing -= read;
        }

        return new TakenCallback(Header(lines, "webhook-id"), Header(lines, "X-Vindex-Job-Id"));
    }

    private static string Header(string[] lines, string name) =>
        lines.First(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
}
