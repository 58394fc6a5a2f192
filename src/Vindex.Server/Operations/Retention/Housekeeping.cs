using Vindex.Server.Evaluations;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Storage;
using Vindex.Storage.Companies;

namespace Vindex.Server.Operations.Retention;

/// <summary>
/// At startup and hourly: finishes interrupted deletions and deletes expired responses to idempotency keys, old jobs without a score, expired sessions and
/// links, and the evaluator's expired files. At startup and daily: deletes scores and feedback past their company's retention period,
/// and old tombstones.
/// </summary>
internal sealed partial class Housekeeping(
    IStore store, TimeProvider time, Audit audit, ScoringOptions scoring, EvaluationOptions evaluations, WebSessionOptions sessions, RetentionOptions retention, ILogger<Housekeeping> logger) : BackgroundService
{
    private const int PageSize = 200;
    private static readonly TimeSpan s_period = TimeSpan.FromHours(1);
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
                await TidyAsync(stoppingToken);
                if (time.GetUtcNow() - forgotten >= s_retentionPeriod)
                {
                    forgotten = time.GetUtcNow();
                    await store.Feedback.ForgetRemovalsAsync(forgotten - s_removalsKept, stoppingToken);
                }

                if (retention.Enabled && time.GetUtcNow() - retained >= s_retentionPeriod)
                {
                    retained = time.GetUtcNow();
                    await RetainAsync(stoppingToken);
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
        await store.Companies.FinishDeletionsAsync(cancellationToken);
        await store.Idempotency.ForgetAsync(time.GetUtcNow() - scoring.IdempotencyKept, cancellationToken);
        await store.Jobs.ForgetAsync(time.GetUtcNow() - evaluations.Kept, cancellationToken);
        await store.Evaluator.ForgetAsync(time.GetUtcNow(), cancellationToken);
        await store.Sessions.ForgetAsync(time.GetUtcNow(), time.GetUtcNow() - sessions.Idle, cancellationToken);
        await store.Links.ForgetAsync(time.GetUtcNow(), cancellationToken);
    }

    private async Task RetainAsync(CancellationToken cancellationToken)
    {
        var page = await store.Companies.ListAsync(null, PageSize, cancellationToken);
        while (true)
        {
            foreach (var company in page.Items.Where(company => company.RetentionDays is not null)) await RetainAsync(company, cancellationToken);
            if (page.Next is null) return;
            page = await store.Companies.ListAsync(page.Next, PageSize, cancellationToken);
        }
    }

    private async Task RetainAsync(Company company, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().AddDays(-company.RetentionDays!.Value);
        // Scores first; what is left before that time is other feedback.
        await RetainedAsync("scores", await store.Scores.DeleteBeforeAsync(company.Id, before, cancellationToken), company, before, cancellationToken);
        await RetainedAsync("feedback", await store.Feedback.DeleteBeforeAsync(company.Id, before, cancellationToken), company, before, cancellationToken);
    }

    private async Task RetainedAsync(string what, long deleted, Company company, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (deleted == 0) return;
        LogDeleted(deleted, what, company.Id);
        await store.Audit.AddAsync(
            audit.Entry(Audit.System, $"{what}.retention", company.Id, null, ("deleted", deleted.ToString()), ("before", Web.Instants.Format(before))), cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Deleted {Count} {What} of company {CompanyId} past its retention period")]
    private partial void LogDeleted(long count, string what, string companyId);

    [LoggerMessage(LogLevel.Error, "Housekeeping failed; retrying within an hour")]
    private partial void LogFailed(Exception exception);
}
