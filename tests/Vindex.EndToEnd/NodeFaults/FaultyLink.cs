using System.Net;
using System.Net.Sockets;

namespace Vindex.EndToEnd.NodeFaults;

/// <summary>The network between one server and its database: forwards what comes to its port, stalls, or loses everything.</summary>
public sealed class FaultyLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _stalled;
    private volatile bool _isLost;
    private volatile int _target;

    /// <summary>Starts forwarding to a port of the loopback interface.</summary>
    public FaultyLink(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Cuts every connection, and refuses new ones until <see cref="Restore"/>.</summary>
    public void Lose()
    {
        _isLost = true;
        Cut();
    }

    /// <summary>Holds back whatever is sent, in both directions, until <see cref="Restore"/>. Connections stay open.</summary>
    public void Stall() => _stalled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Forwards again, what was held back first.</summary>
    public void Restore()
    {
        _isLost = false;
        var stalled = _stalled;
        _stalled = null;
        stalled?.TrySetResult();
    }

    /// <summary>Cuts every connection, and forwards new ones to another port.</summary>
    public void SwitchTo(int target)
    {
        _target = target;
        Cut();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Lose();
        _stalled?.TrySetResult();
        await _accepting;
        _stop.Dispose();
    }

    private void Cut()
    {
        List<Socket> open;
        lock (_gate)
        {
            open = [.. _sockets];
            _sockets.Clear();
        }

        // With a reset, as from a firewall: what was sent and not read is lost.
        foreach (var socket in open) Reset(socket);
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed.
        }

        socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket near)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            near.NoDelay = far.NoDelay = true;
            lock (_gate)
            {
                _sockets.Add(near);
                _sockets.Add(far);
            }

            if (_isLost) return;
            await far.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _target), _stop.Token);
            await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The database is down, or the link was cut.
        }
        finally
        {
            lock (_gate)
            {
                _sockets.Remove(near);
                _sockets.Remove(far);
            }

            Reset(near);
            Reset(far);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var read)
            {
                if (_stalled is { } stalled) await stalled.Task;
                await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either end is gone.
        }
    }
}
