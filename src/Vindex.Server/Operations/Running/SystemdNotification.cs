using System.Net.Sockets;
using System.Text;

namespace Vindex.Server.Operations.Running;

/// <summary>
/// Reports to systemd that the server is ready and that it is stopping (sd_notify, for units with <c>Type=notify</c>). Does nothing where no one asked for it.
/// </summary>
internal sealed partial class SystemdNotification(ILogger<SystemdNotification> logger) : IHostedLifecycleService
{
    private const string Variable = "NOTIFY_SOCKET";

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => SendAsync("READY=1", cancellationToken);

    public Task StoppingAsync(CancellationToken cancellationToken) => SendAsync("STOPPING=1", cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task SendAsync(string state, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path) return;
        try
        {
            // A name that begins with @ is in the abstract namespace, whose names begin with a zero byte.
            var address = new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            await socket.ConnectAsync(address, cancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes(state), cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            LogFailed(exception, state, Variable);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not send {State} to systemd ({Variable})")]
    private partial void LogFailed(Exception exception, string state, string variable);
}
