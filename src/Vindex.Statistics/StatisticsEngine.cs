using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Changes;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Files;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics;

/// <summary>
/// Answers questions about the feedback of projects. It follows the change log into columns and keeps nothing that cannot be rebuilt from the log:
/// losing its files or its memory costs time only. Merging and saving run in the background, one project at a time; if they fail, the failure is
/// logged and retried after a delay, and answers stay correct. Thread-safe.
/// </summary>
public sealed partial class StatisticsEngine : IStatisticsEngine, IAsyncDisposable
{
    private const int MinRowsForParallel = 20_000;
    private const int MaxAttempts = 4;
    private readonly IChangeLog _log;
    private readonly StatisticsOptions _options;
    private readonly ILogger<StatisticsEngine> _logger;
    private readonly ProjectCache _projects;
    private readonly ConcurrentBag<WorkerPool> _singlePools = [];
    private readonly ConcurrentBag<WorkerPool> _parallelPools = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _maintenanceGate = new();
    private Task _maintenance = Task.CompletedTask;
    private int _runningQuestions;
    private int _disposed;

    /// <param name="log">Source of the rows.</param>
    /// <param name="options">Folder, memory, workers.</param>
    /// <param name="logger">Takes failures of background maintenance.</param>
    /// <param name="time">Times the retries of background maintenance.</param>
    public StatisticsEngine(IChangeLog log, StatisticsOptions options, ILogger<StatisticsEngine> logger, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(time);
        (_log, _options, _logger) = (log, options, logger);
        _projects = new ProjectCache(log, options, Counters, time);
    }

    /// <summary>Approximate memory use of all columns, in bytes.</summary>
    public long MemoryBytes => _projects.Bytes;

    internal WorkCounters Counters { get; } = new();

    /// <summary>Answers a question; every row acknowledged before the call is counted.</summary>
    /// <param name="plan">The question, as accepted by <see cref="StatsPlanner"/>.</param>
    /// <param name="cancellationToken">Checked at least once per bucket.</param>
    public Task<StatsResult> AnswerAsync(StatsPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return AnswerAsync(plan, [plan.ProjectId], cancellationToken);
    }

    /// <summary>Answers a question about the rows of several projects taken together, each as of some time after the call.</summary>
    /// <param name="plan">The question; its own project is ignored.</param>
    /// <param name="projects">The projects, without duplicates.</param>
    /// <param name="cancellationToken">Checked at least once per bucket.</param>
    public Task<StatsResult> AnswerAsync(StatsPlan plan, IReadOnlyList<string> projects, CancellationToken cancellationToken) =>
        AnswerAsync(plan, projects, static _ => ValueTask.CompletedTask, cancellationToken);

