using Vindex.Storage;

namespace Vindex.Server.Operations.Retention;

/// <summary>
/// At startup and hourly: deletes expired responses to idempotency keys, old jobs without a score, old events of webhooks, expired sessions and
/// links, and the evaluator's expired files. At startup and daily: deletes scores and feedback past their company's retention period,
/// and old tombstones.
/// </summary>
internal sealed partial class Housekeeping(
    IStore store, TimeProvider time, KeptTimes kept, RetentionRun retention, ILogger<Housekeeping> logger) : BackgroundService
{
    private const string Duty = "housekeeping";
    private static readonly TimeSpan s_period = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_retentionPeriod = TimeSpan.FromDays(1);

    /// <summary>Statistics that have not followed a project for this long read it again.</summary>
    private static readonly TimeSpan s_removalsKept = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_period, time);
        var (retained, forgotten) = (time.GetUtcNow() - s_retentionPeriod, time.GetUtcNow() - s_retentionPeriod);
        do
        {
            try
            {
                // One node does this for all.
                if (!await store.Nodes.TakeDutyAsync(Duty, time.GetUtcNow(), time.GetUtcNow() + s_period + s_margin, stoppingToken)) continue;
                await TidyAsync(stoppingToken);
                if (time.GetUtcNow() - forgotten >= s_retentionPeriod)
                {
                    forgotten = time.GetUtcNow();
                    await store.Feedback.ForgetRemovalsAsync(forgotten - s_removalsKept, stoppingToken);
                }

                if (retention.IsOn && time.GetUtcNow() - retained >= s_retentionPeriod)
                {
                    retained = time.GetUtcNow();
                    await retention.RunAsync(stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Continue after failures: the disk may work again in an hour, and failing requests alert the operator.
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        await store.Idempotency.ForgetAsync(time.GetUtcNow() - kept.Responses, cancellationToken);
        await store.Jobs.ForgetAsync(time.GetUtcNow() - kept.Jobs, cancellationToken);
        await store.Deliveries.ForgetTestsAsync(time.GetUtcNow() - kept.Jobs, cancellationToken);
        await store.Webhooks.ForgetAsync(time.GetUtcNow() - kept.Events, cancellationToken);
        await store.Evaluator.ForgetAsync(time.GetUtcNow(), cancellationToken);
        await store.Sessions.ForgetAsync(time.GetUtcNow(), time.GetUtcNow() - kept.IdleSessions, cancellationToken);
        await store.Links.ForgetAsync(time.GetUtcNow(), cancellationToken);
        await store.Identities.ForgetAsync(time.GetUtcNow(), cancellationToken);
        await store.Limits.ForgetAsync(time.GetUtcNow(), cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "Housekeeping failed; retrying within an hour")]
    private partial void LogFailed(Exception exception);
}
