using System.Data.Common;
using Vindex.Storage.Annotations;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Sql.Annotations;

/// <summary>Reads rows of annotation queues by position; the column lists are next to the code that reads them.</summary>
internal static class AnnotationRows
{
    /// <summary>The columns of a queue, of table <c>q</c>.</summary>
    public const string Queue = "q.id, q.company_id, q.project, q.name, q.reviewers, q.creator, q.created_at";

    /// <summary>The columns of an item.</summary>
    public const string Item = "i.position, i.ref";

    /// <summary>The columns of a claim, of table <c>c</c>.</summary>
    public const string Claim = "c.position, c.reviewer, c.state, c.lease_until, c.changed_at";

    private const int QueueWidth = 7;

    /// <summary>Reads <see cref="Queue"/>.</summary>
    public static AnnotationQueue ReadQueue(DbDataReader row) => new(
        row.GetString(0), new ProjectKey(row.GetString(1), row.GetString(2)), row.GetString(3), (int)row.GetInt64(4), row.GetString(5), row.Time(6));

    /// <summary>The queues of a project with their progress.</summary>
    /// <param name="project">The project.</param>
    /// <param name="id">One queue; null for all.</param>
    /// <param name="now">Claims that end by then have run out.</param>
    public static SqlStatement Progress(ProjectKey project, string? id, DateTimeOffset now)
    {
        SqlStatement queues = $"o.company_id = {project.CompanyId} AND o.project = {project.Name}";
        if (id is not null) queues.Add($" AND o.id = {id}");
        SqlStatement sql = $"SELECT {Queue:raw}, (SELECT COUNT(*) FROM annotation_items i WHERE i.queue_id = q.id), ";
        sql.Add($"COALESCE(p.complete, 0), COALESCE(p.done, 0), COALESCE(p.skipped, 0), COALESCE(p.claimed, 0) FROM annotation_queues q LEFT JOIN (");
        sql.Add(
            $"""
            SELECT s.queue_id, COUNT(CASE WHEN s.done >= s.reviewers THEN 1 END) AS complete, CAST(SUM(s.done) AS BIGINT) AS done,
                   CAST(SUM(s.skipped) AS BIGINT) AS skipped, CAST(SUM(s.claimed) AS BIGINT) AS claimed
            FROM (SELECT c.queue_id, c.position, o.reviewers, COUNT(CASE WHEN c.state = 'done' THEN 1 END) AS done,
                         COUNT(CASE WHEN c.state = 'skipped' THEN 1 END) AS skipped,
                         COUNT(CASE WHEN c.state = 'claimed' AND c.lease_until > {now} THEN 1 END) AS claimed
                  FROM annotation_queues o JOIN annotation_claims c ON c.queue_id = o.id WHERE {queues}
                  GROUP BY c.queue_id, c.position, o.reviewers) s
            GROUP BY s.queue_id) p ON p.queue_id = q.id WHERE q.company_id = {project.CompanyId} AND q.project = {project.Name}
            """);
        if (id is not null) sql.Add($" AND q.id = {id}");
        return sql.Add($" ORDER BY q.created_at DESC, q.id DESC");
    }

    /// <summary>Reads <see cref="Progress"/>.</summary>
    public static AnnotationProgress ReadProgress(DbDataReader row) => new(
        ReadQueue(row),
        row.GetInt64(QueueWidth),
        row.GetInt64(QueueWidth + 1),
        row.GetInt64(QueueWidth + 2),
        row.GetInt64(QueueWidth + 3),
        row.GetInt64(QueueWidth + 4));

    /// <summary>Reads <see cref="Item"/>.</summary>
    public static AnnotationItem ReadItem(DbDataReader row) => new((int)row.GetInt64(0), row.GetString(1));

    /// <summary>Reads <see cref="Claim"/>.</summary>
    public static AnnotationClaim ReadClaim(DbDataReader row) =>
        new((int)row.GetInt64(0), row.GetString(1), row.Name<ClaimState>(2), row.TimeOrNull(3), row.Time(4));
}
