using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vindex.Server.Background;
using Vindex.Storage.Nodes;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>Work that is due at times that a store knows. One node does it for all; another one takes over when it is gone.</summary>
/// <param name="duty">The name of the duty, also in messages.</param>
/// <param name="nodes">The nodes, one of which has the duty.</param>
/// <param name="signal">Set when something may be due earlier.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal abstract partial class DueWorker(string duty, INodeStore nodes, WorkSignal signal, TimeProvider time, ILogger logger) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan s_duty = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);
    private readonly ILogger _logger = logger;
    private volatile Exception? _failure;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        ExecuteTask is { IsCompleted: true } ? HealthCheckResult.Unhealthy($"The worker for {duty} has stopped.")
        : _failure is { } failure ? HealthCheckResult.Degraded($"The {duty} cannot be evaluated at the moment.", failure)
        : HealthCheckResult.Healthy());

    /// <summary>Does what is due; returns how much it was.</summary>
    protected abstract Task<int> RunDueAsync(CancellationToken cancellationToken);

    /// <summary>When something is due next; null for nothing.</summary>
    protected abstract Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signal.WaitAsync(await StepAsync(stoppingToken), stoppingToken);
                _failure = null;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                _failure = exception;
                LogFailed(duty, exception);
                await Task.Delay(s_retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // How long to wait before the next step.
    private async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!await nodes.TakeDutyAsync(duty, now, now + s_duty, cancellationToken)) return s_poll;
        if (await RunDueAsync(cancellationToken) > 0) return TimeSpan.Zero;
        if (await NextDueAsync(cancellationToken) is not { } due) return s_poll;
        var wait = due - time.GetUtcNow();
        return wait < s_poll ? wait : s_poll;
    }

    [LoggerMessage(LogLevel.Error, "The {Duty} could not be evaluated; retrying in 1 s")]
    private partial void LogFailed(string duty, Exception exception);
}
