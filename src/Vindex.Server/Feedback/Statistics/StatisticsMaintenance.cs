using Vindex.Server.Telemetry;
using Vindex.Statistics;
using Vindex.Storage.Companies;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>
/// On start, reads the changes since each project's block files were written, so that its first question does not have to. Then, and every hour, removes the
/// files of deleted companies.
/// </summary>
internal sealed partial class StatisticsMaintenance(
    StatisticsEngine engine, ICompanyStore store, TimeProvider time, ILogger<StatisticsMaintenance> logger) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var gauges = new Gauges().Add("vindex.statistics.memory", () => engine.MemoryBytes, "By", "Memory used by the columns of the statistics engine.");
        using var timer = new PeriodicTimer(s_period, time);
        var isStart = true;
        do
        {
            // The server must not wait for this before it listens.
            await Task.Yield();
            try
            {
                foreach (var project in engine.StoredProjects()) await MaintainAsync(project, isStart, stoppingToken);
                isStart = false;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task MaintainAsync(string project, bool warm, CancellationToken cancellationToken)
    {
        var companyId = EngineProject.Key(project).CompanyId;
        if (await store.FindAsync(companyId, cancellationToken) is null) await engine.RemoveAsync(project, cancellationToken);
        else if (warm) await engine.WarmAsync(project, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Maintenance of statistics files failed; retrying in one hour. Answers are not affected.")]
    private partial void LogFailed(Exception exception);
}
