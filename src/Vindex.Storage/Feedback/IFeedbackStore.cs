namespace Vindex.Storage.Feedback;

/// <summary>Filters for reading rows; null means no filter. All filters must match.</summary>
public sealed record FeedbackSelection
{
    /// <summary>Every row.</summary>
    public static FeedbackSelection All { get; } = new();

    /// <summary>One of these ids.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>One of these refs.</summary>
    public IReadOnlyList<string>? WeaveRefs { get; init; }

    /// <summary>One of these types.</summary>
    public IReadOnlyList<string>? FeedbackTypes { get; init; }

    /// <summary>This trigger.</summary>
    public string? TriggerRef { get; init; }

    /// <summary>A trigger that begins with this, to the letter.</summary>
    public string? TriggerPrefix { get; init; }

    /// <summary>Created at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Newest first instead of oldest first.</summary>
    public bool Descending { get; init; }
}

/// <summary>What became of a row that was to be written.</summary>
public abstract record FeedbackWritten
{
    private FeedbackWritten()
    {
    }

    /// <summary>It is stored, with the creation time of the row that it replaced, if there was one.</summary>
    public sealed record Kept(DateTimeOffset CreatedAt) : FeedbackWritten;

    /// <summary>Its id is that of a score's row, which the server alone writes.</summary>
    public sealed record Reserved : FeedbackWritten;

    /// <summary>The company does not exist (any longer).</summary>
    public sealed record NoCompany : FeedbackWritten;
}

/// <summary>Feedback of projects. Each write is one transaction; each project numbers its changes in commit order.</summary>
public interface IFeedbackStore
{
    /// <summary>
    /// Writes rows, in order, in one transaction; a row whose id its project has is replaced and keeps its first <c>created_at</c>. Before them, the rows
    /// <paramref name="replaced"/> of the first entry's project go, as far as they exist and are not a score's.
    /// </summary>
    /// <param name="entries">The rows.</param>
    /// <param name="replaced">Ids to delete first; null or empty for none.</param>
    /// <param name="allOrNothing">Whether a row that cannot be stored prevents all changes.</param>
    /// <param name="cancellationToken">Ends the wait; a write that has begun is completed.</param>
    /// <returns>One outcome per entry.</returns>
    Task<IReadOnlyList<FeedbackWritten>> WriteAsync(
        IReadOnlyList<FeedbackEntry> entries, IReadOnlyList<string>? replaced, bool allOrNothing, CancellationToken cancellationToken);

    /// <summary>Removes rows by their ids in one transaction. A score's row stays; unknown ids are ignored. Returns how many were removed.</summary>
    Task<int> PurgeAsync(ProjectKey project, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>The rows selected, by creation and id (both ascending, ids by their UTF-16 units, or both descending), from one moment's state.</summary>
    IAsyncEnumerable<FeedbackRow> ReadAsync(ProjectKey project, FeedbackSelection selection, CancellationToken cancellationToken);

    /// <summary>How many rows a project has; from a counter.</summary>
    Task<long> CountAsync(ProjectKey project, CancellationToken cancellationToken);

    /// <summary>
    /// How many rows a read of a selection goes through, counted in indexes only and no further than <paramref name="most"/>: at least as many as it returns.
    /// </summary>
    Task<long> CountAtMostAsync(ProjectKey project, FeedbackSelection selection, long most, CancellationToken cancellationToken);

    /// <summary>A company's projects that have ever had a row, by name.</summary>
    Task<IReadOnlyList<FeedbackProject>> ProjectsAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>
    /// The newest row of each distinct trigger (rows without one form one group) in a span of time, newest first, at most so many groups, from one moment's
    /// state.
    /// </summary>
    IAsyncEnumerable<FeedbackRow> NewestByTriggerAsync(ProjectKey project, FeedbackSelection selection, int limit, CancellationToken cancellationToken);

    /// <summary>The head of a project's change log; covers everything that was acknowledged before the call.</summary>
    Task<ProjectHead> HeadAsync(ProjectKey project, CancellationToken cancellationToken);

    /// <summary>The heads of all projects that have ever had a change, in one query; they cover what was acknowledged before the call.</summary>
    Task<IReadOnlyDictionary<ProjectKey, ProjectHead>> HeadsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The changes with a number above <paramref name="after"/>, ascending, at least to the head at the time of the call, from one moment's state. Rows that
    /// are no longer live are left out; their removals may be.
    /// </summary>
    IAsyncEnumerable<IReadOnlyList<FeedbackChange>> ChangesAfterAsync(ProjectKey project, long after, CancellationToken cancellationToken);

    /// <summary>
    /// The live rows created in one of the half-open ranges (milliseconds since 1970 UTC), each once, as the changes that brought them, from one moment's
    /// state.
    /// </summary>
    IAsyncEnumerable<IReadOnlyList<FeedbackChange>> LiveRowsAsync(
        ProjectKey project, IReadOnlyList<(long From, long Before)> ranges, CancellationToken cancellationToken);

    /// <summary>Forgets removals with numbers that every reader should have read by now. Returns how many.</summary>
    Task<long> ForgetRemovalsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>How many rows a company has that were created before an instant, with those of scores.</summary>
    Task<long> CountBeforeAsync(string companyId, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Removes a company's rows created before an instant (scores' rows go with their scores, not here), in batches. Returns how many.</summary>
    Task<long> DeleteBeforeAsync(string companyId, DateTimeOffset before, CancellationToken cancellationToken);
}
