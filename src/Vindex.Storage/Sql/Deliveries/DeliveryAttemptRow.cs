using System.Data.Common;
using Vindex.Storage.Deliveries;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Reads rows of attempts by position.</summary>
internal static class DeliveryAttemptRow
{
    /// <summary>The columns, of table <c>a</c>.</summary>
    public const string Columns =
        "a.run, a.number, a.started_at, a.response_time_ms, a.status_code, a.response_excerpt, a.error, a.url, a.request_headers, a.response_headers";

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static DeliveryAttempt Read(DbDataReader row) =>
        new(row.GetInt32(0), row.GetInt32(1), row.Time(2), row.GetInt32(3), row.IntegerOrNull(4), row.TextOrNull(5), row.TextOrNull(6))
        {
            Url = row.TextOrNull(7),
            RequestHeaders = row.TextOrNull(8),
            ResponseHeaders = row.TextOrNull(9),
        };
}
