using System.Net;
using System.Net.Sockets;
using Vindex.Server.Callbacks.Addresses;

namespace Vindex.Server.Callbacks;

/// <summary>The one way to carry a verdict out of <see cref="SocketsHttpHandler.ConnectCallback"/>; the client turns it into an outcome.</summary>
internal sealed class TargetRefusedException(string reason) : Exception(reason);

/// <summary>The name of the target has no address; see <see cref="TargetRefusedException"/>.</summary>
internal sealed class TargetNotFoundException(string reason) : Exception(reason);

/// <summary>
/// Opens connections for callbacks: resolves the host anew, judges every address, and connects to those very addresses. Nothing resolves the name a second time
/// between judgement and connection, so an answer that changes in between (DNS rebinding) gains nothing.
/// </summary>
/// <param name="guard">Resolves and judges.</param>
/// <param name="timeout">For all addresses together.</param>
/// <param name="time">Measures it.</param>
internal sealed class GuardedConnector(AddressGuard guard, TimeSpan timeout, TimeProvider time)
{
    private const int MostAddresses = 8;

    /// <summary>Connects; for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await guard.JudgeAsync(context.DnsEndPoint.Host, cancellationToken) switch
        {
            HostVerdict.Allowed allowed => allowed.Addresses,
            HostVerdict.Refused refused => throw new TargetRefusedException(refused.Reason),
            HostVerdict.NotFound missing => throw new TargetNotFoundException(missing.Reason),
            var other => throw new InvalidOperationException($"unknown verdict {other}"),
        };

        var started = time.GetTimestamp();
        var count = Math.Min(addresses.Count, MostAddresses);
        SocketException? last = null;
        for (var i = 0; i < count; i++)
        {
            // A dead first address must not eat the time of the others: each gets its share of what is left.
            var left = timeout - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                break;
            try
            {
                return await ConnectAsync(new IPEndPoint(addresses[i], context.DnsEndPoint.Port), left / (count - i), cancellationToken);
            }
            catch (SocketException failed)
            {
                last = failed;
            }
        }

        throw last ?? new SocketException((int)SocketError.TimedOut);
    }

    private async Task<NetworkStream> ConnectAsync(IPEndPoint address, TimeSpan share, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(share, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, either.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
