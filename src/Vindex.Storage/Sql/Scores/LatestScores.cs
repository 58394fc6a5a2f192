using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores;

/// <summary>
/// The latest score of each ticket. Whatever adds or deletes scores keeps <c>superseded</c>, the mark of the others, in the same transaction.
/// </summary>
internal static class LatestScores
{
    /// <summary>The condition that a score <c>s</c> is the latest of its ticket.</summary>
    public const string IsLatest = "s.superseded IS NULL";

    /// <summary>How many there are.</summary>
    public static SqlStatement Count(ScoreScope scope, LatestFilter filter)
    {
        SqlStatement sql = $"SELECT COUNT(*) FROM scores s WHERE ";
        AddFilter(sql, scope, filter);
        return sql;
    }

    /// <summary>The next after a position.</summary>
    public static SqlStatement Page(ScoreScope scope, LatestFilter filter, PagePosition? after, int count)
    {
        var (direction, comparison) = filter.NewestFirst ? ("DESC", "<") : ("ASC", ">");
        SqlStatement sql = $"SELECT {ScoreRow.Columns:raw} {ScoreRow.From:raw} WHERE ";

        // Where a descending position is the upper bound already, a second one could mislead a database.
        AddFilter(sql, scope, filter, bounded: !filter.NewestFirst || after is null);
        if (after is { } position)
        {
            sql.Add($" AND (s.created_at, s.id) {comparison:raw} ({position.Value}, {position.Id})");
        }

        return sql.Add($" ORDER BY s.created_at {direction:raw}, s.id {direction:raw} LIMIT {count}");
    }

    /// <summary>The number of the newest score that the ticket of a score to be added has, negative if it is newer than the added one; null for none.</summary>
    public static SqlStatement Newest(ScoreItem added) =>
        $"""
        SELECT CASE WHEN (s.created_at, s.id) < ({added.CreatedAt}, {added.Id}) THEN s.no ELSE -s.no END
        FROM scores s WHERE s.ticket_id = {added.TicketId} AND s.customer_id = {added.CustomerId} ORDER BY s.created_at DESC, s.id DESC LIMIT 1
        """;

    /// <summary>Marks a ticket's newest score as superseded.</summary>
    public static ValueTask SupersedeAsync(SqlWrite write, long no) => write.LaterAsync($"UPDATE scores SET superseded = 1 WHERE no = {no}");

    /// <summary>Makes the newest score that a ticket still has its latest. Returns 0 if it has none.</summary>
    public static ValueTask<int> RestoreAsync(SqlWrite write, string customerId, string ticketId) =>
        write.ExecuteAsync(
            $"""
            UPDATE scores SET superseded = NULL
            WHERE no = (SELECT no FROM scores WHERE ticket_id = {ticketId} AND customer_id = {customerId} ORDER BY created_at DESC, id DESC LIMIT 1)
            """);

    private static void AddFilter(SqlStatement sql, ScoreScope scope, LatestFilter filter, bool bounded = true)
    {
        scope.AddTo(sql);
        if (bounded)
        {
            sql.Add($" AND s.created_at < {filter.Before}");
        }

        if (filter.Project is { } project)
        {
            // "." follows "-", so this is the range of keys that begin with the project and a hyphen.
            var folded = FoldedText.Fold(project);
            sql.Add($" AND s.key_folded || '' >= {folded + "-"} AND s.key_folded || '' < {folded + "."}");
        }

        sql.Add($" AND {IsLatest:raw}");
    }
}
