using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vindex.Server.Web;
using Vindex.Server.Web.Requests;
using Vindex.Storage;

namespace Vindex.Server.Operations;

/// <summary>The server's health.</summary>
/// <param name="Status"><c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Version">The server's version; null if not checked.</param>
/// <param name="Store"><c>ok</c> or <c>unavailable</c>; null if not checked.</param>
/// <param name="Storing">Number of scores waiting to be committed; null if not checked.</param>
/// <param name="Queue">The queue; null if not checked or unknown.</param>
/// <param name="Backup"><c>failing</c> if the last scheduled backup failed; left out otherwise.</param>
/// <param name="Replica"><c>unavailable</c> if the standby for lists and exports cannot be read, so that the primary is; left out otherwise.</param>
internal sealed record HealthBody(
    string Status,
    string? Version = null,
    string? Store = null,
    int? Storing = null,
    QueueHealthBody? Queue = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Backup = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Replica = null);

/// <summary>The state of the queue.</summary>
/// <param name="Waiting">Tickets waiting to be scored.</param>
/// <param name="AgeSeconds">Waiting time of the oldest ticket.</param>
internal sealed record QueueHealthBody(long Waiting, double AgeSeconds);

/// <summary>Health, for load balancers and supervisors.</summary>
internal static partial class Health
{
    /// <summary>A store that takes longer than this to respond counts as unavailable.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private static readonly string? s_version = typeof(Health).Assembly.GetName().Version?.ToString(3);

    // Checks that only use the store; a worker can fail even if the store responds.
    private static readonly string[] s_storeChecks = ["store", "queue"];

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health").WithMetadata(AnyParameters.Ignored);
        health.MapGet("/live", () => JsonAnswer.Ok(new HealthBody("ok"), OperationsJson.Shared.HealthBody))
            .WithName("live").WithSummary("The process is running").Produces<HealthBody>();
        foreach (var (path, name) in ((string, string)[])[("/ready", "ready"), ("", "health")])
        {
            health.MapGet(path, ReadyAsync)
                .WithName(name)
                .WithSummary("A row can be written, the workers run, and the server is not shutting down")
                .Produces<HealthBody>()
                .Produces<HealthBody>(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> ReadyAsync(
        HttpContext context, HealthCheckService checks, IHostApplicationLifetime lifetime, TimeProvider time, ILoggerFactory loggers)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        await using var timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), patience, s_patience, Timeout.InfiniteTimeSpan);
        HealthReport report;
        try
        {
            report = await checks.CheckHealthAsync(patience.Token);
        }
        catch (OperationCanceledException exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            LogNotReady(loggers.CreateLogger("Vindex.Server.Operations.Health"), "store", exception);
            return Unavailable(new HealthBody("unavailable", s_version, "unavailable"));
        }

        var body = Describe(report);
        foreach (var (name, entry) in report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy))
            LogNotReady(loggers.CreateLogger("Vindex.Server.Operations.Health"), name, entry.Exception);
        if (report.Status == HealthStatus.Unhealthy) return Unavailable(body with { Status = "unavailable", Queue = null });
        return lifetime.ApplicationStopping.IsCancellationRequested
            ? Unavailable(body with { Status = "unavailable", Queue = null })
            : JsonAnswer.Ok(body, OperationsJson.Shared.HealthBody);
    }

    // The checks belong to the features; their details are in the report's data.
    private static HealthBody Describe(HealthReport report)
    {
        var storing = Data(report, "storing", "count") as int?;
        var queue = Data(report, "queue", "waiting") is long waiting && Data(report, "queue", "age_seconds") is double age
            ? new QueueHealthBody(waiting, age)
            : null;
        var isStoreFailing = s_storeChecks.Any(check => report.Entries.TryGetValue(check, out var entry) && entry.Status == HealthStatus.Unhealthy);
        var isBackupFailing = report.Entries.TryGetValue("backup", out var backup) && backup.Status == HealthStatus.Degraded;
        var isReplicaLost = report.Entries.TryGetValue("replica", out var replica) && replica.Status == HealthStatus.Degraded;
        return new HealthBody(
            "ok", s_version, isStoreFailing ? "unavailable" : "ok", storing, queue, isBackupFailing ? "failing" : null, isReplicaLost ? "unavailable" : null);
    }

    private static object? Data(
        HealthReport report, string check, string name) => report.Entries.TryGetValue(check, out var entry) ? entry.Data.GetValueOrDefault(name) : null;

    private static IResult Unavailable(HealthBody body) =>
        JsonAnswer.WithStatus(StatusCodes.Status503ServiceUnavailable, body, OperationsJson.Shared.HealthBody);

    /// <summary>Whether the store can write.</summary>
    internal sealed class StoreCheck(IStore store) : IHealthCheck
    {
        /// <inheritdoc/>
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await store.PingAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Health check {Check} failed")]
    private static partial void LogNotReady(ILogger logger, string check, Exception? exception);
}
