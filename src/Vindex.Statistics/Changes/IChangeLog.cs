namespace Vindex.Statistics.Changes;

/// <summary>What the engine reads: the numbered changes of each project, and its live rows by time.</summary>
/// <remarks>Number order must be commit order. A read ends at a commit boundary, so that a replacement is seen as a whole.</remarks>
public interface IChangeLog
{
    /// <summary>The newest change of a project. It covers everything acknowledged before the call.</summary>
    ValueTask<LogHead> HeadAsync(string project, CancellationToken cancellationToken);

    /// <summary>
    /// The changes with a number above <paramref name="after"/>, ascending, at least to the head at the time of the call. Rows that no longer
    /// exist may be omitted together with their removal. A batch is valid until the next one is requested.
    /// </summary>
    IAsyncEnumerable<ReadOnlyMemory<Change>> ChangesAfterAsync(string project, long after, CancellationToken cancellationToken);

    /// <summary>The live rows created in one of the ranges, from one consistent read, each once, in any order.</summary>
    IAsyncEnumerable<ReadOnlyMemory<LoggedRow>> RowsAsync(string project, IReadOnlyList<TimeRange> ranges, CancellationToken cancellationToken);
}

/// <summary>The state of a project's log.</summary>
/// <param name="Sequence">Number of the newest change; 0 when there is none.</param>
/// <param name="CompleteSince">Removals up to this number may have been purged from the log: readers that have not read that far start over.</param>
/// <param name="Incarnation">Changes when numbers are reused for other rows, as after a restore from a backup.</param>
public readonly record struct LogHead(long Sequence, long CompleteSince = 0, string Incarnation = "");

/// <summary>A half-open range of time in milliseconds since 1970 UTC.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public readonly record struct TimeRange(long From, long To)
{
    internal bool Contains(long instant) => instant >= From && instant < To;
}

/// <summary>A row of feedback in the change log.</summary>
/// <param name="Sequence">Number of the change that inserted it; identifies the row within its project.</param>
/// <param name="CreatedAt">Milliseconds since 1970 UTC.</param>
/// <param name="FeedbackType">The type, compared by equality.</param>
/// <param name="TriggerRef">The trigger, or null.</param>
/// <param name="Payload">A JSON object in UTF-8.</param>
public readonly record struct LoggedRow(long Sequence, long CreatedAt, string FeedbackType, string? TriggerRef, ReadOnlyMemory<byte> Payload);

/// <summary>One change of a project: a row was inserted or removed.</summary>
public readonly record struct Change
{
    private Change(long sequence, bool isRemoval, LoggedRow row)
    {
        Sequence = sequence;
        IsRemoval = isRemoval;
        Row = row;
    }

    /// <summary>The change's own number.</summary>
    public long Sequence { get; }

    /// <summary>Whether <see cref="Row"/> was removed; type, trigger and payload are then empty.</summary>
    public bool IsRemoval { get; }

    /// <summary>The inserted row, or number and creation time of the removed one.</summary>
    public LoggedRow Row { get; }

    /// <summary>A row was inserted; the change has the row's number.</summary>
    public static Change Insert(in LoggedRow row) => new(row.Sequence, isRemoval: false, row);

    /// <summary>A row was removed: replaced or purged.</summary>
    /// <param name="sequence">The number of this change.</param>
    /// <param name="rowSequence">The number of the change that inserted the row.</param>
    /// <param name="rowCreatedAt">When the row was created, milliseconds since 1970 UTC.</param>
    public static Change Remove(long sequence, long rowSequence, long rowCreatedAt) =>
        new(sequence, isRemoval: true, new LoggedRow(rowSequence, rowCreatedAt, "", TriggerRef: null, default));
}
