using Vindex.Storage.Audit;
using Vindex.Storage.Installations;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Deliveries;

/// <summary>Narrows a list of deliveries; null means not narrowed.</summary>
public sealed record DeliveryFilter
{
    /// <summary>No narrowing.</summary>
    public static DeliveryFilter None { get; } = new();

    /// <summary>One status.</summary>
    public DeliveryStatus? Status { get; init; }

    /// <summary>One customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Created at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Created before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>These deliveries.</summary>
    public IReadOnlyList<string>? Ids { get; init; }
}

/// <summary>
/// Decides how an attempt ends, from the delivery and its endpoint as they are at that moment; null changes nothing. Pure: it may be called twice.
/// </summary>
/// <param name="delivery">The delivery.</param>
/// <param name="endpoint">Its endpoint; null for a request's own URL. The endpoint of a deleted installation is disabled.</param>
public delegate DeliveryChange? DecideAttempt(Delivery delivery, EndpointState? endpoint);

/// <summary>The result of a replay.</summary>
public enum Replayed
{
    /// <summary>The delivery is due.</summary>
    Due,

    /// <summary>It cannot be replayed in its present state.</summary>
    Refused,

    /// <summary>It does not exist, or the caller may not see it.</summary>
    NotFound,
}

/// <summary>What a replay would do.</summary>
/// <param name="Count">How many deliveries it would make due.</param>
/// <param name="Kept">How many it would leave alone: not finished, or without an enabled endpoint that has a URL.</param>
/// <param name="Oldest">When the oldest of them was created; null if there are none.</param>
/// <param name="Newest">When the newest of them was created.</param>
/// <param name="Targets">The URLs they would go to with their numbers, most first, as many as were asked for.</param>
/// <param name="TargetCount">The number of these URLs.</param>
public sealed record ReplayPreview(
    long Count, long Kept, DateTimeOffset? Oldest, DateTimeOffset? Newest, IReadOnlyList<(string Url, long Count)> Targets, int TargetCount);

/// <summary>
/// The outbox of callbacks with their attempts. A delivery is added together with the end of its job (<c>IJobStore</c>). What follows is decided by
/// <see cref="DeliveryLifecycle"/>; the store finds the rows, and stores the decisions, in one transaction each.
/// </summary>
public interface IDeliveryStore
{
    /// <summary>
    /// Takes due deliveries for an attempt: from each lane at most as many as bring it to <paramref name="perLane"/>, oldest first, the lanes in turn
    /// starting after <paramref name="after"/>. Deliveries that have to wait for an older one of their ticket are left out.
    /// </summary>
    /// <param name="busy">Deliveries that the caller has under way, by lane.</param>
    /// <param name="perLane">Maximum number of deliveries under way in one lane.</param>
    /// <param name="count">Maximum number of deliveries to take.</param>
    /// <param name="after">The lane after which to begin; null for the first.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">When the lease ends.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<DeliveryTake> TakeAsync(
        IReadOnlyDictionary<string, int> busy, int perLane, int count, string? after, DateTimeOffset now, DateTimeOffset until,
        CancellationToken cancellationToken);

    /// <summary>
    /// Releases deliveries whose lease has expired; all that are being delivered if <paramref name="all"/> says that their dispatchers are dead. See
    /// <see cref="DeliveryLifecycle.TakeBack"/>. Returns how many.
    /// </summary>
    Task<int> TakeBackAsync(DateTimeOffset now, bool all, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an attempt: delivery, attempt, endpoint and audit entry in one transaction. A delivery that would wait for a retry is superseded instead when
    /// there is a newer one of its ticket and URL.
    /// </summary>
    /// <param name="companyId">The delivery's company.</param>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="taken">The lease's token.</param>
    /// <param name="decide">Decides what follows.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<AttemptEnd> EndAsync(string companyId, string deliveryId, int taken, DecideAttempt decide, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Replays one delivery.</summary>
    Task<Replayed> ReplayAsync(ScoreAccess access, string deliveryId, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Replays the deliveries selected by a filter, oldest first, and adds the audit entry, in one transaction. Returns how many are due now.
    /// </summary>
    Task<long> ReplayAsync(ScoreAccess access, DeliveryFilter filter, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>What <see cref="ReplayAsync(ScoreAccess, DeliveryFilter, DateTimeOffset, AuditEntry, CancellationToken)"/> would do now.</summary>
    /// <param name="access">Whose.</param>
    /// <param name="filter">Which.</param>
    /// <param name="endpoints">How many targets to name at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ReplayPreview> PreviewAsync(ScoreAccess access, DeliveryFilter filter, int endpoints, CancellationToken cancellationToken);

    /// <summary>Adds a test of an endpoint, and the audit entry.</summary>
    Task AddTestAsync(NewDelivery delivery, DeliverySubject subject, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes tests that were created before an instant; returns how many.</summary>
    Task<long> ForgetTestsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Newest first, ties by id.</summary>
    Task<ListPage<Delivery>> ListAsync(ScoreAccess access, DeliveryFilter filter, PagePosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many there are by status, except delivered ones, which are too many to count.</summary>
    Task<IReadOnlyDictionary<DeliveryStatus, long>> CountUndeliveredAsync(ScoreAccess access, CancellationToken cancellationToken);

    /// <summary>One delivery; null if it does not exist or the caller may not see it.</summary>
    Task<Delivery?> FindAsync(ScoreAccess access, string deliveryId, CancellationToken cancellationToken);

    /// <summary>The attempts of a delivery, oldest first.</summary>
    Task<IReadOnlyList<DeliveryAttempt>> AttemptsAsync(string deliveryId, CancellationToken cancellationToken);

    /// <summary>The body that is sent with every attempt; null if the delivery does not exist.</summary>
    Task<byte[]?> BodyAsync(string deliveryId, CancellationToken cancellationToken);

    /// <summary>The tickets of deliveries, by the delivery's id.</summary>
    Task<IReadOnlyDictionary<string, DeliveryTicket>> TicketsAsync(IReadOnlyList<string> deliveryIds, CancellationToken cancellationToken);

    /// <summary>The latest delivery that reports a score; null if there is none.</summary>
    Task<Delivery?> LatestAsync(string scoreId, CancellationToken cancellationToken);

    /// <summary>The latest delivery of a job; null if there is none.</summary>
    Task<Delivery?> OfJobAsync(string jobId, CancellationToken cancellationToken);
}
