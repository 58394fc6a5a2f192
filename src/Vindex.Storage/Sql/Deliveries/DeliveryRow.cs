using System.Data.Common;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Sql.Installations;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Reads rows of deliveries by position.</summary>
internal static class DeliveryRow
{
    /// <summary>The columns, of tables <c>d</c> and <c>s</c>.</summary>
    public const string Columns =
        "d.id, d.company_id, d.customer_id, d.job_id, s.id, d.endpoint_id, d.url, d.lane, d.created_at, d.status, d.run, d.attempts, d.taken, "
        + "d.due_at, d.lease_until, d.finished_at, d.last_status_code, d.last_response_time_ms, d.last_error";

    /// <summary>Deliveries with their scores.</summary>
    public const string From = "FROM deliveries d LEFT JOIN scores s ON s.no = d.score_no";

    /// <summary>Where <see cref="Columns"/> end.</summary>
    public const int Width = 19;

    /// <summary>What is asked when something is decided on a delivery: it, its number, the endpoint's state, whether there is one, and its URL.</summary>
    public const string Deciding =
        $"SELECT {Columns}, d.no, {InstallationRow.EndpointColumns}, i.customer_id, i.callback_url {From} LEFT JOIN installations i ON i.customer_id = d.endpoint_id WHERE ";

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static StoredDelivery Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.TextOrNull(4),
        row.TextOrNull(5),
        row.GetString(6),
        row.GetString(7),
        row.Time(8),
        EnumText<StoredDeliveryStatus>.Parse(row.GetString(9)),
        row.GetInt32(10),
        row.GetInt32(11),
        row.GetInt32(12),
        row.TimeOrNull(13),
        row.TimeOrNull(14),
        row.TimeOrNull(15),
        row.IntegerOrNull(16),
        row.IntegerOrNull(17),
        row.TextOrNull(18));

    /// <summary>Reads <see cref="Deciding"/>.</summary>
    public static (StoredDelivery Delivery, long No, EndpointState? Endpoint, string? EndpointUrl) ReadDeciding(DbDataReader row)
    {
        var delivery = Read(row);
        var endpoint = delivery.EndpointId is null ? null
            : row.IsDBNull(Width + 4) ? new EndpointState(null, delivery.CreatedAt, DisabledReason.ByHand)
            : InstallationRow.Endpoint(row, Width + 1);
        return (delivery, row.GetInt64(Width), endpoint, row.TextOrNull(Width + 5));
    }
}
