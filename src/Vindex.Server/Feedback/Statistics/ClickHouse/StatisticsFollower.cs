using Vindex.Statistics;
using Vindex.Storage;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Statistics.ClickHouse;

/// <summary>
/// With ClickHouse as the engine, copies new changes of all projects every few seconds, so that questions need not wait for them. While ClickHouse cannot be
/// used, it tries less often; writes go on, and are copied afterwards. What has changed is found with one query, however many projects there are.
/// </summary>
internal sealed partial class StatisticsFollower(
    IStatisticsEngine engine,
    IFeedbackStore feedback,
    IOptions<StatsOptions> options,
    TimeProvider time,
    ILogger<StatisticsFollower> logger) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMinutes(1);

    /// <summary>After this time all projects are looked at, changed or not: ClickHouse may have lost what it had.</summary>
    private static readonly TimeSpan s_trusted = TimeSpan.FromMinutes(10);

    private readonly Dictionary<ProjectKey, ProjectHead> _copied = [];
    private long _trustedSince = time.GetTimestamp();

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

    /// <summary>Copies what has changed since the last time.</summary>
    internal async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_trustedSince) >= s_trusted)
        {
            _copied.Clear();
            _trustedSince = time.GetTimestamp();
        }

        var heads = await feedback.HeadsAsync(cancellationToken);
        foreach (var gone in _copied.Keys.Where(project => !heads.ContainsKey(project)).ToList()) _copied.Remove(gone);
        foreach (var (project, head) in heads)
        {
            if (_copied.TryGetValue(project, out var copied) && copied.Sequence == head.Sequence && copied.Incarnation == head.Incarnation) continue;
            await engine.WarmAsync(EngineProject.Name(project), cancellationToken);
            _copied[project] = head;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Copying changes to ClickHouse failed; retrying in {Seconds} s. Nothing is lost.")]
    private partial void LogFailed(Exception exception, double seconds);
}
