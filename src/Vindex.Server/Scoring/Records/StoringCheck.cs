using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vindex.Server.Scoring.Records;

/// <summary>Reports the number of scores waiting to be committed to health checks.</summary>
internal sealed class StoringCheck(PendingWrites pending) : IHealthCheck
{
    public const string Name = "storing";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(data: new Dictionary<string, object>(StringComparer.Ordinal) { ["count"] = pending.Count }));
}
