using Vindex.Server.Telemetry;
using Vindex.Statistics;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>
/// On start, reads the changes since each project's block files were written, and all rows of larger projects that have no files, so that the first question
/// does not have to. Then, and every hour, removes what the engine keeps of deleted companies.
/// </summary>
internal sealed partial class StatisticsMaintenance(
    IStatisticsEngine engine, ICompanyStore store, IFeedbackStore feedback, TimeProvider time, ILogger<StatisticsMaintenance> logger) : BackgroundService
{
    /// <summary>Fewer rows are read within a tenth of a second by the question that needs them.</summary>
    private const int RowsWorthReading = 10_000;

    private const int PageSize = 200;

    private static readonly TimeSpan s_period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var gauges = new Gauges();
        if (engine is StatisticsEngine embedded)
            gauges.Add("vindex.statistics.memory", () => embedded.MemoryBytes, "By", "Memory used by the columns of the statistics engine.");
        using var timer = new PeriodicTimer(s_period, time);
        var isStart = true;
        do
        {
            // The server must not wait for this before it listens.
            await Task.Yield();
            try
            {
                var stored = await engine.StoredProjectsAsync(stoppingToken);
                foreach (var project in stored) await MaintainAsync(project, isStart, stoppingToken);
                if (isStart) await ReadOthersAsync(stored.ToHashSet(StringComparer.Ordinal), stoppingToken);
                isStart = false;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReadOthersAsync(HashSet<string> stored, CancellationToken cancellationToken)
    {
        PagePosition? after = null;
        do
        {
            var page = await store.ListAsync(after, PageSize, cancellationToken);
            foreach (var company in page.Items)
            {
                foreach (var project in await feedback.ProjectsAsync(company.Id, cancellationToken))
                {
                    var name = EngineProject.Name(new ProjectKey(company.Id, project.Name));
                    if (project.Rows >= RowsWorthReading && !stored.Contains(name)) await engine.WarmAsync(name, cancellationToken);
                }
            }

            after = page.Next;
        }
        while (after is not null);
    }

    private async Task MaintainAsync(string project, bool warm, CancellationToken cancellationToken)
    {
        var companyId = EngineProject.Key(project).CompanyId;
        if (await store.FindAsync(companyId, cancellationToken) is null) await engine.RemoveAsync(project, cancellationToken);
        else if (warm) await engine.WarmAsync(project, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Maintenance of statistics failed; retrying in one hour. Answers are not affected.")]
    private partial void LogFailed(Exception exception);
}
