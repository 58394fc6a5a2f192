using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vindex.Storage.Alerts;
using Vindex.Storage.Nodes;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>Evaluates rules when they are due. One node does this for all; another one takes over when it is gone.</summary>
internal sealed partial class AlertWorker(
    AlertEvaluation evaluation, IAlertStore store, INodeStore nodes, AlertSignal signal, TimeProvider time, ILogger<AlertWorker> logger)
    : BackgroundService, IHealthCheck
{
    private const string Duty = "alerts";
    private static readonly TimeSpan s_duty = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);
    private volatile Exception? _failure;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        ExecuteTask is { IsCompleted: true } ? HealthCheckResult.Unhealthy("The worker for alerts has stopped.")
        : _failure is { } failure ? HealthCheckResult.Degraded("Alerts cannot be evaluated at the moment.", failure)
        : HealthCheckResult.Healthy());

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
                LogFailed(exception);
                await Task.Delay(s_retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // How long to wait before the next step.
    private async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!await nodes.TakeDutyAsync(Duty, now, now + s_duty, cancellationToken)) return s_poll;
        if (await evaluation.RunAsync(cancellationToken) > 0) return TimeSpan.Zero;
        if (await store.NextDueAsync(cancellationToken) is not { } due) return s_poll;
        var wait = due - time.GetUtcNow();
        return wait < s_poll ? wait : s_poll;
    }

    [LoggerMessage(LogLevel.Error, "Alerts could not be evaluated; retrying in 1 s")]
    private partial void LogFailed(Exception exception);
}
