using Vindex.Server.Operations;
using Vindex.Statistics;
using Vindex.Storage;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>
/// At start: reads on where the block files of each project end, so that its first question need not. Then, and hourly: lets go of the files of companies that
/// were deleted.
/// </summary>
internal sealed partial class StatisticsKeeper(StatisticsEngine engine, IStore store, TimeProvider time, ILogger<StatisticsKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        VindexTelemetry.ObserveStatistics(() => engine.MemoryBytes);
        using var timer = new PeriodicTimer(s_period, time);
        var warm = true;
        do
        {
            // The server listens meanwhile.
            await Task.Yield();
            try
            {
                foreach (var project in engine.StoredProjects()) await LookAfterAsync(project, warm, stoppingToken);
                warm = false;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAfterAsync(string project, bool warm, CancellationToken cancellationToken)
    {
        if (await store.Companies.FindAsync(EngineProject.Key(project).CompanyId, cancellationToken) is null) await engine.ForgetAsync(project, cancellationToken);
        else if (warm) await engine.WarmAsync(project, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The files of statistics could not be looked after; answers do not depend on it")]
    private partial void LogFailed(Exception exception);
}
