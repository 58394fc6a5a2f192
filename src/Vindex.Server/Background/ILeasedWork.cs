namespace Vindex.Server.Background;

/// <summary>Work that waits in the store and is leased item by item. <see cref="LeasedWorker{T}"/> does the rest.</summary>
/// <typeparam name="T">A leased item.</typeparam>
internal interface ILeasedWork<T>
    where T : class
{
    /// <summary>How the work is done.</summary>
    LeasedWorkOptions Options { get; }

    /// <summary>Set when there is work to lease.</summary>
    WorkSignal Signal { get; }

    /// <summary>Makes expired leases available again; all leases where <paramref name="all"/> says that their holders are dead.</summary>
    Task TakeBackAsync(bool all, CancellationToken cancellationToken);

    /// <summary>Leases up to <paramref name="room"/> items.</summary>
    Task<LeasedItems<T>> LeaseAsync(int room, CancellationToken cancellationToken);

    /// <summary>
    /// Extends the leases of items under way; returns those whose lease is lost. Not needed where work on an item ends before its lease does.
    /// </summary>
    Task<IReadOnlyCollection<T>> RenewAsync(IReadOnlyCollection<T> held, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyCollection<T>>([]);

    /// <summary>Does the work on one item and stores its end. <paramref name="stop"/> says that the lease is lost or the server stops.</summary>
    Task RunAsync(T item, CancellationToken stop);

    /// <summary>
    /// Gives back the lease of an item that was stopped before its end. There is nothing to give back where it is unknown whether what was sent has arrived:
    /// the lease expires, and another server takes it back.
    /// </summary>
    Task ReleaseAsync(T item) => Task.CompletedTask;
}

/// <summary>What a lease returned.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextDue">When the next item is due; null when none is known to wait.</param>
internal sealed record LeasedItems<T>(IReadOnlyList<T> Items, DateTimeOffset? NextDue);

/// <summary>How leased work is done.</summary>
/// <param name="Name">What it is called in health checks and logs, for example <c>callbacks</c>.</param>
/// <param name="Parallelism">Maximum number of items under way.</param>
/// <param name="Heartbeat">How often leases are renewed and expired ones taken back.</param>
/// <param name="Poll">How often to look for work that another node queued.</param>
/// <param name="Grace">How long items under way may take to end when the server stops.</param>
/// <param name="SignalBelow">When an item ends, look for more work if no more than this many are left; negative for never.</param>
internal sealed record LeasedWorkOptions(string Name, int Parallelism, TimeSpan Heartbeat, TimeSpan Poll, TimeSpan Grace, int SignalBelow)
{
    /// <summary>How long to wait for a signal before looking for work again: until the next item is due, and no longer than the poll interval.</summary>
    public TimeSpan WaitFor(DateTimeOffset? nextDue, DateTimeOffset now) =>
        nextDue is { } due && due - now is var until && until > TimeSpan.Zero && until < Poll ? until : Poll;

    /// <summary>Whether a lease that returned so many items leaves no room, so that other nodes should look for work, too.</summary>
    public static bool IsFilled(int room, int leased) => leased == room;

    /// <summary>Whether to look for more work when an item has ended and so many are left.</summary>
    public bool LooksAgain(int left) => left <= SignalBelow;
}
