using Vindex.Statistics.Changes;
using Vindex.Statistics.Files;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Columns;

/// <summary>The columns of one project: follows the change log, and hands out moments of it.</summary>
internal sealed class ProjectColumns : IDisposable
{
    private const long MostTailBytes = 32 << 20;
    private readonly string _project;
    private readonly IChangeLog _log;
    private readonly ProjectFiles? _files;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Removals _removals = new();
    private readonly Limits _limits;
    private PathTable _paths;
    private Tail _tail;
    private List<LiveBlock> _blocks = [];
    private long _position;
    private string _incarnation = "";
    private long _nextBlock = 1;
    private int _runRows;
    private Snapshot? _settled;
    private bool _opened;
    private bool _unsaved;
    private volatile Snapshot? _snapshot;

    public ProjectColumns(string project, IChangeLog log, ProjectFiles? files, Limits limits)
    {
        (_project, _log, _files, _limits) = (project, log, files, limits);
        _paths = new PathTable(limits.Paths);
        _runRows = limits.RunRows;
        _tail = NewTail();
    }

    public string Project => _project;

    /// <summary>The latest moment; null before the first.</summary>
    public Snapshot? Current => _snapshot;

    /// <summary>Roughly what it takes in memory.</summary>
    public long Bytes => 4096 + Volatile.Read(ref _tail).Bytes + (_snapshot?.Blocks.Sum(live => ((StoredBlock)live.Block).Bytes + ((live.Dead?.Length ?? 0) * 8L)) ?? 0);

    /// <summary>Whether there is something to merge or to write to files.</summary>
    public bool WantsCare
    {
        get
        {
            if (_snapshot is not { } snapshot)
                return false;
            if ((_unsaved && _files is not null) || (!ReferenceEquals(_settled, snapshot) && Compaction.Choose(snapshot.Blocks, _limits).Count > 0))
                return true;
            _settled = snapshot;
            return false;
        }
    }

    /// <summary>Whether a block file is one of this project's.</summary>
    public bool Owns(string path) => _files?.Owns(path) ?? false;

    /// <summary>Whether a moment still has the blocks of the latest one.</summary>
    public bool IsCurrent(Snapshot snapshot) => _snapshot is { } latest && snapshot.Blocks.All(live => latest.Blocks.Any(other => other.Block == live.Block));

    /// <summary>The project at a moment not before this call.</summary>
    public async ValueTask<Snapshot> CatchUpAsync(CancellationToken cancellationToken)
    {
        var head = await _log.HeadAsync(_project, cancellationToken).ConfigureAwait(false);
        if (_snapshot is { } snapshot && snapshot.Position == head.Sequence && snapshot.Incarnation == head.Incarnation)
            return snapshot;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // While this one waited, another may have read further than the head it saw; a head behind our position tells of a rewound log.
            if (_snapshot is { } newer && newer.Position >= head.Sequence && newer.Incarnation == head.Incarnation)
                head = await _log.HeadAsync(_project, cancellationToken).ConfigureAwait(false);
            Open(head);
            if (_snapshot is null || _snapshot.Position < head.Sequence)
                await ReadAsync(head, cancellationToken).ConfigureAwait(false);
            return _snapshot!;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forgets everything: the files turned out to be lost. The next question reads the log from its start.</summary>
    public async Task StartAnewAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>Merges what wants merging, a step at a time, and writes the files.</summary>
    public async Task CareAsync(CancellationToken cancellationToken)
    {
        while (Compaction.Choose(_snapshot?.Blocks ?? [], _limits) is { Count: > 0 } sources)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var merged = BlockMerger.Merge(sources, _limits, () => Interlocked.Increment(ref _nextBlock));
            await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (!Exchange(sources, merged))
                    break;
            }
            finally
            {
                _gate.Release();
            }
        }
        if (_files is not null && _unsaved)
            await SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets columns go that can be read again; gives the bytes that came free.</summary>
    public long Release(bool evenIfUsed) =>
        _snapshot?.Blocks.SelectMany(live => ((StoredBlock)live.Block).Slots.Values).Sum(slot => slot.Release(evenIfUsed)) ?? 0;

    public void Dispose() => _gate.Dispose();

