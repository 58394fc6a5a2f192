using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vindex.Server.Evaluations;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Operations;

/// <summary>Whether the server lives and can work.</summary>
/// <param name="Status"><c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Store"><c>ok</c> or <c>unavailable</c>; left null where it was not asked.</param>
/// <param name="Storing">Scores handed to the store and not yet durable; left null where it was not asked.</param>
/// <param name="Queue">The tickets that wait to be judged; left null where it was not asked, or the store did not say.</param>
internal sealed record HealthBody(string Status, string? Store = null, int? Storing = null, QueueHealthBody? Queue = null);

/// <summary>How full the queue is.</summary>
/// <param name="Waiting">Tickets that wait to be judged.</param>
/// <param name="AgeSeconds">How long the one that waits longest has been waiting.</param>
internal sealed record QueueHealthBody(long Waiting, double AgeSeconds);

/// <summary>Health, for load balancers and supervisors.</summary>
internal static partial class Health
{
    /// <summary>A store that takes longer than this to answer is as good as none.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => JsonAnswer.Ok(new HealthBody("ok"), WireJson.Shared.HealthBody))
            .WithName("live").WithSummary("The process answers").Produces<HealthBody>();
        health.MapGet("/ready", ReadyAsync)
            .WithName("ready").WithSummary("The store answers, and the server is not about to stop").Produces<HealthBody>().Produces<HealthBody>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadyAsync(
        HttpContext context, IStore store, QueueGate queue, HealthCheckService checks, IHostApplicationLifetime lifetime, TimeProvider time, ILoggerFactory loggers)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), patience, s_patience, Timeout.InfiniteTimeSpan);
        var storing = VindexTelemetry.StoringNow;
        try
        {
            await store.PingAsync(patience.Token);
            await queue.LookAsync(patience.Token);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            LogNotReady(loggers.CreateLogger("Vindex.Server.Operations.Health"), exception);
            return Unavailable("unavailable", storing);
        }

        // Each feature registers a check for what it does on its own, and the checks log what is wrong.
        var work = await checks.CheckHealthAsync(context.RequestAborted);
        return lifetime.ApplicationStopping.IsCancellationRequested || work.Status == HealthStatus.Unhealthy
            ? Unavailable("ok", storing)
            : JsonAnswer.Ok(new HealthBody("ok", "ok", storing, new QueueHealthBody(queue.Waiting, Math.Round(queue.Age.TotalSeconds, 1))), WireJson.Shared.HealthBody);
    }

    private static IResult Unavailable(string store, int storing) =>
        JsonAnswer.WithStatus(StatusCodes.Status503ServiceUnavailable, new HealthBody("unavailable", store, storing), WireJson.Shared.HealthBody);

    [LoggerMessage(LogLevel.Warning, "The store does not answer")]
    private static partial void LogNotReady(ILogger logger, Exception exception);
}
