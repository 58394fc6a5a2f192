using Vindex.Storage.Deliveries;
using Vindex.Storage.Sql.Installations;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Ends attempts: reads the delivery and its endpoint, lets the caller decide, and stores the decision, in one write.</summary>
internal static class DeliveryEnding
{
    /// <summary>Ends an attempt.</summary>
    public static async Task<AttemptEnd> RunAsync(SqlWrite write, string id, int taken, DecideAttempt decide, DateTimeOffset now)
    {
        // Asked for together: where statements cross a network, as one message.
        var looking = write.ListAsync(
            $"{DeliveryRow.Deciding:raw} d.id = {id} AND d.status = 'delivering' AND d.taken = {taken} {write.Locking("d"):raw}", DeliveryRow.ReadDeciding);
        var lookingForSiblings = DeliveryUpdate.SiblingsAsync(write, id);
        var (held, found) = (await looking, await lookingForSiblings);
        if (held.Count == 0 || decide(held[0].Delivery, held[0].Endpoint) is not { } change)
        {
            return default;
        }

        var delivery = held[0].Delivery;
        var siblings = delivery.Run == 1 ? found : [];
        await DeliveryUpdate.SetAsync(write, DeliveryLifecycle.OrSuperseded(change.Next, siblings, now));
        if (change.Attempt is { } attempt)
        {
            await AddAttemptAsync(write, delivery.Sequence, attempt);
        }

        if (delivery.EndpointId is { } customerId && change.Endpoint is { } next)
        {
            if (next != held[0].Endpoint)
            {
                await EndpointWrite.SetAsync(write, customerId, next);
            }

            if (change.Audit is { } audit)
            {
                await EndpointWrite.EndWaitingAsync(write, customerId, next.DisabledAt ?? audit.At);
                await SqlAuditLog.AddAsync(write, audit);
            }
        }

        return new AttemptEnd(true, siblings.Any(other => other.Sequence > delivery.Sequence));
    }

    private static ValueTask AddAttemptAsync(SqlWrite write, long deliveryNo, DeliveryAttempt attempt) =>
        write.LaterAsync(
            $"""
            INSERT INTO delivery_attempts (delivery_no, run, number, started_at, response_time_ms, status_code, response_excerpt, error, url,
                                           request_headers, response_headers)
            VALUES ({deliveryNo}, {attempt.Run}, {attempt.Number}, {attempt.StartedAt}, {attempt.ResponseTimeMs}, {attempt.StatusCode},
                    {attempt.ResponseExcerpt}, {attempt.Error}, {attempt.Url}, {attempt.RequestHeaders}, {attempt.ResponseHeaders})
            """);
}
