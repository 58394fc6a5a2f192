using Vindex.Storage.Audit;
using Vindex.Storage.Reviews;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Reviews;

/// <summary>Reviews, and whose turn it is in them.</summary>
internal sealed class SqlReviewStore(ISqlDatabase database) : IReviewStore
{
    public Task<bool> AddAsync(
        Review review, IReadOnlyList<ReviewPlace> places, IReadOnlyList<ReviewTurn> turns, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var stored = await write.ExecuteAsync(
                    $"""
                    INSERT INTO reviews (id, company_id, name, raters, selection, creator, created_at, closed_at)
                    SELECT {review.Id}, id, {review.Name}, {review.Raters}, {review.Selection}, {review.Creator}, {review.CreatedAt}, {review.ClosedAt}
                    FROM companies WHERE id = {review.CompanyId}
                    ON CONFLICT (id) DO NOTHING
                    """);
                if (stored == 0) return false;
                foreach (var place in places)
                {
                    await write.ExecuteAsync(
                        $"""
                        INSERT INTO review_tickets (review_id, place, score_no)
                        SELECT {review.Id}, {place.Place}, no FROM scores WHERE id = {place.ScoreId} AND company_id = {review.CompanyId}
                        ON CONFLICT DO NOTHING
                        """);
                }

                foreach (var turn in turns)
                {
                    await write.ExecuteAsync(
                        $"""
                        INSERT INTO review_turns (review_id, place, actor, state, changed_at)
                        SELECT review_id, place, {turn.Actor}, {turn.State}, {turn.ChangedAt} FROM review_tickets
                        WHERE review_id = {review.Id} AND place = {turn.Place}
                        ON CONFLICT DO NOTHING
                        """);
                }

                return await SqlAuditLog.AddIfAsync(write, true, audit);
            },
            cancellationToken);

    public async Task<IReadOnlyList<ReviewProgress>> ListAsync(ScoreAccess access, string actor, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, customerId: null);
        if (scope.IsEmpty) return [];
        var sql = ReviewRows.List(scope, actor);
        return await database.ReadAsync(connection => connection.ListAsync(sql, ReviewRows.ReadProgress), cancellationToken);
    }

    public async Task<ReviewContent?> FindAsync(ScoreAccess access, string id, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, customerId: null);
        if (scope.IsEmpty) return null;
        return await database.ReadAsync(
            connection => connection.AtOneMomentAsync(async state =>
            {
                var review = await state.FirstAsync(
                    $"SELECT {ReviewRows.Columns:raw} FROM reviews r WHERE r.id = {id} AND r.company_id = {access.CompanyId}", ReviewRows.Read);
                if (review is null) return null;
                var tickets = await state.ListAsync(ReviewRows.Tickets(scope, id), ReviewRows.ReadTicket);
                if (tickets.Count == 0 && scope.Customers is not null) return null;
                var places = tickets.Select(ticket => ticket.Place).ToHashSet();
                var turns = await state.ListAsync(
                    $"SELECT place, actor, state, changed_at FROM review_turns WHERE review_id = {id} ORDER BY place, actor", ReviewRows.ReadTurn);
                return new ReviewContent(review, tickets, [.. turns.Where(turn => places.Contains(turn.Place))]);
            }),
            cancellationToken);
    }

    public async Task<string?> NextAsync(
        ScoreAccess access, string id, string actor, DateTimeOffset now, DateTimeOffset heldSince, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, customerId: null);
        if (scope.IsEmpty) return null;
        return await database.WriteAsync(
            async write =>
            {
                if (await ReviewTurns.LockAsync(write, access.CompanyId, id) is not { ClosedAt: null } review) return null;
                if (await write.FirstAsync(ReviewTurns.Next(scope, review, actor, heldSince), ReviewRows.ReadPlace) is not { } next) return null;
                await ReviewTurns.PutAsync(write, id, new ReviewTurn(next.Place, actor, TurnState.Held, now));
                return next.ScoreId;
            },
            cancellationToken);
    }

    public async Task<ReviewClaim> ClaimAsync(
        ScoreAccess access, string id, ReviewedScore turn, DateTimeOffset now, DateTimeOffset heldSince, CancellationToken cancellationToken)
    {
        var scope = ScoreScope.Of(access, customerId: null);
        if (scope.IsEmpty) return ReviewClaim.NotFound;
        return await database.WriteAsync(
            async write =>
            {
                if (await ReviewTurns.LockAsync(write, access.CompanyId, id) is not { } review) return ReviewClaim.NotFound;
                if (await write.FirstAsync(ReviewTurns.PlaceOf(scope, id, turn.ScoreId), ReviewRows.ReadPlace) is not { } ticket) return ReviewClaim.NotFound;
                if (review.ClosedAt is not null) return ReviewClaim.Closed;
                var own = await write.FirstAsync(
                    $"SELECT place, actor, state, changed_at FROM review_turns WHERE review_id = {id} AND place = {ticket.Place} AND actor = {turn.Actor}",
                    ReviewRows.ReadTurn);
                if (own?.State == TurnState.Rated) return ReviewClaim.Granted;
                if (own?.State != TurnState.Held && await ReviewTurns.TakenAsync(write, id, ticket.Place, heldSince) >= review.Raters) return ReviewClaim.Full;
                await ReviewTurns.PutAsync(write, id, new ReviewTurn(ticket.Place, turn.Actor, TurnState.Held, now));
                return ReviewClaim.Granted;
            },
            cancellationToken);
    }

    public async Task<bool> EndTurnAsync(string id, ReviewedScore turn, TurnState state, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            $"""
            INSERT INTO review_turns (review_id, place, actor, state, changed_at)
            SELECT t.review_id, t.place, {turn.Actor}, {state}, {now} FROM review_tickets t JOIN scores s ON s.no = t.score_no
            WHERE t.review_id = {id} AND s.id = {turn.ScoreId}
            ON CONFLICT (review_id, place, actor) DO UPDATE SET
              state = CASE WHEN review_turns.state = 'rated' THEN review_turns.state ELSE excluded.state END, changed_at = excluded.changed_at
            """,
            cancellationToken) > 0;

    public Task<bool> CloseAsync(string companyId, string id, DateTimeOffset? closedAt, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            closedAt is null
                ? (SqlStatement)$"UPDATE reviews SET closed_at = NULL WHERE id = {id} AND company_id = {companyId} AND closed_at IS NOT NULL"
                : $"UPDATE reviews SET closed_at = {closedAt} WHERE id = {id} AND company_id = {companyId} AND closed_at IS NULL",
            audit,
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM reviews WHERE id = {id} AND company_id = {companyId}", audit, cancellationToken);
}
