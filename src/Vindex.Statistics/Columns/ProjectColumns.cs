using Vindex.Statistics.Changes;
using Vindex.Statistics.Columns.Compaction;
using Vindex.Statistics.Files;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Columns;

/// <summary>
/// The columns of one project. Follows the change log into a tail of new rows, turns full tails into blocks, and publishes immutable snapshots.
/// One writer at a time (the gate); readers use snapshots and take no lock. Merging happens outside the gate and is swapped in under it.
/// </summary>
internal sealed class ProjectColumns : IDisposable
{
    private const long MaxTailBytes = 32 << 20;
    private readonly IChangeLog _log;
    private readonly ProjectFiles? _files;
    private readonly WorkCounters _counters;
    private readonly Action<MaintenanceStep>? _failpoint;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly BlockSet _blocks = new();
    private readonly Limits _limits;
    private PathTable _paths;
    private Tail _tail;
    private long _position;
    private string _incarnation = "";
    private long _lastBlockId = 1;
    private int _runRows;
    private Snapshot? _compacted;
    private bool _opened;
    private volatile bool _unsaved;
    private volatile Snapshot? _snapshot;

    public ProjectColumns(string project, IChangeLog log, ProjectFiles? files, StatisticsOptions options, WorkCounters counters)
    {
        (Project, _log, _files, _limits, _counters) = (project, log, files, options.Limits, counters);
        _failpoint = options.Failpoint;
        _paths = new PathTable(_limits.Paths);
        _runRows = _limits.RunRows;
        _tail = NewTail();
    }

    public string Project { get; }

    /// <summary>The latest snapshot; null before the first.</summary>
    public Snapshot? Current => _snapshot;

    /// <summary>Approximate memory use in bytes.</summary>
    public long Bytes =>
        4096 + Volatile.Read(ref _tail).Bytes
        + (_snapshot?.Blocks.Sum(live => ((StoredBlock)live.Block).Bytes + ((live.Deleted?.Length ?? 0) * 8L)) ?? 0);

    /// <summary>Whether there are blocks to merge or changes to save.</summary>
    public bool NeedsMaintenance
    {
        get
        {
            if (_snapshot is not { } snapshot)
                return false;
            if (_unsaved && _files is not null)
                return true;
            if (ReferenceEquals(_compacted, snapshot))
                return false;
            if (CompactionPolicy.Choose(snapshot.Blocks, _limits).Count > 0)
                return true;
            _compacted = snapshot;
            return false;
        }
    }

    /// <summary>Whether a block file belongs to this project.</summary>
    public bool Owns(string path) => _files?.Owns(path) ?? false;

    /// <summary>Whether all blocks of a snapshot are still in use.</summary>
    public bool IsCurrent(Snapshot snapshot) =>
        _snapshot is { } latest && snapshot.Blocks.All(live => latest.Blocks.Any(other => other.Block == live.Block));

    /// <summary>A snapshot that covers every change acknowledged before the call.</summary>
    public async ValueTask<Snapshot> CatchUpAsync(CancellationToken cancellationToken)
    {
        var head = await _log.HeadAsync(Project, cancellationToken);
        if (_snapshot is { } snapshot && snapshot.Position == head.Sequence && snapshot.Incarnation == head.Incarnation)
            return snapshot;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Another call may have read past our head while we waited, so ask again: only a head behind the position means that the log was reset.
            if (_snapshot is { } newer && newer.Position >= head.Sequence && newer.Incarnation == head.Incarnation)
                head = await _log.HeadAsync(Project, cancellationToken);
            Open(head);
            if (_snapshot is null || _snapshot.Position < head.Sequence)
                await ReadAsync(head, cancellationToken);
            return _snapshot!;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Drops all columns and files; the next question reads the log from its start.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _files?.Delete();
            Reset();
            _opened = true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Merges blocks until none need it, then saves what changed. Leaves a usable state behind wherever it fails.</summary>
    public async Task MaintainAsync(CancellationToken cancellationToken)
    {
        while (CompactionPolicy.Choose(_snapshot?.Blocks ?? [], _limits) is { Count: > 0 } sources)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _failpoint?.Invoke(MaintenanceStep.Merge);
            var merged = BlockMerger.Merge(sources, _limits, NextBlockId);
            _counters.AddMerge(sources.Sum(source => source.Block.Rows - source.DeletedRows));
            await _gate.WaitAsync(cancellationToken);
            try
            {
                _failpoint?.Invoke(MaintenanceStep.Replace);
                // After a reset in between, the merged blocks belong to a state that no longer exists.
                if (!_blocks.TryReplace(sources, merged))
                    break;
                _unsaved = true;
                // Changes that were read but not published stay unpublished: they may end in the middle of a replacement.
                if (_snapshot is { } snapshot && snapshot.Position == _position)
                    _snapshot = snapshot with { Blocks = _blocks.ApplyTombstones() };
            }
            finally
            {
                _gate.Release();
            }
        }
        if (_files is not null && _unsaved)
            await SaveAsync(cancellationToken);
    }

