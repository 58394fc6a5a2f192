using System.Collections.Concurrent;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Changes;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Files;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics;

/// <summary>
/// Answers statistics about the feedback of projects. It follows the change log into columns, and keeps nothing that cannot be made again from
/// the log: losing its files, or its memory, costs time only. Safe for many threads.
/// </summary>
public sealed class StatisticsEngine : IAsyncDisposable
{
    private const int RowsWorthTwoWorkers = 20_000;
    private const int MostAttempts = 4;
    private readonly IChangeLog _log;
    private readonly StatisticsOptions _options;
    private readonly ProjectCache _projects;
    private readonly ConcurrentBag<Crew> _lone = [];
    private readonly ConcurrentBag<Crew> _pairs = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _careGate = new();
    private Task _care = Task.CompletedTask;
    private int _asking;

    /// <param name="log">Where the rows come from.</param>
    /// <param name="options">Folder, memory, workers.</param>
    public StatisticsEngine(IChangeLog log, StatisticsOptions options)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        (_log, _options) = (log, options);
        _projects = new ProjectCache(log, options);
    }

    /// <summary>Roughly what the columns take in memory now, in bytes.</summary>
    public long MemoryBytes => _projects.Bytes;

    /// <summary>Answers a question; every row acknowledged before the call is counted.</summary>
    /// <param name="plan">The question, as <see cref="StatsPlanner"/> accepted it.</param>
    /// <param name="cancellationToken">Checked at least once a bucket.</param>
    public Task<StatsResult> AnswerAsync(StatsPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return AnswerAsync(plan, [plan.ProjectId], cancellationToken);
    }

    /// <summary>Answers a question about the rows of several projects taken together, each at a moment of its own after the call.</summary>
    /// <param name="plan">The question; its own project is left aside.</param>
    /// <param name="projects">The projects, each once.</param>
    /// <param name="cancellationToken">Checked at least once a bucket.</param>
    public async Task<StatsResult> AnswerAsync(StatsPlan plan, IReadOnlyList<string> projects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(projects);
        var alone = Interlocked.Increment(ref _asking) == 1;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (await TryAnswerAsync(plan, projects, alone, mayReset: attempt < MostAttempts, cancellationToken).ConfigureAwait(false) is { } result)
                    return result;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }

    /// <summary>Reads the changes of a project up to now, so that its next question finds them read.</summary>
    public async Task WarmAsync(string project, CancellationToken cancellationToken)
    {
        if (_projects.Enter(project) is not { } columns)
            return;
        try
        {
            await columns.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LostFileException)
        {
            await columns.StartAnewAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(columns);
        }
    }

    /// <summary>The projects that left block files: those that were asked for before.</summary>
    public IReadOnlyList<string> StoredProjects() => _options.Folder is { } folder ? ProjectFiles.Projects(folder) : [];

    /// <summary>Lets go of all that is kept of a project, its block files included. A later question begins with its log.</summary>
    public async Task ForgetAsync(string project, CancellationToken cancellationToken)
    {
        if (_projects.Enter(project) is not { } columns)
            return;
        try
        {
            await columns.StartAnewAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(columns);
        }
    }

    /// <summary>Completes when the merging and writing that questions have set off is done.</summary>
    public Task WhenIdleAsync()
    {
        lock (_careGate)
            return _care;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await WhenIdleAsync().ConfigureAwait(false);
        _projects.Dispose();
        _closing.Dispose();
    }

    private async Task<StatsResult?> TryAnswerAsync(StatsPlan plan, IReadOnlyList<string> projects, bool alone, bool mayReset, CancellationToken cancellationToken)
    {
        var held = new List<(ProjectColumns Columns, Snapshot? Moment)>();
        try
        {
            var moments = new List<Snapshot>(projects.Count);
            foreach (var project in projects)
                moments.Add(await MomentAsync(plan, project, held, cancellationToken).ConfigureAwait(false));
            return await AnswerAsync(plan, moments, alone, cancellationToken).ConfigureAwait(false);
        }
        catch (LostFileException lost) when (mayReset)
        {
            // A file of blocks that were merged meanwhile is gone for a good reason: the newer moment has others. Any other is lost.
            foreach (var (columns, moment) in held.Where(project => project.Columns.Owns(lost.Path) && (project.Moment is null || project.Columns.IsCurrent(project.Moment))))
                await columns.StartAnewAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        finally
        {
            foreach (var (columns, _) in held)
                Leave(columns);
        }
    }

    /// <summary>A moment of a project: its kept columns, or where they do not do, columns made for this question from the rows.</summary>
    private async Task<Snapshot> MomentAsync(StatsPlan plan, string project, List<(ProjectColumns Columns, Snapshot? Moment)> held, CancellationToken cancellationToken)
    {
        if (_projects.Enter(project) is { } columns)
        {
            held.Add((columns, null));
            var moment = await columns.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            held[^1] = (columns, moment);
            if (!Answering.NeedsRows(plan, moment))
                return moment;
        }
        return await TemporaryProjection.ReadAsync(_log, project, Answering.Paths(plan), Answering.Ranges(plan), cancellationToken).ConfigureAwait(false);
    }

    private async Task<StatsResult> AnswerAsync(StatsPlan plan, List<Snapshot> moments, bool alone, CancellationToken cancellationToken)
    {
        var ranges = Answering.Ranges(plan);
        var rows = moments.SelectMany(moment => moment.All)
            .Where(live => ranges.Any(range => live.Block.MinTime < range.To && live.Block.MaxTime >= range.From)).Sum(live => (long)live.Block.Rows);
        var two = alone && _options.Workers > 1 && rows > RowsWorthTwoWorkers;
        var pool = two ? _pairs : _lone;
        if (!pool.TryTake(out var crew))
            crew = new Crew(two ? _options.Workers : 1);
        var result = await new Answering(plan, moments, crew, cancellationToken).AnswerAsync().ConfigureAwait(false);
        crew.Forget();
        pool.Add(crew);
        return result;
    }

    private void Leave(ProjectColumns project)
    {
        if (project.WantsCare && _projects.EnterForCare(project))
        {
            lock (_careGate)
                _care = CareAsync(_care, project);
        }
        _projects.Leave(project);
    }

    private async Task CareAsync(Task before, ProjectColumns project)
    {
        await before.ConfigureAwait(false);
        await Task.Yield();
        try
        {
            await project.CareAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Closing: what was not merged or written is made again.
        }
        catch (LostFileException)
        {
            await project.StartAnewAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _projects.LeaveAfterCare(project);
        }
    }
}