    private void Open(in LogHead head)
    {
        if (!_opened && _files?.Load(_paths) is { } state)
        {
            _blocks = [.. state.Blocks];
            (_position, _incarnation, _nextBlock) = (state.Position, state.Incarnation, state.NextBlock);
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
        _blocks = [];
        _removals.Clear();
        _position = 0;
        _snapshot = null;
    }

    private Tail NewTail() => new(_paths, _limits, _runRows);

    private async Task ReadAsync(LogHead head, CancellationToken cancellationToken)
    {
        _runRows = head.Sequence - _position > _limits.BulkRows / 4 ? _limits.BulkRows : _limits.RunRows;
        if (_tail.Count == 0)
            _tail = NewTail();
        await foreach (var batch in _log.ChangesAfterAsync(_project, _position, cancellationToken).ConfigureAwait(false))
        {
            Apply(batch.Span);
            if (_runRows == _limits.BulkRows && _unsaved && _files is not null)
                Save();
        }
        // Changes that came to nothing may be left out of the log: the read still covers them.
        _position = Math.Max(_position, head.Sequence);
        _runRows = _limits.RunRows;
        if (_tail.Count >= _limits.RunRows)
            Flush();
        Publish();
    }

    private void Apply(ReadOnlySpan<Change> changes)
    {
        foreach (ref readonly var change in changes)
        {
            if (change.IsRemoval)
                Remove(change.Row);
            else
            {
                // Before the row and not after it: a read may end anywhere, and the tail then has room for the next.
                if (_tail.Count >= _runRows || _tail.Bytes > MostTailBytes)
                    Flush();
                _tail.Add(change.Row);
            }
            _position = change.Sequence;
        }
    }

    private void Remove(in FeedbackRow row)
    {
        if (_tail.Count > 0 && row.Sequence >= _tail.FirstSequence)
        {
            _tail.Remove(row.Sequence);
            return;
        }
        foreach (var live in _blocks)
        {
            var block = (StoredBlock)live.Block;
            var at = block.Find(row.Sequence, row.CreatedAt);
            if (at < 0)
                continue;
            _removals.Kill(live, at);
            _unsaved = true;
            return;
        }
    }

    private void Flush()
    {
        var rows = _tail.Freeze();
        if (_tail.Count > _tail.DeadRows)
        {
            _blocks.AddRange(BlockAssembler.Assemble(
                rows.Sorted(),
                rows.Keys().ToList(),
                (key, into) => rows.Collect(key, into),
                _limits,
                () => Interlocked.Increment(ref _nextBlock)).Select(block => new LiveBlock(block)));
        }
        _tail = NewTail();
        _unsaved = true;
    }

    private void Publish()
    {
        Bury();
        var tail = _tail.Count == _tail.DeadRows ? null : new LiveBlock(new TailBlock(_tail.Freeze(), _limits.Texts)
        {
            Rows = _tail.Count - _tail.DeadRows,
            MinTime = _tail.MinTime,
            MaxTime = _tail.MaxTime,
        });
        _snapshot = new Snapshot(_position, _incarnation, [.. _blocks], tail, _paths);
    }

    private void Bury() => _blocks = _removals.Bury(_blocks);

    private bool Exchange(IReadOnlyList<LiveBlock> sources, StoredBlock[] merged)
    {
        Bury();
        var current = sources.Select(source => _blocks.Find(live => live.Block == source.Block)).ToList();
        // A restart of the project may have come between; what was merged then belongs to nobody.
        if (current.Contains(null))
            return false;
        var replaced = current.Select(live => live!.Block).ToHashSet();
        _blocks = [.. _blocks.Where(live => !replaced.Contains(live.Block)), .. merged.Select(block => new LiveBlock(block))];
        for (var i = 0; i < sources.Count; i++)
            Follow(sources[i], current[i]!, merged);
        Bury();
        _unsaved = true;
        // What was read but not yet published stays unpublished: it may end within a replacement.
        if (_snapshot is { } snapshot && snapshot.Position == _position)
            _snapshot = snapshot with { Blocks = [.. _blocks] };
        return true;
    }

    /// <summary>Rows that died while their block was being merged die in the new block too.</summary>
    private void Follow(LiveBlock before, LiveBlock now, StoredBlock[] merged)
    {
        if (now.DeadRows == before.DeadRows)
            return;
        var sequences = (LongColumn)now.Block.Column(ColumnKey.Sequence)!;
        for (var row = 0; row < now.Block.Rows; row++)
        {
            if (!now.IsDead(row) || before.IsDead(row))
                continue;
            foreach (var live in _blocks)
            {
                if (!merged.Contains(live.Block) || ((StoredBlock)live.Block).Find(sequences[row], now.Block.Times[row]) is var at && at < 0)
                    continue;
                _removals.Kill(live, at);
                break;
            }
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
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
        Bury();
        _unsaved = false;
        var position = _tail.Count == 0 ? _position : _tail.FirstSequence - 1;
        try
        {
            _files!.Save(new ProjectState(position, _incarnation, _nextBlock, [.. _blocks], [.. _paths.Paths], _paths.Overflowed));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Without files a restart takes longer, and these columns cannot be let go of; answers are the same.
        }
    }
}
