using System.Data.Common;
using Vindex.Storage.Trackers;

namespace Vindex.Storage.Sql.Trackers;

/// <summary>Reads rows of connections and projects by position; the column lists are next to the code that reads them.</summary>
internal static class TrackerRows
{
    /// <summary>The columns of a connection.</summary>
    public const string Connection =
        "id, company_id, product, name, base_address, credential, sign_in, account_id, account_name, hook_secret, created_at, paused, failure, failure_message, "
        + "failing_since, retry_at, failures, version, taken";

    /// <summary>The columns of a project, of table <c>p</c>.</summary>
    public const string Project =
        "p.id, p.tracker_id, p.company_id, p.customer_id, p.project_id, p.project_key, p.name, p.selection, p.created_at, p.write_back, p.write_field, p.hook_id, "
        + "p.pass, p.is_full, p.pass_cursor, p.since, p.started_at, p.mark, p.total, p.synced_at, p.swept_at, p.due_at, p.revision";

    /// <summary>Number of columns of <see cref="Project"/>.</summary>
    public const int ProjectWidth = 23;

    /// <summary>The columns of a ticket, of table <c>t</c>.</summary>
    public const string Ticket = "t.project_id, t.issue_id, t.ticket_id, t.ticket_key, t.changed_at, t.content_hash, t.score_id, t.skipped, t.gone_at";

    /// <summary>Reads <see cref="Connection"/>.</summary>
    public static TrackerConnection ReadConnection(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.Bytes(5),
        row.GetString(6),
        row.GetString(7),
        row.GetString(8),
        row.Bytes(9),
        row.Time(10))
    {
        IsPaused = row.Flag(11),
        Failure = row.TextOrNull(12) is { } code
            ? new TrackerOutage(code, row.GetString(13), row.Time(14), row.Time(15), row.GetInt32(16))
            : null,
        Version = row.GetInt64(17),
    };

    /// <summary>Reads <see cref="Connection"/> as a lease.</summary>
    public static TrackerLease ReadLease(DbDataReader row) => new(ReadConnection(row), row.GetInt32(18));

    /// <summary>Reads <see cref="Project"/>.</summary>
    public static TrackedProject ReadProject(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7),
        row.Time(8))
    {
        WriteBack = row.Name<WriteBack>(9),
        WriteField = row.TextOrNull(10),
        HookId = row.TextOrNull(11),
        Position = new SyncPosition(
            row.GetInt64(12),
            row.Flag(13),
            row.TextOrNull(14),
            row.TimeOrNull(15),
            row.TimeOrNull(16),
            row.TimeOrNull(17),
            row.IsDBNull(18) ? null : row.GetInt64(18),
            row.TimeOrNull(19),
            row.TimeOrNull(20)),
        DueAt = row.Time(21),
        Revision = row.GetInt64(22),
    };

    /// <summary>Reads <see cref="Ticket"/> from a position on.</summary>
    public static TrackedTicket ReadTicket(DbDataReader row, int first = 0) => new(
        row.GetString(first),
        row.GetString(first + 1),
        row.GetString(first + 2),
        row.GetString(first + 3),
        row.Time(first + 4),
        row.TextOrNull(first + 5),
        row.TextOrNull(first + 6),
        row.TextOrNull(first + 7),
        row.TimeOrNull(first + 8));
}
