using Vindex.Storage.Deliveries;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Stores the next state of a delivery, as <see cref="DeliveryLifecycle"/> decided it.</summary>
internal static class DeliveryUpdate
{
    private const string Update =
        """
        UPDATE deliveries SET url = @url, status = @status, run = @run, attempts = @attempts, taken = @taken, due_at = @due, lease_until = @lease,
               finished_at = @finished, superseded_by = @superseded_by, last_status_code = @code, last_response_time_ms = @took, last_error = @error
        WHERE no = @no
        """;

    // The columns that DeliveryLifecycle.Begin changes; naming fewer leaves the other indexes alone.
    private const string UpdateBegun = "UPDATE deliveries SET status = @status, taken = @taken, due_at = @due, lease_until = @lease WHERE no = @no";

    private const string Siblings =
        $"""
        SELECT {DeliveryRow.Columns} {DeliveryRow.From}
        WHERE d.finished_at IS NULL AND d.ticket_id = @ticket AND d.customer_id = @customer AND d.url = @url AND d.run = 1 ORDER BY d.no
        """;

    /// <summary>Stores everything about a delivery that can change.</summary>
    public static ValueTask<int> SetAsync(SqlWrite write, Delivery next) =>
        write.ExecuteAsync(
            Update,
            ("@url", next.Url),
            ("@status", EnumText<DeliveryStatus>.Of(next.Status)),
            ("@run", next.Run),
            ("@attempts", next.Attempts),
            ("@taken", next.Taken),
            ("@due", next.DueAt?.ToMs()),
            ("@lease", next.LeaseUntil?.ToMs()),
            ("@finished", next.FinishedAt?.ToMs()),
            ("@superseded_by", next.SupersededBy),
            ("@code", next.LastStatusCode),
            ("@took", next.LastResponseTimeMs),
            ("@error", next.LastError),
            ("@no", next.Sequence));

    /// <summary>Stores a delivery that was just taken for an attempt.</summary>
    public static ValueTask<int> SetBegunAsync(SqlWrite write, Delivery next) =>
        write.ExecuteAsync(
            UpdateBegun,
            ("@status", EnumText<DeliveryStatus>.Of(next.Status)),
            ("@taken", next.Taken),
            ("@due", next.DueAt?.ToMs()),
            ("@lease", next.LeaseUntil?.ToMs()),
            ("@no", next.Sequence));

    /// <summary>The unfinished deliveries of the same ticket to the same URL that are no replays, itself included, oldest first.</summary>
    public static Task<List<Delivery>> SiblingsAsync(SqlWrite write, Delivery delivery) =>
        write.Query(Siblings, ("@ticket", delivery.TicketId), ("@customer", delivery.CustomerId), ("@url", delivery.Url)).ListAsync(DeliveryRow.Read);

    /// <summary>A delivery that would wait for a retry: superseded instead when there is a newer one of its ticket and URL.</summary>
    public static Delivery OrSuperseded(Delivery next, IReadOnlyList<Delivery> siblings, DateTimeOffset now)
    {
        foreach (var newer in siblings.Reverse())
        {
            if (DeliveryLifecycle.Supersede(next, newer, now) is { } superseded)
            {
                return superseded;
            }
        }

        return next;
    }
}