    /// <summary>Drops columns from memory that can be read from their files again; returns the bytes freed.</summary>
    public long UnloadColumns(bool includeRecentlyUsed) =>
        _snapshot?.Blocks.SelectMany(live => ((StoredBlock)live.Block).Slots.Values).Sum(slot => slot.Unload(includeRecentlyUsed)) ?? 0;

    public void Dispose() => _gate.Dispose();

    private void Open(in LogHead head)
    {
        if (!_opened && _files?.Load(_paths) is { } state)
        {
            _blocks.Load(state.Blocks);
            (_position, _incarnation, _lastBlockId) = (state.Position, state.Incarnation, state.LastBlockId);
        }
        _opened = true;
        if (_position > 0 && (_incarnation != head.Incarnation || _position > head.Sequence || _position < head.CompleteSince))
            Reset();
        _incarnation = head.Incarnation;
    }

    private void Reset()
    {
        _paths = new PathTable(_limits.Paths);
        _tail = NewTail();
        _blocks.Clear();
        _position = 0;
        _snapshot = null;
    }

    private Tail NewTail() => new(_paths, _limits, _runRows);

    /// <summary>The number of the last change that was read; 0 before the first question.</summary>
    public long Position => _snapshot?.Position ?? 0;

    private long NextBlockId() => Interlocked.Increment(ref _lastBlockId);

    private async Task ReadAsync(LogHead head, CancellationToken cancellationToken)
    {
        var isBulk = head.Sequence - _position > _limits.BulkRows / 4;
        var saves = isBulk && _files is not null;
        _runRows = isBulk ? _limits.BulkRows : _limits.RunRows;
        if (_tail.Count == 0)
            _tail = NewTail();
        await foreach (var batch in _log.ChangesAfterAsync(Project, _position, cancellationToken))
        {
            Apply(batch.Span);
            if (saves && _unsaved)
                saves = TrySave();
        }
        // The log may omit changes that cancel each other out; the read covers them all the same.
        _position = Math.Max(_position, head.Sequence);
        _runRows = _limits.RunRows;
        if (_tail.Count >= _limits.RunRows)
            FlushTail();
        Publish();
    }

    private void Apply(ReadOnlySpan<Change> changes)
    {
        try
        {
            foreach (ref readonly var change in changes)
            {
                if (change.IsRemoval)
                    Remove(change.Row);
                else
                    Add(change.Row);
                _position = change.Sequence;
            }
        }
        catch
        {
            // A change may be half applied, so that reading on from the position would count it twice or not at all.
            Reset();
            throw;
        }
        _counters.AddChangesRead(changes.Length);
    }

    private void Add(in LoggedRow row)
    {
        // Before the row rather than after it: a read may end anywhere, and the tail then has room for the next row.
        if (_tail.Count >= _runRows || _tail.Bytes > MaxTailBytes)
            FlushTail();
        _tail.Add(row);
    }

    private void Remove(in LoggedRow row)
    {
        if (_tail.Count > 0 && row.Sequence >= _tail.FirstSequence)
            _tail.Remove(row.Sequence);
        else if (_blocks.MarkDeleted(row.Sequence, row.CreatedAt))
            _unsaved = true;
    }

    private void FlushTail()
    {
        if (_tail.Count > _tail.DeletedRows)
        {
            var rows = _tail.Freeze();
            _blocks.Add(BlockAssembler.Assemble(rows.Sorted(), rows.Keys().ToList(), (key, into) => rows.Collect(key, into), _limits, NextBlockId));
        }
        _tail = NewTail();
        _unsaved = true;
    }

    private void Publish()
    {
        var tail = _tail.Count == _tail.DeletedRows ? null : new LiveBlock(new TailBlock(_tail.Freeze(), _limits.Texts)
        {
            Rows = _tail.Count - _tail.DeletedRows,
            MinTime = _tail.MinTime,
            MaxTime = _tail.MaxTime,
        });
        _snapshot = new Snapshot(_position, _incarnation, _blocks.ApplyTombstones(), tail, _paths);
    }

    // A long read saves what it has so far, so that a restart does not begin from scratch. Maintenance retries and reports what fails here.
    private bool TrySave()
    {
        try
        {
            Save();
            return true;
        }
        catch (Exception exception) when (exception is not LostFileException)
        {
            return false;
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Save();
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Save()
    {
        _failpoint?.Invoke(MaintenanceStep.Save);
        var position = _tail.Count == 0 ? _position : _tail.FirstSequence - 1;
        _files!.Save(new ProjectState(position, _incarnation, _lastBlockId, _blocks.ApplyTombstones(), [.. _paths.Paths], _paths.Overflowed));
        _unsaved = false;
    }
}
