using Vindex.Storage.Audit;
using Vindex.Storage.Idempotency;

namespace Vindex.Storage.Scores;

/// <summary>The scores that a caller may see. It is part of every WHERE clause, so that someone else's score cannot be told from none.</summary>
/// <param name="CompanyId">The company; null for all companies (admins).</param>
/// <param name="CustomerIds">Only these customers; null for all.</param>
public sealed record ScoreAccess(string? CompanyId, IReadOnlyList<string>? CustomerIds)
{
    /// <summary>Everything, for admins.</summary>
    public static ScoreAccess All { get; } = new(null, null);
}

/// <summary>What a list is narrowed to; null means not narrowed.</summary>
public sealed record ScoreFilter
{
    /// <summary>No narrowing.</summary>
    public static ScoreFilter None { get; } = new();

    /// <summary>One customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>One ticket key, case-insensitive.</summary>
    public string? Key { get; init; }

    /// <summary>Lowest overall score, in tenths, inclusive.</summary>
    public int? MinTenths { get; init; }

    /// <summary>Highest overall score, in tenths, inclusive.</summary>
    public int? MaxTenths { get; init; }

    /// <summary>A dimension (0 to 5, in the usual order) that fails, with a score below 5.</summary>
    public int? FailingDimension { get; init; }

    /// <summary>Created at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Each of these occurs in the key or the title, ignoring case (in any script, by simple case folding).</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Only scores of all of these groups.</summary>
    public IReadOnlyList<ScoreGroup> Groups { get; init; } = [];

    /// <summary>Only the latest score of each ticket. The other conditions select among these.</summary>
    public bool LatestOnly { get; init; }

    /// <summary>Whether nothing but <see cref="CustomerId"/> and <see cref="LatestOnly"/> is set, so that counters know how many there are.</summary>
    public bool IsCounted =>
        this is { Key: null, MinTenths: null, MaxTenths: null, From: null, Before: null, FailingDimension: null, Words.Count: 0, Groups.Count: 0 };
}

/// <summary>What to sum.</summary>
/// <param name="Edges">The edges of the buckets, ascending; bucket i is [Edges[i], Edges[i + 1]).</param>
public sealed record BucketSumsQuestion(IReadOnlyList<DateTimeOffset> Edges)
{
    /// <summary>Whether only the latest score of each ticket counts, or every score.</summary>
    public bool LatestOnly { get; init; } = true;

    /// <summary>One customer; null for all.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Overall scores, in tenths, at which to count the scores that reach them.</summary>
    public IReadOnlyList<int> Levels { get; init; } = [];

    /// <summary>What there are sums for each value of; null for one sum. Anything but the customer takes longer.</summary>
    public ScoreGrouping? By { get; init; }

    /// <summary>Only the groups with these values; null for all.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}

/// <summary>Which tickets' latest scores are meant.</summary>
/// <param name="Before">Tickets whose latest score was created before; a ticket that was scored later is left out.</param>
public sealed record LatestFilter(DateTimeOffset Before)
{
    /// <summary>Only tickets whose key begins with this and a hyphen, in any case; null for all.</summary>
    public string? Project { get; init; }

    /// <summary>Newest first instead of oldest first.</summary>
    public bool NewestFirst { get; init; }
}

/// <summary>Sums of the scores of one group in one bucket.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Group">The group's value; empty if there are no groups.</param>
/// <param name="Count">Scores.</param>
/// <param name="Tenths">Sums in tenths of a point: of the overall scores, then of the six dimensions in their usual order.</param>
/// <param name="Fails">How many scores fail (are below 5) in each of the six dimensions.</param>
/// <param name="AtLeast">How many overall scores are at or above each requested level.</param>
public sealed record BucketSums(int Bucket, string Group, long Count, IReadOnlyList<long> Tenths, IReadOnlyList<long> Fails, IReadOnlyList<long> AtLeast);

/// <summary>What a list is sorted by; ties by id, in the same direction.</summary>
public enum ScoreSort
{
    /// <summary>Newest first.</summary>
    CreatedAt,

    /// <summary>Best first.</summary>
    OverallScore,

    /// <summary>Worst first: the exact reverse of <see cref="OverallScore"/>.</summary>
    WorstFirst,
}

/// <summary>Scores with text and findings.</summary>
public interface IScoreStore
{
    /// <summary>
    /// Adds a score, advances the counters and, where given, stores the answer for its idempotency key, all in one transaction. False if the customer
    /// is not (or no longer) the company's, or if another request has taken the key over; nothing is stored then.
    /// </summary>
    Task<bool> AddAsync(StoredScore score, IdempotentAnswer? answer, CancellationToken cancellationToken);

    /// <summary>One score; null if the caller may not see it or it does not exist.</summary>
    Task<StoredScore?> FindAsync(ScoreAccess access, string id, CancellationToken cancellationToken);

    /// <summary>All scores of a ticket, newest first.</summary>
    Task<IReadOnlyList<ScoreItem>> HistoryAsync(string customerId, string ticketId, int limit, CancellationToken cancellationToken);

    /// <summary>A ticket's latest score if it is for this content; otherwise null.</summary>
    Task<StoredScore?> UnchangedAsync(string customerId, string ticketId, string contentHash, CancellationToken cancellationToken);

    /// <summary>How many tickets have a score.</summary>
    Task<long> CountLatestAsync(ScoreAccess access, LatestFilter filter, CancellationToken cancellationToken);

    /// <summary>The latest score of each ticket, by creation and id, after a position (null for the beginning).</summary>
    Task<IReadOnlyList<StoredScore>> LatestAsync(ScoreAccess access, LatestFilter filter, PagePosition? after, int count, CancellationToken cancellationToken);

    /// <summary>Sums of scores by bucket and, if asked for, group; empty buckets are left out.</summary>
    Task<IReadOnlyList<BucketSums>> SumAsync(ScoreAccess access, BucketSumsQuestion question, CancellationToken cancellationToken);

    /// <summary>A page of a list. <paramref name="after"/> (from the page before) and <paramref name="skip"/> exclude each other.</summary>
    Task<ListPage<ScoreItem>> ListAsync(
        ScoreAccess access, ScoreFilter filter, ScoreSort sort, PagePosition? after, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>How many scores a list has. Without a filter (or with a customer, <see cref="ScoreFilter.LatestOnly"/> or both) it is read from counters.</summary>
    Task<long> CountAsync(ScoreAccess access, ScoreFilter filter, CancellationToken cancellationToken);

    /// <summary>All scores that a filter selects, in the order of the list, from one moment's state.</summary>
    IAsyncEnumerable<StoredScore> ExportAsync(ScoreAccess access, ScoreFilter filter, ScoreSort sort, CancellationToken cancellationToken);

    /// <summary>Totals over all time, from counters.</summary>
    Task<ScoreTotals> TotalsAsync(ScoreAccess access, string? customerId, CancellationToken cancellationToken);

    /// <summary>Deletes one score everywhere. False if the caller may not see it or it does not exist.</summary>
    Task<bool> DeleteAsync(ScoreAccess access, string id, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes a company's scores created before an instant, in batches. Returns how many.</summary>
    Task<long> DeleteBeforeAsync(string companyId, DateTimeOffset before, CancellationToken cancellationToken);
}
