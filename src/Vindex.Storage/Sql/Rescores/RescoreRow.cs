using System.Data.Common;
using Vindex.Storage.Rescores;

namespace Vindex.Storage.Sql.Rescores;

/// <summary>Reads rows of runs by position; the column list is next to the code that reads them.</summary>
internal static class RescoreRow
{
    /// <summary>The columns.</summary>
    public const string Columns =
        "id, company_id, customer_id, model, callbacks, started_by, created_at, total, state, rescored, changed, up_to_date, skipped, before_tenths, after_tenths, "
        + "taken, finished_at, error";

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Rescore Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.TextOrNull(2),
        row.GetString(3),
        row.Flag(4),
        row.GetString(5),
        row.Time(6),
        row.GetInt64(7))
    {
        State = row.Name<RescoreState>(8),
        Counts = new RescoreCounts(row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), row.GetInt64(13), row.GetInt64(14)),
        Taken = row.GetInt32(15),
        FinishedAt = row.TimeOrNull(16),
        Error = row.TextOrNull(17),
    };
}
