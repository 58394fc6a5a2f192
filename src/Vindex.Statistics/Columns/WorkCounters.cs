namespace Vindex.Statistics.Columns;

/// <summary>How much work the engine has done: what its cost is made of, independent of the machine.</summary>
internal sealed class WorkCounters
{
    private long _changesRead;
    private long _merges;
    private long _rowsMerged;
    private long _blocksWritten;
    private long _columnsLoaded;

    /// <summary>Changes read from the log.</summary>
    public long ChangesRead => Interlocked.Read(ref _changesRead);

    /// <summary>Merges of blocks.</summary>
    public long Merges => Interlocked.Read(ref _merges);

    /// <summary>Rows written again by merges.</summary>
    public long RowsMerged => Interlocked.Read(ref _rowsMerged);

    /// <summary>Block files written.</summary>
    public long BlocksWritten => Interlocked.Read(ref _blocksWritten);

    /// <summary>Columns read from block files.</summary>
    public long ColumnsLoaded => Interlocked.Read(ref _columnsLoaded);

    public void AddChangesRead(int changes) => Interlocked.Add(ref _changesRead, changes);

    public void AddMerge(int rows)
    {
        Interlocked.Increment(ref _merges);
        Interlocked.Add(ref _rowsMerged, rows);
    }

    public void AddBlockWritten() => Interlocked.Increment(ref _blocksWritten);

    public void AddColumnLoaded() => Interlocked.Increment(ref _columnsLoaded);
}
