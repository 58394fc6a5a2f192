namespace Vindex.EndToEnd.Histories;

/// <summary>A promise that a history breaks.</summary>
public enum Promise
{
    /// <summary>What was acknowledged is stored.</summary>
    NothingLost,

    /// <summary>Nothing is scored twice, and nothing is stored that was not sent.</summary>
    NothingDoubled,

    /// <summary>One idempotency key, one response.</summary>
    Idempotency,

    /// <summary>Reads and statistics have what was acknowledged before, and never less than an earlier one.</summary>
    FreshReads,

    /// <summary>Statistics equal a recount of the rows.</summary>
    RightStatistics,

    /// <summary>The callbacks of a ticket arrive in the order of its events.</summary>
    CallbackOrder,

    /// <summary>Each callback arrives at least once, signed, with the same body.</summary>
    CallbackDelivery,

    /// <summary>A key works from its creation until its revocation, and nowhere five seconds later.</summary>
    Keys,

    /// <summary>Nothing of another company is seen.</summary>
    Tenants,

    /// <summary>No request fails for another reason than that the server, or its store, is unavailable.</summary>
    NoErrors,
}

/// <summary>A broken promise, with the requests that show it.</summary>
public sealed record HistoryFinding(Promise Promise, string Text, params IReadOnlyList<Operation> Operations)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join("\n    ", Operations.Select(operation => operation.ToString()).Prepend($"{Promise}: {Text}"));
}
