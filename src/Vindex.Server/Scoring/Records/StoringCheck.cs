using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vindex.Server.Scoring.Records;

/// <summary>Tells health how many scores wait for the disk.</summary>
internal sealed class StoringCheck(PendingWrites pending) : IHealthCheck
{
    public const string Name = "storing";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(data: new Dictionary<string, object>(StringComparer.Ordinal) { ["count"] = pending.Count }));
}
