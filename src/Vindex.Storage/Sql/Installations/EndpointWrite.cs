using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Sql.Deliveries;

namespace Vindex.Storage.Sql.Installations;

/// <summary>Changes of an endpoint within a write.</summary>
internal static class EndpointWrite
{
    private const int BatchSize = 1000;

    /// <summary>Stores an endpoint's state.</summary>
    public static ValueTask<int> SetAsync(SqlWrite write, string customerId, EndpointState endpoint) =>
        write.ExecuteAsync(
            $"""
            UPDATE installations SET failing_since = {endpoint.FailingSince}, disabled_at = {endpoint.DisabledAt}, disabled_reason = {endpoint.Reason}
            WHERE customer_id = {customerId}
            """);

    /// <summary>Ends everything that waits for an endpoint that was disabled or deleted.</summary>
    public static async Task EndWaitingAsync(SqlWrite write, string customerId, DateTimeOffset now)
    {
        List<DeliveryWithEndpoint> waiting;
        do
        {
            // The lane of an endpoint's deliveries is the endpoint's id, and pending deliveries are indexed by lane.
            waiting = await write.ListAsync(
                $"{DeliveryRow.Deciding:raw} d.status = 'pending' AND d.lane = {customerId} AND d.endpoint_id = {customerId} LIMIT {BatchSize} {write.Locking("d"):raw}",
                DeliveryRow.ReadDeciding);
            foreach (var (delivery, _, _) in waiting)
            {
                await DeliveryUpdate.SetAsync(
                    write, DeliveryLifecycle.EndpointDisabled(delivery, now) ?? throw new InvalidOperationException($"Delivery {delivery.Id} is not waiting."));
            }
        }
        while (waiting.Count == BatchSize);
    }
}
