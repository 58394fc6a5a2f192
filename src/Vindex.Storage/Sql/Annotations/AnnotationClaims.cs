using Vindex.Storage.Annotations;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Sql.Annotations;

/// <summary>
/// Decides, within a write, who has which item of a queue. Writes of one company run one after the other, on whichever server, so that the last place of an
/// item is given away once.
/// </summary>
internal static class AnnotationClaims
{
    /// <summary>A queue; null if the project does not have it.</summary>
    public static async Task<AnnotationQueue?> QueueAsync(SqlWrite write, ProjectKey project, string id) =>
        await write.FirstAsync(
            $"""
            SELECT {AnnotationRows.Queue:raw} FROM annotation_queues q
            WHERE q.id = {id} AND q.company_id = {project.CompanyId} AND q.project = {project.Name}
            """,
            AnnotationRows.ReadQueue);

    /// <summary>The item that a person has claimed, or else the first that they can claim.</summary>
    public static async Task<AnnotationItem?> NextAsync(SqlWrite write, AnnotationQueue queue, string reviewer, DateTimeOffset now) =>
        await write.FirstAsync(
            $"""
            SELECT {AnnotationRows.Item:raw} FROM annotation_claims c JOIN annotation_items i ON i.queue_id = c.queue_id AND i.position = c.position
            WHERE c.queue_id = {queue.Id} AND c.reviewer = {reviewer} AND c.state = 'claimed' AND c.lease_until > {now}
            ORDER BY c.position LIMIT 1
            """,
            AnnotationRows.ReadItem)
        ?? await write.FirstAsync(
            $"""
            SELECT {AnnotationRows.Item:raw} FROM annotation_items i
            WHERE i.queue_id = {queue.Id}
              AND NOT EXISTS (SELECT 1 FROM annotation_claims c
                              WHERE c.queue_id = i.queue_id AND c.position = i.position AND c.reviewer = {reviewer} AND c.state <> 'claimed')
              AND (SELECT COUNT(*) FROM annotation_claims c
                   WHERE c.queue_id = i.queue_id AND c.position = i.position AND c.reviewer <> {reviewer}
                     AND (c.state = 'done' OR (c.state = 'claimed' AND c.lease_until > {now}))) < {queue.Reviewers}
            ORDER BY i.position LIMIT 1
            """,
            AnnotationRows.ReadItem);

    /// <summary>What became of an item for a person; null if they never had it.</summary>
    public static async Task<AnnotationClaim?> OwnAsync(SqlWrite write, string id, int position, string reviewer) =>
        await write.FirstAsync(
            $"SELECT {AnnotationRows.Claim:raw} FROM annotation_claims c WHERE c.queue_id = {id} AND c.position = {position} AND c.reviewer = {reviewer}",
            AnnotationRows.ReadClaim);

    /// <summary>How many places of an item others have.</summary>
    public static async Task<long> TakenAsync(SqlWrite write, string id, AnnotationClaim own) =>
        await write.NumberAsync(
            $"""
            SELECT COUNT(*) FROM annotation_claims c
            WHERE c.queue_id = {id} AND c.position = {own.Position} AND c.reviewer <> {own.Reviewer}
              AND (c.state = 'done' OR (c.state = 'claimed' AND c.lease_until > {own.ChangedAt}))
            """) ?? 0;

    /// <summary>Adds a claim, unless there is one of the person for the item, or the queue does not have the item.</summary>
    public static ValueTask AddAsync(SqlWrite write, string id, AnnotationClaim claim) =>
        write.LaterAsync(
            $"""
            INSERT INTO annotation_claims (queue_id, position, reviewer, state, lease_until, changed_at)
            SELECT queue_id, position, {claim.Reviewer}, {claim.State}, {claim.LeaseUntil}, {claim.ChangedAt}
            FROM annotation_items WHERE queue_id = {id} AND position = {claim.Position}
            ON CONFLICT DO NOTHING
            """);

    /// <summary>Adds or replaces a claim; does nothing if the queue does not have the item.</summary>
    public static async Task PutAsync(SqlWrite write, string id, AnnotationClaim claim) =>
        await write.ExecuteAsync(
            $"""
            INSERT INTO annotation_claims (queue_id, position, reviewer, state, lease_until, changed_at)
            SELECT queue_id, position, {claim.Reviewer}, {claim.State}, {claim.LeaseUntil}, {claim.ChangedAt}
            FROM annotation_items WHERE queue_id = {id} AND position = {claim.Position}
            ON CONFLICT (queue_id, position, reviewer) DO UPDATE SET
              state = excluded.state, lease_until = excluded.lease_until, changed_at = excluded.changed_at
            """);
}
