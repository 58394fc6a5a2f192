namespace Vindex.Statistics.Changes;

/// <summary>What the engine reads: the numbered changes of each project, and its live rows by time.</summary>
/// <remarks>Number order must be commit order. A read ends at a commit boundary, so that a replacement is never seen by halves.</remarks>
public interface IChangeLog
{
    /// <summary>The newest change of a project. Whatever was acknowledged before the call must be covered by it.</summary>
    ValueTask<LogHead> HeadAsync(string project, CancellationToken cancellationToken);

    /// <summary>
    /// The changes with a number above <paramref name="after"/>, ascending, at least to the head at the time of the call. Rows that no longer
    /// live may be left out together with their removal. A batch is valid until the next one is asked for.
    /// </summary>
    IAsyncEnumerable<ReadOnlyMemory<Change>> ChangesAfterAsync(string project, long after, CancellationToken cancellationToken);

    /// <summary>The live rows whose creation lies in one of the ranges, from one consistent read, each once, in any order.</summary>
    IAsyncEnumerable<ReadOnlyMemory<FeedbackRow>> RowsAsync(string project, IReadOnlyList<TimeRange> ranges, CancellationToken cancellationToken);
}

/// <summary>Where a project's log stands.</summary>
/// <param name="Sequence">Number of the newest change; 0 when there is none.</param>
/// <param name="CompleteSince">Removals at or below this number may have been forgotten: who has read less than that starts anew.</param>
/// <param name="Incarnation">Changes when the numbers no longer mean the same rows, as after a restore from a backup.</param>
public readonly record struct LogHead(long Sequence, long CompleteSince = 0, string Incarnation = "");

/// <summary>A half-open range of time in milliseconds since 1970 UTC.</summary>
/// <param name="From">First millisecond that belongs.</param>
/// <param name="To">First millisecond that no longer belongs.</param>
public readonly record struct TimeRange(long From, long To)
{
    internal bool Contains(long instant) => instant >= From && instant < To;
}

/// <summary>A feedback row as the statistics want it.</summary>
/// <param name="Sequence">Number of the change that inserted it: its name within the project.</param>
/// <param name="CreatedAt">Milliseconds since 1970 UTC.</param>
/// <param name="FeedbackType">The type, compared by equality.</param>
/// <param name="TriggerRef">The trigger, or null.</param>
/// <param name="Payload">A JSON object in UTF-8.</param>
public readonly record struct FeedbackRow(long Sequence, long CreatedAt, string FeedbackType, string? TriggerRef, ReadOnlyMemory<byte> Payload);

/// <summary>One change of a project: a row came, or a row went.</summary>
public readonly record struct Change
{
    private Change(long sequence, bool isRemoval, FeedbackRow row)
    {
        Sequence = sequence;
        IsRemoval = isRemoval;
        Row = row;
    }

    /// <summary>The change's own number.</summary>
    public long Sequence { get; }

    /// <summary>Whether <see cref="Row"/> went; its type, trigger and payload are then not given.</summary>
    public bool IsRemoval { get; }

    /// <summary>The row that came, or number and creation time of the one that went.</summary>
    public FeedbackRow Row { get; }

    /// <summary>A row came; the change has the row's number.</summary>
    public static Change Insert(in FeedbackRow row) => new(row.Sequence, isRemoval: false, row);

    /// <summary>A row went: replaced or purged.</summary>
    /// <param name="sequence">The number of this change.</param>
    /// <param name="rowSequence">The number under which the row had come.</param>
    /// <param name="rowCreatedAt">When the row was created, milliseconds since 1970 UTC.</param>
    public static Change Remove(long sequence, long rowSequence, long rowCreatedAt) =>
        new(sequence, isRemoval: true, new FeedbackRow(rowSequence, rowCreatedAt, "", TriggerRef: null, default));
}
