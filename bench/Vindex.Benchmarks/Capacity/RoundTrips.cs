namespace Vindex.Benchmarks.Capacity;

/// <summary>Messages to PostgreSQL and back, counted in the code of the store (ADR 29). The model and the simulation share them.</summary>
internal static class RoundTrips
{
    /// <summary>What every transaction of one owner has: its locks, with the BEGIN; and the COMMIT.</summary>
    public const int OfTransaction = 2;

    /// <summary>A block of a limit: what has ended, what is used, the block.</summary>
    public const int TakingBlock = 3;

    /// <summary>Taking back the work of a dead node.</summary>
    public const int TakingBack = 6;

    /// <summary>Lanes that one statement looks through.</summary>
    public const int LanesAtOnce = 256;

    /// <summary>Leasing: the jobs, and when the next is due; the counters of their companies.</summary>
    public static ShortWrite Leasing { get; } = new(Shared: 1, Own: 3);

    /// <summary>Taking: what others have under way; one group of lanes; the deliveries that were taken.</summary>
    public static ShortWrite Taking { get; } = new(Shared: 2, Own: 3);

    /// <summary>Renewing leases.</summary>
    public static ShortWrite Renewing { get; } = new(Shared: 1, Own: 1);

    /// <summary>Queueing an event: one statement.</summary>
    public static ShortWrite Queueing { get; } = new(Shared: 1, Own: 1);

    /// <summary>
    /// Storing a score with its callback: the lease, the endpoint and older callbacks, the company and the project; the score and its row. Then what is left
    /// for later.
    /// </summary>
    public static ShortWrite Storing { get; } = new(Shared: 2, Own: 8);

    /// <summary>Queueing a job again: the lease; the ticket's lock; a newer job; the job.</summary>
    public static ShortWrite Retrying { get; } = new(Shared: 4, Own: 4);

    /// <summary>Ending an attempt: the delivery and its siblings. Then what is left for later.</summary>
    public static ShortWrite EndingAttempt { get; } = new(Shared: 1, Own: 3);
}

/// <summary>Round trips of a short write, without those of its transaction.</summary>
/// <param name="Shared">In a transaction that owners share: the messages before the one that has the COMMIT.</param>
/// <param name="Own">In a transaction of its owner: one for each statement that it waits for, and one for those that it leaves for later.</param>
internal readonly record struct ShortWrite(int Shared, int Own);
