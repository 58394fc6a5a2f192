using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vindex.Storage.Backups;

namespace Vindex.Server.Operations.Backups;

/// <summary>
/// Adds a backup to the folder of the settings whenever the newest one is old enough, which a restart does not change. Waiting follows the monotonic clock, so
/// that setting the system's clock neither skips backups nor repeats them. A failed backup is repeated soon, and reported by the health check as degraded: the
/// server answers requests as well as before.
/// </summary>
internal sealed partial class ScheduledBackups(
    BackupService backups, IOptions<BackupOptions> options, TimeProvider time, ILogger<ScheduledBackups> logger) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(1);
    private Exception? _failure;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            string.IsNullOrEmpty(options.Value.Folder) ? HealthCheckResult.Healthy("off")
                : Volatile.Read(ref _failure) is { } failure ? HealthCheckResult.Degraded("The last scheduled backup failed.", failure)
                : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value is not { Folder: { Length: > 0 } folder, Every: var every }) return;
        await Task.Yield();
        var age = Age(new BackupFolder(folder).NewestAt);
        var since = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = every - age - time.GetElapsedTime(since);
            if (wait <= TimeSpan.Zero)
            {
                wait = await TryAsync(folder, stoppingToken) ? TimeSpan.Zero : every < s_retry ? every : s_retry;
                if (wait == TimeSpan.Zero) (age, since) = (TimeSpan.Zero, time.GetTimestamp());
            }

            if (wait > TimeSpan.Zero) await Task.Delay(wait < s_longestWait ? wait : s_longestWait, time, stoppingToken);
        }
    }

    /// <summary>How long ago the newest backup was made; the longest time if there is none, or if its time lies in the future.</summary>
    private TimeSpan Age(DateTimeOffset? newest) => newest is { } at && at <= time.GetUtcNow() ? time.GetUtcNow() - at : TimeSpan.FromDays(36_500);

    private async Task<bool> TryAsync(string folder, CancellationToken stoppingToken)
    {
        try
        {
            var added = await backups.AddAsync(folder, options.Value.Keep, stoppingToken);
            Volatile.Write(ref _failure, null);
            LogAdded(added.File, added.Removed.Count);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Volatile.Write(ref _failure, exception);
            LogFailed(folder, exception);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Backed up to {File}; deleted {Removed} older backups")]
    private partial void LogAdded(string file, int removed);

    [LoggerMessage(LogLevel.Error, "The scheduled backup to {Folder} failed; retrying in a few minutes")]
    private partial void LogFailed(string folder, Exception exception);
}
