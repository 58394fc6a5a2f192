using Vindex.Statistics.Changes;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Files;

namespace Vindex.Statistics;

/// <summary>
/// The projects in memory, under one budget. Over it, columns that can be read again go first, then projects that were not asked for longest. A
/// project without files that was let go of is answered from its rows, until it has been asked for often enough to be worth taking up again.
/// </summary>
internal sealed class ProjectCache(IChangeLog log, StatisticsOptions options) : IDisposable
{
    private const int QuestionsWorthTakingUp = 4;
    private const int QuestionsBetweenChecks = 16;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Evicted> _evicted = new(StringComparer.Ordinal);
    private long _questions;

    public long Bytes
    {
        get
        {
            lock (_gate)
                return _entries.Values.Sum(entry => entry.Columns.Bytes);
        }
    }

    /// <summary>The columns of a project, held until <see cref="Leave"/>; null when it is to be answered from its rows.</summary>
    public ProjectColumns? Enter(string project)
    {
        lock (_gate)
        {
            _questions++;
            if (!_entries.TryGetValue(project, out var entry))
            {
                if (_evicted.TryGetValue(project, out var evicted) && !IsWorthTakingUp(evicted))
                    return null;
                _evicted.Remove(project);
                var columns = new ProjectColumns(project, log, options.Folder is null ? null : new ProjectFiles(options.Folder, project), options.Limits);
                _entries.Add(project, entry = new Entry(project, columns));
            }
            entry.Users++;
            entry.LastAsked = _questions;
            return entry.Columns;
        }
    }

    /// <summary>Holds a project for merging and writing; false when that is under way already.</summary>
    public bool EnterForCare(ProjectColumns columns)
    {
        lock (_gate)
        {
            var entry = Find(columns);
            if (entry.InCare)
                return false;
            entry.InCare = true;
            entry.Users++;
            return true;
        }
    }

    public void LeaveAfterCare(ProjectColumns columns)
    {
        lock (_gate)
        {
            var entry = Find(columns);
            entry.InCare = false;
            entry.Users--;
            entry.Checked = null;
            Trim(entry);
        }
    }

    public void Leave(ProjectColumns columns)
    {
        lock (_gate)
        {
            var entry = Find(columns);
            entry.Users--;
            Trim(entry);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var entry in _entries.Values)
                entry.Columns.Dispose();
            _entries.Clear();
        }
    }

    private bool IsWorthTakingUp(Evicted evicted)
    {
        evicted.Questions++;
        return evicted.Bytes <= options.MemoryBudget / 2 && evicted.Questions >= QuestionsWorthTakingUp;
    }

    private Entry Find(ProjectColumns columns) => _entries[columns.Project];

    private void Trim(Entry latest)
    {
        if (ReferenceEquals(latest.Checked, latest.Columns.Current) && _questions % QuestionsBetweenChecks != 0)
            return;
        latest.Checked = latest.Columns.Current;
        latest.Bytes = latest.Columns.Bytes;
        var used = _entries.Values.Sum(entry => entry.Bytes);
        if (used <= options.MemoryBudget)
            return;
        var aim = options.MemoryBudget / 10 * 9;
        foreach (var evenIfUsed in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var entry in _entries.Values.OrderBy(entry => entry.LastAsked))
            {
                if (used <= aim)
                    return;
                used -= entry.Columns.Release(evenIfUsed);
                entry.Bytes = entry.Columns.Bytes;
            }
        }
        foreach (var entry in _entries.Values.Where(entry => entry.Users == 0).OrderBy(entry => entry.LastAsked).ToList())
        {
            if (used <= aim)
                return;
            used -= entry.Bytes;
            _entries.Remove(entry.Project);
            entry.Columns.Dispose();
            if (options.Folder is null)
                _evicted[entry.Project] = new Evicted { Bytes = entry.Bytes };
        }
    }

    private sealed class Entry(string project, ProjectColumns columns)
    {
        public string Project { get; } = project;

        public ProjectColumns Columns { get; } = columns;

        public int Users { get; set; }

        public bool InCare { get; set; }

        public long LastAsked { get; set; }

        public long Bytes { get; set; }

        public Snapshot? Checked { get; set; }
    }

    private sealed class Evicted
    {
        public long Bytes { get; init; }

        public int Questions { get; set; }
    }
}
