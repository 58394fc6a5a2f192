using System.Data.Common;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Sql.Installations;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Takes due deliveries, lane by lane. (On a database with several writers the SELECT of a lane locks its rows and skips locked ones.)</summary>
internal static class DeliveryTaking
{
    // Jumps from lane to lane in the index, so that it costs by the lanes and not by what waits in them.
    private const string Lanes =
        """
        WITH RECURSIVE lanes (lane) AS (
          SELECT MIN(lane) FROM deliveries WHERE status = 'pending'
          UNION ALL
          SELECT (SELECT MIN(d.lane) FROM deliveries d WHERE d.status = 'pending' AND d.lane > lanes.lane) FROM lanes WHERE lanes.lane IS NOT NULL
        )
        SELECT lane, (SELECT MIN(d.due_at) FROM deliveries d WHERE d.status = 'pending' AND d.lane = lanes.lane) FROM lanes WHERE lane IS NOT NULL
        """;

    private const string OfLane =
        $"""
        SELECT {DeliveryRow.Columns}, d.no, b.body, i.customer_id, {InstallationRow.SecretColumns}
        {DeliveryRow.From} JOIN delivery_bodies b ON b.no = d.no LEFT JOIN installations i ON i.customer_id = d.customer_id
        WHERE d.status = 'pending' AND d.lane = @lane AND d.due_at <= @now
        ORDER BY d.due_at, d.no LIMIT @count
        """;

    private const string Take = "UPDATE deliveries SET status = 'delivering', taken = taken + 1, due_at = NULL, lease_until = @until WHERE no = @no";

    // "Lane" is the endpoint's id for all that goes to an endpoint, so nothing of a disabled endpoint is pending; only what was under way can be late.
    private const string TakeBack =
        """
        UPDATE deliveries SET status = 'pending', due_at = @now, lease_until = NULL
        WHERE status = 'delivering' AND (lease_until <= @now OR @all = 1)
          AND (endpoint_id IS NULL OR EXISTS (SELECT 1 FROM installations i WHERE i.customer_id = endpoint_id AND i.disabled_at IS NULL))
        """;

    private const string End =
        """
        UPDATE deliveries SET status = 'disabled', finished_at = @now, lease_until = NULL WHERE status = 'delivering' AND (lease_until <= @now OR @all = 1)
        """;

    /// <summary>The lanes in which something waits, in their order, with the time when the first of it is due.</summary>
    public static Task<List<(string Lane, DateTimeOffset Due)>> LanesAsync(DbConnection connection) =>
        new SqlStatement().Add(Lanes).ListAsync(connection, row => (row.GetString(0), row.Time(1)));

    /// <summary>Takes up to <paramref name="count"/> of a lane, within a write.</summary>
    public static async Task<List<TakenDelivery>> TakeAsync(SqlWrite write, string lane, int count, DateTimeOffset now, DateTimeOffset until)
    {
        var due = await write.Query(OfLane, ("@lane", lane), ("@now", now.ToMs()), ("@count", count)).ListAsync(Read);
        var taken = new List<TakenDelivery>(due.Count);
        foreach (var (delivery, no) in due)
        {
            await write.ExecuteAsync(Take, ("@until", until.ToMs()), ("@no", no));
            var row = delivery.Delivery with
            {
                Status = StoredDeliveryStatus.Delivering,
                Taken = delivery.Delivery.Taken + 1,
                DueAt = null,
                LeaseUntil = until,
            };
            taken.Add(delivery with { Delivery = row });
        }

        return taken;
    }

    /// <summary>Makes due what ran out, within a write; returns how many.</summary>
    public static async Task<int> TakeBackAsync(SqlWrite write, DateTimeOffset now, bool all) =>
        await write.ExecuteAsync(TakeBack, ("@now", now.ToMs()), ("@all", all ? 1 : 0))
        + await write.ExecuteAsync(End, ("@now", now.ToMs()), ("@all", all ? 1 : 0));

    private static (TakenDelivery Delivery, long No) Read(DbDataReader row)
    {
        const int After = DeliveryRow.Width;
        var secrets = row.IsDBNull(After + 2) ? null : InstallationRow.Secrets(row, After + 3);
        return (new TakenDelivery(DeliveryRow.Read(row), row.Bytes(After + 1), secrets), row.GetInt64(After));
    }
}
