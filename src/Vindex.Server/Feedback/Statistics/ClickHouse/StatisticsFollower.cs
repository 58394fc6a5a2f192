using Vindex.Statistics;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Statistics.ClickHouse;

/// <summary>
/// With ClickHouse as the engine, copies new changes of all projects every few seconds, so that questions need not wait for them. While ClickHouse cannot be
/// used, it tries less often; writes go on, and are copied afterwards.
/// </summary>
internal sealed partial class StatisticsFollower(
    IStatisticsEngine engine,
    ICompanyStore companies,
    IFeedbackStore feedback,
    IOptions<StatsOptions> options,
    TimeProvider time,
    ILogger<StatisticsFollower> logger) : BackgroundService
{
    private const int PageSize = 200;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Engine != StatsEngineKind.ClickHouse) return;
        var delay = s_period;
        while (true)
        {
            // The server must not wait for this before it listens.
            await Task.Yield();
            try
            {
                await FollowAsync(stoppingToken);
                delay = s_period;
            }
            catch (Exception exception) when (exception is StatisticsUnavailableException or StoreUnavailableException)
            {
                delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, s_longestDelay.Ticks));
                LogFailed(exception, delay.TotalSeconds);
            }

            await Task.Delay(delay, time, stoppingToken);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        PagePosition? after = null;
        do
        {
            var page = await companies.ListAsync(after, PageSize, cancellationToken);
            foreach (var company in page.Items)
            {
                foreach (var project in await feedback.ProjectsAsync(company.Id, cancellationToken))
                    await engine.WarmAsync(EngineProject.Name(new ProjectKey(company.Id, project.Name)), cancellationToken);
            }

            after = page.Next;
        }
        while (after is not null);
    }

    [LoggerMessage(LogLevel.Warning, "Copying changes to ClickHouse failed; retrying in {Seconds} s. Nothing is lost.")]
    private partial void LogFailed(Exception exception, double seconds);
}
