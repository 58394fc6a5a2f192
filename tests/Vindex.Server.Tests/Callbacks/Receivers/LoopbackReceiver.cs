using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vindex.Server.Tests.Callbacks.Receivers;

/// <summary>A request as it came over the wire.</summary>
internal sealed record ReceivedRequest(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>
/// A receiver of callbacks over a raw socket, so that it can answer as badly as receivers do. Counts every connection, answered or not.
/// </summary>
internal sealed class LoopbackReceiver : IAsyncDisposable
{
    /// <summary>Answers one request; true keeps the connection open for the next.</summary>
    public delegate Task<bool> Answer(ReceivedRequest request, Socket socket, CancellationToken stopped);

    private readonly TcpListener _listener;
    private readonly Answer _answer;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly Task _accepting;
    private int _connections;

    private LoopbackReceiver(IPAddress address, Answer answer)
    {
        _answer = answer;
        _listener = new TcpListener(address, 0);
        if (address.Equals(IPAddress.IPv6Any))
            _listener.Server.DualMode = true;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public static LoopbackReceiver Start(Answer answer) => new(IPAddress.Loopback, answer);

    /// <summary>Listens on every address of this machine, so that whatever way leads here is seen.</summary>
    public static LoopbackReceiver StartEverywhere(Answer answer) => new(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, answer);

    /// <summary>An answer of fixed bytes; the connection is kept.</summary>
    public static Answer Says(string head, string body = "") => async (_, socket, stopped) =>
    {
        var text = $"{head}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), stopped);
        return true;
    };

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopped.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(ServeAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                while (await ReadAsync(socket) is { } request)
                {
                    _requests.Enqueue(request);
                    if (!await _answer(request, socket, _stopped.Token))
                        return;
                }
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client hung up, or the test is over.
            }
        }
    }

    private async Task<ReceivedRequest?> ReadAsync(Socket socket)
    {
        var received = new List<byte>();
        var buffer = new byte[8192];
        var end = -1;
        while (end < 0)
        {
            var read = await socket.ReceiveAsync(buffer, _stopped.Token);
            if (read == 0)
                return null;
            received.AddRange(buffer.AsSpan(0, read));
            end = received.ToArray().AsSpan().IndexOf("\r\n\r\n"u8);
        }

        var lines = Encoding.ASCII.GetString(received.ToArray(), 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text) : 0;
        while (received.Count < end + 4 + length)
        {
            var read = await socket.ReceiveAsync(buffer, _stopped.Token);
            if (read == 0)
                return null;
            received.AddRange(buffer.AsSpan(0, read));
        }

        return new ReceivedRequest(lines[0], headers, [.. received.Skip(end + 4).Take(length)]);
    }
}
