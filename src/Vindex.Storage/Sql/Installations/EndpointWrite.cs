using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Sql.Deliveries;

namespace Vindex.Storage.Sql.Installations;

/// <summary>Changes of an endpoint within a write.</summary>
internal static class EndpointWrite
{
    private const string Update =
        "UPDATE installations SET failing_since = @failing, disabled_at = @disabled, disabled_reason = @reason WHERE customer_id = @customer";

    // The lane of an endpoint's deliveries is the endpoint's id, and pending deliveries are indexed by lane.
    private const string Waiting = $"{DeliveryRow.Deciding} d.status = 'pending' AND d.lane = @customer AND d.endpoint_id = @customer LIMIT @batch";

    private const int BatchSize = 1000;

    /// <summary>Stores an endpoint's state.</summary>
    public static ValueTask<int> SetAsync(SqlWrite write, string customerId, EndpointState endpoint) =>
        write.ExecuteAsync(
            Update,
            ("@failing", endpoint.FailingSince?.ToMs()),
            ("@disabled", endpoint.DisabledAt?.ToMs()),
            ("@reason", endpoint.Reason is { } reason ? EnumText<DisabledReason>.Of(reason) : null),
            ("@customer", customerId));

    /// <summary>Ends everything that waits for an endpoint that was disabled or deleted.</summary>
    public static async Task EndWaitingAsync(SqlWrite write, string customerId, DateTimeOffset now)
    {
        List<DeliveryWithEndpoint> waiting;
        do
        {
            waiting = await write.Query(Waiting, ("@customer", customerId), ("@batch", BatchSize)).ListAsync(DeliveryRow.ReadDeciding);
            foreach (var (delivery, _, _) in waiting)
            {
                await DeliveryUpdate.SetAsync(
                    write, DeliveryLifecycle.EndpointDisabled(delivery, now) ?? throw new InvalidOperationException($"Delivery {delivery.Id} is not waiting."));
            }
        }
        while (waiting.Count == BatchSize);
    }
}
