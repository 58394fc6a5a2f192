using System.Data.Common;
using Vindex.Storage.Jobs;

namespace Vindex.Storage.Sql.Jobs;

/// <summary>Reads rows of jobs by position.</summary>
internal static class JobRow
{
    /// <summary>The columns, of tables <c>j</c> and <c>s</c>.</summary>
    public const string Columns =
        "j.id, j.company_id, j.customer_id, j.ticket_id, j.ticket_key, j.title, j.created_at, j.state, j.due_at, j.attempts, j.taken, j.finished_at, "
        + "s.id, j.superseded_by, j.error";

    /// <summary>The same for a job that was just leased, which has no score; of an UPDATE's RETURNING.</summary>
    public const string Leased =
        "id, company_id, customer_id, ticket_id, ticket_key, title, created_at, state, due_at, attempts, taken, finished_at, NULL, superseded_by, error, no";

    /// <summary>Where the number stands in <see cref="Leased"/>.</summary>
    public const int No = 15;

    /// <summary>Reads <see cref="Columns"/> or <see cref="Leased"/>.</summary>
    public static Job Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.Time(6),
        row.Name<JobState>(7),
        row.Time(8),
        row.GetInt32(9),
        row.GetInt32(10),
        row.TimeOrNull(11),
        row.TextOrNull(12),
        row.TextOrNull(13),
        row.TextOrNull(14));
}
