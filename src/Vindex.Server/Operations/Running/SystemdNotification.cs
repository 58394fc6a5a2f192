using System.Globalization;
using System.Net.Sockets;

namespace Vindex.Server.Operations.Running;

/// <summary>
/// Tells systemd that the server is ready, that it is alive, and that it is stopping (units with <c>Type=notify</c> and <c>WatchdogSec</c>). Does nothing
/// without systemd.
/// </summary>
internal sealed partial class SystemdNotification(TimeProvider time, ILogger<SystemdNotification> logger) : IHostedLifecycleService, IDisposable
{
    private readonly NotifySocket? _socket = Find(logger);
    private readonly CancellationTokenSource _stopping = new();
    private Task _watchdog = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await SendAsync("READY=1", cancellationToken);
        if (_socket is not null && WatchdogPeriod() is { } period) _watchdog = WatchAsync(period, _stopping.Token);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => SendAsync("STOPPING=1", cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The watchdog runs until everything else has stopped: systemd expects it from a stopping service too.
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watchdog;
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>The time in which systemd expects to hear from this process; null if it does not.</summary>
    private static TimeSpan? WatchdogPeriod()
    {
        if (Environment.GetEnvironmentVariable("WATCHDOG_PID") is { Length: > 0 } pid && pid != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) return null;
        return long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }

    private static NotifySocket? Find(ILogger logger)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } name) return null;
        try
        {
            return new NotifySocket(name);
        }
        catch (ArgumentException exception)
        {
            LogUnusable(logger, exception, name);
            return null;
        }
    }

    // A process that is stopped, or whose threads are all busy, sends nothing; systemd then restarts it.
    private async Task WatchAsync(TimeSpan period, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(period / 2, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping)) await SendAsync("WATCHDOG=1", stopping);
        }
        catch (OperationCanceledException)
        {
            // The server has stopped.
        }
    }

    private async Task SendAsync(string state, CancellationToken cancellationToken)
    {
        if (_socket is null) return;
        try
        {
            await _socket.SendAsync(state, cancellationToken);
        }
        catch (SocketException exception)
        {
            LogFailed(exception, state);
        }
    }

    [LoggerMessage(LogLevel.Warning, "NOTIFY_SOCKET is not the address of a socket: {Name}")]
    private static partial void LogUnusable(ILogger logger, Exception exception, string name);

    [LoggerMessage(LogLevel.Warning, "Could not send {State} to systemd")]
    private partial void LogFailed(Exception exception, string state);
}
