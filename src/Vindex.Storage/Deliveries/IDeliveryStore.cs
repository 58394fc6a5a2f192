using Vindex.Storage.Audit;
using Vindex.Storage.Installations;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Deliveries;

/// <summary>What a list of deliveries is narrowed to; null means not narrowed.</summary>
public sealed record DeliveryFilter
{
    /// <summary>No narrowing.</summary>
    public static DeliveryFilter None { get; } = new();

    /// <summary>One status.</summary>
    public StoredDeliveryStatus? Status { get; init; }

    /// <summary>One customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Made at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Made before.</summary>
    public DateTimeOffset? Before { get; init; }
}

/// <summary>Decides on an attempt's end from the delivery and its endpoint as they are at that moment; null changes nothing. Pure: it may be asked twice.</summary>
/// <param name="delivery">The delivery.</param>
/// <param name="endpoint">Its endpoint; null for a request's own URL. That of a deleted installation is disabled.</param>
public delegate DeliveryChange? DecideAttempt(StoredDelivery delivery, EndpointState? endpoint);

/// <summary>Decides on a replay; null leaves the delivery as it is. Pure: it may be asked twice.</summary>
/// <param name="delivery">The delivery.</param>
/// <param name="endpoint">Its endpoint; null for a request's own URL. That of a deleted installation is disabled.</param>
/// <param name="endpointUrl">The URL that the endpoint has now; null when it has none.</param>
public delegate StoredDelivery? DecideReplay(StoredDelivery delivery, EndpointState? endpoint, string? endpointUrl);

/// <summary>What came of a replay.</summary>
public enum Replayed
{
    /// <summary>It is due.</summary>
    Due,

    /// <summary>It could not be replayed as it stands.</summary>
    Refused,

    /// <summary>The caller may not see it or it does not exist.</summary>
    NotFound,
}

/// <summary>
/// The outbox of callbacks with their attempts. Deliveries come into it with the end of their job (<c>IJobStore</c>).
/// </summary>
public interface IDeliveryStore
{
    /// <summary>
    /// Takes due deliveries for an attempt: of each lane at most as many as bring it to <paramref name="perLane"/>, oldest first, the lanes in turn from
    /// <paramref name="after"/> on.
    /// </summary>
    /// <param name="busy">Deliveries that the caller has under way, by lane.</param>
    /// <param name="perLane">Most deliveries under way in one lane.</param>
    /// <param name="count">Most deliveries to take.</param>
    /// <param name="after">The lane after which to begin; null for the first.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">When the lease ends.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<DeliveryTake> TakeAsync(
        IReadOnlyDictionary<string, int> busy, int perLane, int count, string? after, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>
    /// Makes due what is being delivered and whose lease ran out (all that is, where <paramref name="all"/> says that its holders are dead); disabled when its
    /// endpoint is. The attempt, of which nobody knows whether it arrived, does not count. Returns how many.
    /// </summary>
    Task<int> TakeBackAsync(DateTimeOffset now, bool all, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an attempt: delivery, attempt, endpoint and audit entry in one transaction. False when somebody else took the delivery since, or nothing was
    /// decided; nothing is changed then.
    /// </summary>
    Task<bool> EndAsync(string deliveryId, int taken, DecideAttempt decide, CancellationToken cancellationToken);

    /// <summary>Replays one delivery.</summary>
    Task<Replayed> ReplayAsync(ScoreAccess access, string deliveryId, DecideReplay decide, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Replays what a filter selects, in batches, oldest first. Returns how many are due now.</summary>
    Task<long> ReplayAsync(ScoreAccess access, DeliveryFilter filter, DecideReplay decide, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Newest first, ties by id.</summary>
    Task<Page<StoredDelivery>> ListAsync(ScoreAccess access, DeliveryFilter filter, PagePosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many there are by status; those that were delivered, which are too many to count, are left out.</summary>
    Task<IReadOnlyDictionary<StoredDeliveryStatus, long>> CountUndeliveredAsync(ScoreAccess access, CancellationToken cancellationToken);

    /// <summary>One delivery; null when the caller may not see it or it does not exist.</summary>
    Task<StoredDelivery?> FindAsync(ScoreAccess access, string deliveryId, CancellationToken cancellationToken);

    /// <summary>The attempts of a delivery, oldest first.</summary>
    Task<IReadOnlyList<StoredAttempt>> AttemptsAsync(string deliveryId, CancellationToken cancellationToken);

    /// <summary>The latest delivery that tells of a score; null when there is none.</summary>
    Task<StoredDelivery?> LatestAsync(string scoreId, CancellationToken cancellationToken);

    /// <summary>The latest delivery of a job; null when there is none.</summary>
    Task<StoredDelivery?> OfJobAsync(string jobId, CancellationToken cancellationToken);
}
