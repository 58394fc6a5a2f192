using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Vindex.Server.Operations.Connections;

/// <summary>
/// Opens listeners that close connections beyond the limit at once, in the loop that accepts them: anywhere later, a burst of connections could take all
/// descriptors before the first is closed, and a process without descriptors cannot even open its own files.
/// </summary>
internal sealed partial class GatedListeners(SocketTransport transport, ConnectionGate gate, TimeProvider time, ILogger<GatedListeners> logger)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    public bool CanBind(EndPoint endpoint) => transport.Factory is not IConnectionListenerFactorySelector selector || selector.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(this, await transport.Factory.BindAsync(endpoint, cancellationToken));

    [LoggerMessage(LogLevel.Warning, "A connection was refused because {Open} are open (Limits:Connections)")]
    private partial void LogRefused(int open);

    [LoggerMessage(LogLevel.Error, "Accepting a connection failed; trying again")]
    private partial void LogFailed(Exception exception);

    private sealed class Listener(GatedListeners owner, IConnectionListener inner) : IConnectionListener
    {
        private long? _toldAt;

        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (true)
            {
                ConnectionContext? connection;
                try
                {
                    connection = await inner.AcceptAsync(cancellationToken);
                }
                catch (Exception exception) when (exception is SocketException or IOException)
                {
                    owner.LogFailed(exception);
                    await Task.Delay(s_pause, owner.Clock, cancellationToken);
                    continue;
                }

                if (connection is null) return null;
                var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
                if (owner.Gate.TryEnter(address))
                {
                    connection.ConnectionClosed.Register(() => owner.Gate.Leave(address));
                    return connection;
                }

                Tell();
                connection.Abort();
                await connection.DisposeAsync();
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        // Once a minute is enough: there can be thousands a second.
        private void Tell()
        {
            if (_toldAt is { } toldAt && owner.Clock.GetElapsedTime(toldAt) < TimeSpan.FromMinutes(1)) return;
            _toldAt = owner.Clock.GetTimestamp();
            owner.LogRefused(owner.Gate.Open);
        }
    }

    private ConnectionGate Gate => gate;

    private TimeProvider Clock => time;
}

/// <summary>What opens the sockets.</summary>
internal sealed record SocketTransport(IConnectionListenerFactory Factory);
