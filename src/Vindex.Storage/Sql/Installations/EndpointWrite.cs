using Vindex.Storage.Installations;

namespace Vindex.Storage.Sql.Installations;

/// <summary>Changes of an endpoint within a write.</summary>
internal static class EndpointWrite
{
    private const string Update =
        "UPDATE installations SET failing_since = @failing, disabled_at = @disabled, disabled_reason = @reason WHERE customer_id = @customer";

    // Lane: of an endpoint's deliveries it is the endpoint's id, and what is pending is indexed by it.
    private const string Disable =
        """
        UPDATE deliveries SET status = 'disabled', due_at = NULL, finished_at = @now
        WHERE status = 'pending' AND lane = @customer AND endpoint_id = @customer
        """;

    /// <summary>Stores an endpoint's state.</summary>
    public static ValueTask<int> SetAsync(SqlWrite write, string customerId, EndpointState endpoint) =>
        write.ExecuteAsync(
            Update,
            ("@failing", endpoint.FailingSince?.ToMs()),
            ("@disabled", endpoint.DisabledAt?.ToMs()),
            ("@reason", endpoint.Reason is { } reason ? EnumText<DisabledReason>.Of(reason) : null),
            ("@customer", customerId));

    /// <summary>Ends what waits for an endpoint.</summary>
    public static ValueTask<int> EndWaitingAsync(SqlWrite write, string customerId, DateTimeOffset now) =>
        write.ExecuteAsync(Disable, ("@now", now.ToMs()), ("@customer", customerId));
}
