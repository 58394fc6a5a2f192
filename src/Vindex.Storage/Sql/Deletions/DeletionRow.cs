using System.Data.Common;
using Vindex.Storage.Deletions;

namespace Vindex.Storage.Sql.Deletions;

/// <summary>Reads rows of deletions by position; the column list and the reading stand side by side.</summary>
internal static class DeletionRow
{
    /// <summary>The columns.</summary>
    public const string Columns = "id, company_id, kind, target, started_by, created_at, state, scores, feedback, jobs, deliveries, taken, finished_at";

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Deletion Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.Name<DeletionKind>(2), row.GetString(3), row.GetString(4), row.Time(5))
    {
        State = row.Name<DeletionState>(6),
        Deleted = new DeletedRows(row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10)),
        Taken = row.GetInt32(11),
        FinishedAt = row.TimeOrNull(12),
    };
}
