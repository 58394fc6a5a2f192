using Vindex.Storage.Deliveries;
using Vindex.Storage.Sql.Installations;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Ends attempts and starts replays: reads the delivery and its endpoint, lets the caller decide, and keeps the decision, in one write.</summary>
internal static class DeliveryEnding
{
    private const string Held = $"{DeliveryRow.Deciding} d.id = @id AND d.status = 'delivering' AND d.taken = @taken";

    private const string Update =
        """
        UPDATE deliveries SET url = @url, status = @status, run = @run, attempts = @attempts, due_at = @due, lease_until = @lease, finished_at = @finished,
               last_status_code = @code, last_response_time_ms = @took, last_error = @error
        WHERE no = @no
        """;

    private const string InsertAttempt =
        """
        INSERT INTO delivery_attempts (delivery_no, run, number, started_at, response_time_ms, status_code, response_excerpt, error)
        VALUES (@no, @run, @number, @started, @took, @code, @excerpt, @error)
        """;

    /// <summary>Ends an attempt. False when nothing was changed.</summary>
    public static async Task<bool> RunAsync(SqlWrite write, string id, int taken, DecideAttempt decide)
    {
        var held = await write.Query(Held, ("@id", id), ("@taken", taken)).ListAsync(DeliveryRow.ReadDeciding);
        if (held.Count == 0)
        {
            return false;
        }

        var (delivery, no, endpoint, _) = held[0];
        if (decide(delivery, endpoint) is not { } change)
        {
            return false;
        }

        await SetAsync(write, no, change.Next);
        if (change.Attempt is { } attempt)
        {
            await write.ExecuteAsync(
                InsertAttempt,
                ("@no", no),
                ("@run", attempt.Run),
                ("@number", attempt.Number),
                ("@started", attempt.StartedAt.ToMs()),
                ("@took", attempt.ResponseTimeMs),
                ("@code", attempt.StatusCode),
                ("@excerpt", attempt.ResponseExcerpt),
                ("@error", attempt.Error));
        }

        if (delivery.EndpointId is { } customerId && change.Endpoint is { } next)
        {
            if (next != endpoint)
            {
                await EndpointWrite.SetAsync(write, customerId, next);
            }

            if (change.Audit is { } audit)
            {
                await EndpointWrite.EndWaitingAsync(write, customerId, next.DisabledAt ?? audit.At);
                await SqlAuditLog.AddAsync(write, audit);
            }
        }

        return true;
    }

    /// <summary>Stores what can change of a delivery, but not its fencing number.</summary>
    public static ValueTask<int> SetAsync(SqlWrite write, long no, StoredDelivery next) =>
        write.ExecuteAsync(
            Update,
            ("@url", next.Url),
            ("@status", EnumText<StoredDeliveryStatus>.Of(next.Status)),
            ("@run", next.Run),
            ("@attempts", next.Attempts),
            ("@due", next.DueAt?.ToMs()),
            ("@lease", next.LeaseUntil?.ToMs()),
            ("@finished", next.FinishedAt?.ToMs()),
            ("@code", next.LastStatusCode),
            ("@took", next.LastResponseTimeMs),
            ("@error", next.LastError),
            ("@no", no));
}
