using Vindex.Storage.Reviews;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Reviews;

/// <summary>Decides, within a write, who is handed which ticket.</summary>
internal static class ReviewTurns
{
    /// <summary>
    /// A review, locked until the end of the write, so that the last place of a ticket is given away once. Null if the company does not have it.
    /// </summary>
    public static async Task<Review?> LockAsync(SqlWrite write, string? companyId, string id) =>
        await write.FirstAsync(
            $"""
            UPDATE reviews SET raters = raters WHERE id = {id} AND company_id = {companyId}
            RETURNING id, company_id, name, raters, selection, creator, created_at, closed_at
            """,
            ReviewRows.Read);

    /// <summary>The place and score that a person rates next.</summary>
    public static SqlStatement Next(ScoreScope scope, Review review, string actor, DateTimeOffset heldSince)
    {
        SqlStatement sql =
            $"""
            SELECT q.place, q.id FROM (
              SELECT t.place, s.id,
                     (SELECT COUNT(*) FROM review_turns u
                      WHERE u.review_id = t.review_id AND u.place = t.place AND u.actor <> {actor}
                        AND (u.state = 'rated' OR (u.state = 'held' AND u.changed_at > {heldSince}))) AS taken,
                     (SELECT MAX(u.changed_at) FROM review_turns u
                      WHERE u.review_id = t.review_id AND u.place = t.place AND u.actor = {actor}) AS held_at
              FROM review_tickets t JOIN scores s ON s.no = t.score_no
              WHERE t.review_id = {review.Id}
                AND NOT EXISTS (SELECT 1 FROM review_turns u
                                WHERE u.review_id = t.review_id AND u.place = t.place AND u.actor = {actor} AND u.state <> 'held')
                AND 
            """;
        scope.AddTo(sql);
        return sql.Add(
            $") q WHERE q.taken < {review.Raters} ORDER BY CASE WHEN q.held_at > {heldSince} THEN 0 ELSE 1 END, q.taken, q.place LIMIT 1");
    }

    /// <summary>A score of a review and its place.</summary>
    public static SqlStatement PlaceOf(ScoreScope scope, string id, string scoreId)
    {
        SqlStatement sql = $"SELECT t.place, s.id FROM review_tickets t JOIN scores s ON s.no = t.score_no WHERE t.review_id = {id} AND s.id = {scoreId} AND ";
        scope.AddTo(sql);
        return sql;
    }

    /// <summary>How many people have rated a ticket or hold it.</summary>
    public static async Task<long> TakenAsync(SqlWrite write, string id, int place, DateTimeOffset heldSince) =>
        await write.NumberAsync(
            $"""
            SELECT COUNT(*) FROM review_turns
            WHERE review_id = {id} AND place = {place} AND (state = 'rated' OR (state = 'held' AND changed_at > {heldSince}))
            """) ?? 0;

    /// <summary>Adds or replaces a turn.</summary>
    public static async Task PutAsync(SqlWrite write, string id, ReviewTurn turn) =>
        await write.ExecuteAsync(
            $"""
            INSERT INTO review_turns (review_id, place, actor, state, changed_at) VALUES ({id}, {turn.Place}, {turn.Actor}, {turn.State}, {turn.ChangedAt})
            ON CONFLICT (review_id, place, actor) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
            """);
}
