using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vindex.Storage;

namespace Vindex.Server.Operations.Running;

/// <summary>
/// Looks every few seconds whether the standby that lists and exports are read from can be read, and logs when that changes. As a health check it reports the
/// standby as degraded: without it everything works, on the primary.
/// </summary>
internal sealed partial class ReplicaWatch(IStoreReplica replica, TimeProvider time, ILogger<ReplicaWatch> logger) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private string? _logged;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(replica.Problem is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!replica.IsConfigured) return;
        Log(replica.Problem);
        using var timer = new PeriodicTimer(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // A read may have noticed a loss in between that has passed already: the look decides.
            var before = replica.Problem;
            if (before is not null) Log(before);
            await replica.LookAsync(stoppingToken);
            Log(replica.Problem);
        }
    }

    private void Log(string? problem)
    {
        if (problem is not null && _logged is null) LogLost(problem);
        else if (problem is null && _logged is not null) LogBack();
        _logged = problem;
    }

    [LoggerMessage(LogLevel.Warning, "The standby for lists and exports cannot be read, the primary is read instead: {Problem}")]
    private partial void LogLost(string problem);

    [LoggerMessage(LogLevel.Information, "The standby for lists and exports can be read again")]
    private partial void LogBack();
}
