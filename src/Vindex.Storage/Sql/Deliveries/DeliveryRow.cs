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
        "d.id, d.no, d.company_id, d.customer_id, d.ticket_id, d.job_id, s.id, d.endpoint_id, d.url, d.lane, d.created_at, d.status, d.run, d.attempts, d.taken, "
        + "d.due_at, d.lease_until, d.finished_at, d.superseded_by, d.last_status_code, d.last_response_time_ms, d.last_error, d.is_test";

    /// <summary>Deliveries with their scores.</summary>
    public const string From = "FROM deliveries d LEFT JOIN scores s ON s.no = d.score_no";

    /// <summary>The number of <see cref="Columns"/>.</summary>
    public const int Width = 23;

    /// <summary>What a decision needs: the delivery, and its endpoint's state, id and URL.</summary>
    public const string Deciding =
        $"SELECT {Columns}, {InstallationRow.EndpointColumns}, i.customer_id, i.callback_url {From} LEFT JOIN installations i ON i.customer_id = d.endpoint_id WHERE ";

    private const int EndpointAt = Width;
    private const int EndpointIdAt = Width + 3;
    private const int EndpointUrlAt = Width + 4;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Delivery Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Sequence = row.GetInt64(1),
        CompanyId = row.GetString(2),
        CustomerId = row.GetString(3),
        TicketId = row.GetString(4),
        JobId = row.GetString(5),
        ScoreId = row.TextOrNull(6),
        EndpointId = row.TextOrNull(7),
        Url = row.GetString(8),
        Lane = row.GetString(9),
        CreatedAt = row.Time(10),
        Status = row.Name<DeliveryStatus>(11),
        Run = row.GetInt32(12),
        Attempts = row.GetInt32(13),
        Taken = row.GetInt32(14),
        DueAt = row.TimeOrNull(15),
        LeaseUntil = row.TimeOrNull(16),
        FinishedAt = row.TimeOrNull(17),
        SupersededBy = row.TextOrNull(18),
        LastStatusCode = row.IntegerOrNull(19),
        LastResponseTimeMs = row.IntegerOrNull(20),
        LastError = row.TextOrNull(21),
        IsTest = !row.IsDBNull(22),
    };

    /// <summary>Reads <see cref="Deciding"/>.</summary>
    public static DeliveryWithEndpoint ReadDeciding(DbDataReader row)
    {
        var delivery = Read(row);
        var endpoint = delivery.EndpointId is null ? null
            : row.IsDBNull(EndpointIdAt) ? Deleted(delivery.CreatedAt)
            : InstallationRow.Endpoint(row, EndpointAt);
        return new DeliveryWithEndpoint(delivery, endpoint, row.TextOrNull(EndpointUrlAt));
    }

    /// <summary>The endpoint of an installation that was deleted: nothing is sent to it.</summary>
    public static EndpointState Deleted(DateTimeOffset since) => EndpointState.Clean.DisableManually(since);
}

/// <summary>A delivery and what decisions on it depend on.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Endpoint">Its endpoint; null for a request's own URL. The endpoint of a deleted installation is disabled.</param>
/// <param name="EndpointUrl">The URL the endpoint has now; null if it has none.</param>
internal sealed record DeliveryWithEndpoint(Delivery Delivery, EndpointState? Endpoint, string? EndpointUrl);