    /// <summary>As the other overload, with pauses in which others can compute.</summary>
    /// <param name="plan">The question; its own project is ignored.</param>
    /// <param name="projects">The projects, without duplicates.</param>
    /// <param name="pause">Called between groups and while rows are read from the log.</param>
    /// <param name="cancellationToken">Checked at least once per bucket.</param>
    public async Task<StatsResult> AnswerAsync(
        StatsPlan plan, IReadOnlyList<string> projects, Func<CancellationToken, ValueTask> pause, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(projects);
        ArgumentNullException.ThrowIfNull(pause);
        var alone = Interlocked.Increment(ref _runningQuestions) == 1;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (await TryAnswerAsync(plan, projects, pause, alone, mayReset: attempt < MaxAttempts, cancellationToken) is { } result)
                    return result;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _runningQuestions);
        }
    }

    /// <summary>Reads the changes of a project up to now, so that its next question does not have to.</summary>
    public async Task WarmAsync(string project, CancellationToken cancellationToken)
    {
        if (_projects.Acquire(project) is not { } columns)
            return;
        try
        {
            await columns.CatchUpAsync(cancellationToken);
        }
        catch (LostFileException lost)
        {
            LogFileLost(lost, project);
            await columns.ResetAsync(cancellationToken);
        }
        finally
        {
            Release(columns);
        }
    }

    /// <summary>The projects in memory, with the number of the last change that was read.</summary>
    public IReadOnlyList<(string Project, long Position)> Followed() => _projects.Followed();

    /// <summary>The projects that have block files.</summary>
    public IReadOnlyList<string> StoredProjects() => _options.Folder is { } folder ? ProjectFiles.ListProjects(folder) : [];

    ValueTask<IReadOnlyList<string>> IStatisticsEngine.StoredProjectsAsync(CancellationToken cancellationToken) => new(StoredProjects());

    /// <summary>Drops all that is kept of a project, its block files included. A later question starts from the log.</summary>
    public async Task RemoveAsync(string project, CancellationToken cancellationToken)
    {
        if (_projects.Acquire(project) is not { } columns)
            return;
        try
        {
            await columns.ResetAsync(cancellationToken);
        }
        finally
        {
            Release(columns);
        }
    }

    /// <summary>Completes when the background maintenance that is due so far has run.</summary>
    public Task WhenIdleAsync()
    {
        lock (_maintenanceGate)
            return _maintenance;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _closing.CancelAsync();
        await WhenIdleAsync();
        _projects.Dispose();
        _closing.Dispose();
    }

    private async Task<StatsResult?> TryAnswerAsync(
        StatsPlan plan,
        IReadOnlyList<string> projects,
        Func<CancellationToken, ValueTask> pause,
        bool alone,
        bool mayReset,
        CancellationToken cancellationToken)
    {
        var acquired = new List<(ProjectColumns Columns, Snapshot? Snapshot)>();
        try
        {
            var snapshots = new List<Snapshot>(projects.Count);
            foreach (var project in projects)
            {
                if (await SnapshotAsync(plan, project, acquired, pause, cancellationToken) is not { } snapshot)
                    return new StatsResult.Refused(new StatsRefusal.TooManySteps(plan.MaxSteps));
                snapshots.Add(snapshot);
            }
            return await ExecuteAsync(plan, snapshots, pause, alone, cancellationToken);
        }
        catch (LostFileException lost) when (mayReset)
        {
            // A merge may have removed the file of an old snapshot; a newer snapshot no longer needs it. Otherwise the file is really lost.
            foreach (var (columns, snapshot) in acquired.Where(item =>
                item.Columns.Owns(lost.Path) && (item.Snapshot is null || item.Columns.IsCurrent(item.Snapshot))))
            {
                LogFileLost(lost, columns.Project);
                await columns.ResetAsync(cancellationToken);
            }
            return null;
        }
        finally
        {
            foreach (var (columns, _) in acquired)
                Release(columns);
        }
    }

    /// <summary>
    /// A snapshot of a project: its columns, or columns built for this question from the rows when those do not have everything; null if that takes too much.
    /// </summary>
    private async Task<Snapshot?> SnapshotAsync(
        StatsPlan plan,
        string project,
        List<(ProjectColumns Columns, Snapshot? Snapshot)> acquired,
        Func<CancellationToken, ValueTask> pause,
        CancellationToken cancellationToken)
    {
        if (_projects.Acquire(project) is { } columns)
        {
            acquired.Add((columns, null));
            var snapshot = await columns.CatchUpAsync(cancellationToken);
            acquired[^1] = (columns, snapshot);
            if (!QuestionScope.NeedsRows(plan, snapshot))
                return snapshot;
        }
        return await TemporaryProjection.ReadAsync(
            _log,
            project,
            QuestionScope.Paths(plan),
            QuestionScope.Ranges(plan),
            plan.MaxSteps / StatsPlan.StepsPerLoggedRow,
            pause,
            cancellationToken);
    }

    private async Task<StatsResult> ExecuteAsync(
        StatsPlan plan, List<Snapshot> snapshots, Func<CancellationToken, ValueTask> pause, bool alone, CancellationToken cancellationToken)
    {
        var ranges = QuestionScope.Ranges(plan);
        var rows = snapshots.SelectMany(snapshot => snapshot.All).Where(live => live.Block.OverlapsAny(ranges)).Sum(live => (long)live.Block.Rows);
        if (rows > plan.MaxSteps / plan.StepsPerRow)
            return new StatsResult.Refused(new StatsRefusal.TooManySteps(plan.MaxSteps));
        var parallel = alone && _options.Workers > 1 && rows > MinRowsForParallel;
        var pools = parallel ? _parallelPools : _singlePools;
        if (!pools.TryTake(out var workers))
            workers = new WorkerPool(parallel ? _options.Workers : 1);
        var result = await new StatsExecutor(plan, snapshots, workers, pause, cancellationToken).ExecuteAsync();
        workers.ReleaseColumns();
        pools.Add(workers);
        return result;
    }

    private void Release(ProjectColumns project)
    {
        if (project.NeedsMaintenance && _projects.TryAcquireForMaintenance(project))
        {
            lock (_maintenanceGate)
                _maintenance = MaintainAsync(_maintenance, project);
        }
        _projects.Release(project);
    }

    // Never throws: the next project's maintenance waits for this one.
    private async Task MaintainAsync(Task previous, ProjectColumns project)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Yield();
        try
        {
            await MaintainAsync(project);
            _projects.ReleaseAfterMaintenance(project);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The next start repeats what was not merged or saved.
            _projects.ReleaseAfterMaintenance(project);
        }
        catch (Exception exception)
        {
            var delay = _projects.ReleaseAfterFailure(project);
            LogMaintenanceFailed(exception, project.Project, delay.TotalSeconds);
        }
    }

    private async Task MaintainAsync(ProjectColumns project)
    {
        try
        {
            await project.MaintainAsync(_closing.Token);
        }
        catch (LostFileException lost)
        {
            LogFileLost(lost, project.Project);
            await project.ResetAsync(_closing.Token);
        }
    }

    [LoggerMessage(
        LogLevel.Error, "Maintenance of the statistics of {Project} failed; retrying with the next question after {Seconds} s. Answers are not affected.")]
    private partial void LogMaintenanceFailed(Exception exception, string project, double seconds);

    [LoggerMessage(LogLevel.Warning, "A statistics file of {Project} is missing or damaged; rebuilding its columns from the store.")]
    private partial void LogFileLost(Exception exception, string project);
}
