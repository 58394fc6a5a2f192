using Vindex.Statistics.Changes;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Files;

namespace Vindex.Statistics;

/// <summary>
/// The projects in memory, under one budget. Above it, columns that can be read again are unloaded first, then the least recently used projects.
/// An evicted project without files is answered from its rows until it has been asked for often enough to be worth loading again.
/// </summary>
internal sealed class ProjectCache(IChangeLog log, StatisticsOptions options, WorkCounters counters, TimeProvider time) : IDisposable
{
    private const int QuestionsBeforeReload = 4;
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

    /// <summary>The projects in memory, with the number of the last change that was read.</summary>
    public IReadOnlyList<(string Project, long Position)> Followed()
    {
        lock (_gate)
            return [.. _entries.Values.Where(entry => entry.Columns.Position > 0).Select(entry => (entry.Columns.Project, entry.Columns.Position))];
    }

    /// <summary>The columns of a project, kept until <see cref="Release"/>; null when the question is to be answered from the rows.</summary>
    public ProjectColumns? Acquire(string project)
    {
        lock (_gate)
        {
            _questions++;
            if (!_entries.TryGetValue(project, out var entry))
            {
                if (_evicted.TryGetValue(project, out var evicted) && !ShouldReload(evicted))
                    return null;
                _evicted.Remove(project);
                _entries.Add(project, entry = new Entry(Open(project), new MaintenanceBackoff(time)));
            }
            entry.Users++;
            entry.LastUsed = _questions;
            return entry.Columns;
        }
    }

    /// <summary>Keeps a project for maintenance; false while maintenance is running, or must not run again yet.</summary>
    public bool TryAcquireForMaintenance(ProjectColumns columns)
    {
        lock (_gate)
        {
            var entry = Find(columns);
            if (entry.InMaintenance || !entry.Backoff.MayRun)
                return false;
            entry.InMaintenance = true;
            entry.Users++;
            return true;
        }
    }

    /// <summary>Ends successful maintenance.</summary>
    public void ReleaseAfterMaintenance(ProjectColumns columns)
    {
        lock (_gate)
        {
            var entry = Find(columns);
            entry.Backoff.Reset();
            EndMaintenance(entry);
        }
    }

    /// <summary>Ends failed maintenance.</summary>
    /// <returns>How long maintenance of this project is not tried again.</returns>
    public TimeSpan ReleaseAfterFailure(ProjectColumns columns)
    {
        lock (_gate)
        {
            var entry = Find(columns);
            var delay = entry.Backoff.Fail();
            EndMaintenance(entry);
            return delay;
        }
    }

    public void Release(ProjectColumns columns)
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
        }
    }

    private ProjectColumns Open(string project)
    {
        var files = options.Folder is null ? null : new ProjectFiles(options.Folder, project, counters);
        return new ProjectColumns(project, log, files, options, counters);
    }

    private bool ShouldReload(Evicted evicted)
    {
        evicted.Questions++;
        return evicted.Bytes <= options.MemoryBudget / 2 && evicted.Questions >= QuestionsBeforeReload;
    }

    private Entry Find(ProjectColumns columns) => _entries[columns.Project];

    private void EndMaintenance(Entry entry)
    {
        entry.InMaintenance = false;
        entry.Users--;
        entry.Measured = null;
        Trim(entry);
    }

    private void Trim(Entry latest)
    {
        if (ReferenceEquals(latest.Measured, latest.Columns.Current) && _questions % QuestionsBetweenChecks != 0)
            return;
        latest.Measured = latest.Columns.Current;
        latest.Bytes = latest.Columns.Bytes;
        var used = _entries.Values.Sum(entry => entry.Bytes);
        if (used <= options.MemoryBudget)
            return;
        var target = options.MemoryBudget / 10 * 9;
        used = UnloadColumns(used, target);
        EvictProjects(used, target);
    }

    private long UnloadColumns(long used, long target)
    {
        foreach (var includeRecentlyUsed in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var entry in _entries.Values.OrderBy(entry => entry.LastUsed))
            {
                if (used <= target)
                    return used;
                used -= entry.Columns.UnloadColumns(includeRecentlyUsed);
                entry.Bytes = entry.Columns.Bytes;
            }
        }
        return used;
    }

    private void EvictProjects(long used, long target)
    {
        foreach (var entry in _entries.Values.Where(entry => entry.Users == 0).OrderBy(entry => entry.LastUsed).ToList())
        {
            if (used <= target)
                return;
            used -= entry.Bytes;
            _entries.Remove(entry.Columns.Project);
            entry.Columns.Dispose();
            if (options.Folder is null)
                _evicted[entry.Columns.Project] = new Evicted { Bytes = entry.Bytes };
        }
    }

    private sealed class Entry(ProjectColumns columns, MaintenanceBackoff backoff)
    {
        public ProjectColumns Columns { get; } = columns;

        public MaintenanceBackoff Backoff { get; } = backoff;

        public int Users { get; set; }

        public bool InMaintenance { get; set; }

        public long LastUsed { get; set; }

        public long Bytes { get; set; }

        public Snapshot? Measured { get; set; }
    }

    private sealed class Evicted
    {
        public long Bytes { get; init; }

        public int Questions { get; set; }
    }
}
