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
    public async Task<StatsResult> AnswerAsync(StatsPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var alone = Interlocked.Increment(ref _asking) == 1;
        try
        {
            for (var attempt = 1; _projects.Enter(plan.ProjectId) is { } project; attempt++)
            {
                try
                {
                    if (await TryAnswerAsync(plan, project, alone, mayReset: attempt < MostAttempts, cancellationToken).ConfigureAwait(false) is { } result)
                        return result;
                }
                finally
                {
                    Leave(project);
                }
            }
            return await AnswerFromRowsAsync(plan, alone, cancellationToken).ConfigureAwait(false);
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

    private async Task<StatsResult?> TryAnswerAsync(StatsPlan plan, ProjectColumns project, bool alone, bool mayReset, CancellationToken cancellationToken)
    {
        Snapshot? snapshot = null;
        try
        {
            snapshot = await project.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            if (Answering.NeedsRows(plan, snapshot))
                return await AnswerFromRowsAsync(plan, alone, cancellationToken).ConfigureAwait(false);
            return await AnswerAsync(plan, snapshot, alone, cancellationToken).ConfigureAwait(false);
        }
        catch (LostFileException) when (mayReset)
        {
            // A file of blocks that were merged meanwhile is gone for a good reason: the newer moment has others. Any other is lost.
            if (snapshot is null || project.IsCurrent(snapshot))
                await project.StartAnewAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private async Task<StatsResult> AnswerFromRowsAsync(StatsPlan plan, bool alone, CancellationToken cancellationToken)
    {
        var snapshot = await TemporaryProjection.ReadAsync(_log, plan.ProjectId, Answering.Paths(plan), Answering.Ranges(plan), cancellationToken).ConfigureAwait(false);
        return await AnswerAsync(plan, snapshot, alone, cancellationToken).ConfigureAwait(false);
    }

    private async Task<StatsResult> AnswerAsync(StatsPlan plan, Snapshot snapshot, bool alone, CancellationToken cancellationToken)
    {
        var ranges = Answering.Ranges(plan);
        var rows = snapshot.All.Where(live => ranges.Any(range => live.Block.MinTime < range.To && live.Block.MaxTime >= range.From)).Sum(live => (long)live.Block.Rows);
        var two = alone && _options.Workers > 1 && rows > RowsWorthTwoWorkers;
        var pool = two ? _pairs : _lone;
        if (!pool.TryTake(out var crew))
            crew = new Crew(two ? _options.Workers : 1);
        var result = await new Answering(plan, snapshot, crew, cancellationToken).AnswerAsync().ConfigureAwait(false);
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
