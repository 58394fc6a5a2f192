using System.Runtime.CompilerServices;

namespace Vindex.Statistics.Tests.Support;

/// <summary>A change log in memory.</summary>
public sealed class MemoryChangeLog : IChangeLog
{
    private const int BatchRows = 1024;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Change>> _projects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<long, LoggedRow>> _live = new(StringComparer.Ordinal);

    /// <summary>Identifies the numbering; see <see cref="LogHead.Incarnation"/>.</summary>
    public string Incarnation { get; set; } = "";

    /// <summary>Removals up to this number are forgotten; see <see cref="LogHead.CompleteSince"/>.</summary>
    public long CompleteSince { get; set; }

    /// <summary>Number of rows returned by <see cref="RowsAsync"/>.</summary>
    public long RowsScanned { get; private set; }

    /// <summary>Inserts a row and returns its number.</summary>
    public long Insert(string project, long createdAt, string feedbackType, string? triggerRef, ReadOnlyMemory<byte> payload)
    {
        lock (_gate)
        {
            var changes = ChangesOf(project);
            var row = new LoggedRow(changes.Count + 1, createdAt, feedbackType, triggerRef, payload);
            changes.Add(Change.Insert(row));
            _live[project].Add(row.Sequence, row);
            return row.Sequence;
        }
    }

    /// <summary>Removes a row; false when it does not exist.</summary>
    public bool Remove(string project, long rowSequence)
    {
        lock (_gate)
        {
            var changes = ChangesOf(project);
            if (!_live[project].Remove(rowSequence, out var row))
                return false;
            changes.Add(Change.Remove(changes.Count + 1, rowSequence, row.CreatedAt));
            return true;
        }
    }

    /// <summary>Replaces a row by another with its creation time, as one commit. Returns the new number, or 0 when the old row does not exist.</summary>
    public long Replace(string project, long rowSequence, string feedbackType, string? triggerRef, ReadOnlyMemory<byte> payload)
    {
        lock (_gate)
        {
            if (!Remove(project, rowSequence))
                return 0;
            return Insert(project, ChangesOf(project)[(int)rowSequence - 1].Row.CreatedAt, feedbackType, triggerRef, payload);
        }
    }

    /// <summary>The rows that exist now.</summary>
    public IReadOnlyList<LoggedRow> LiveRows(string project)
    {
        lock (_gate)
            return _live.TryGetValue(project, out var rows) ? [.. rows.Values] : [];
    }

    /// <inheritdoc />
    public ValueTask<LogHead> HeadAsync(string project, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return ValueTask.FromResult(new LogHead(_projects.TryGetValue(project, out var changes) ? changes.Count : 0, CompleteSince, Incarnation));
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<ReadOnlyMemory<Change>> ChangesAfterAsync(
        string project, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new Change[BatchRows];
        long end;
        lock (_gate)
            end = _projects.TryGetValue(project, out var all) ? all.Count : 0;
        for (var at = after; at < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(BatchRows, end - at);
            lock (_gate)
                _projects[project].CopyTo((int)at, buffer, 0, count);
            at += count;
            yield return buffer.AsMemory(0, count);
        }
        await Task.CompletedTask;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<ReadOnlyMemory<LoggedRow>> RowsAsync(
        string project, IReadOnlyList<TimeRange> ranges, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        LoggedRow[] rows;
        lock (_gate)
        {
            rows = _live.TryGetValue(project, out var live) ? [.. live.Values.Where(row => ranges.Any(range => range.Contains(row.CreatedAt)))] : [];
            RowsScanned += rows.Length;
        }
        for (var at = 0; at < rows.Length; at += BatchRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return rows.AsMemory(at, Math.Min(BatchRows, rows.Length - at));
        }
        await Task.CompletedTask;
    }

    private List<Change> ChangesOf(string project)
    {
        if (!_projects.TryGetValue(project, out var changes))
        {
            _projects.Add(project, changes = []);
            _live.Add(project, []);
        }
        return changes;
    }
}
