using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vindex.Server.Evaluations;

/// <summary>Reports the state of the queue to health checks.</summary>
internal sealed class QueueCheck(QueueGate queue) : IHealthCheck
{
    public const string Name = "queue";

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await queue.LookAsync(cancellationToken);
        return HealthCheckResult.Healthy(
            data: new Dictionary<string, object>(
                StringComparer.Ordinal)
            { ["waiting"] = queue.Waiting, ["age_seconds"] = Math.Round(queue.Age.TotalSeconds, 1) });
    }
}
