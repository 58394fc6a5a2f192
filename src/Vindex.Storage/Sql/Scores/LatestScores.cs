using System.Data.Common;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores;

/// <summary>
/// The latest score of each ticket. Whatever adds or deletes scores keeps <c>superseded</c>, the mark of the others, in the same transaction.
/// </summary>
internal static class LatestScores
{
    /// <summary>The condition that a score <c>s</c> is the latest of its ticket.</summary>
    public const string IsLatest = "s.superseded IS NULL";

    private static readonly string s_sums =
        "SUM(s.overall_tenths)" + string.Concat(StoredDimensions.Names.Select(name => $", 10 * SUM(s.{name})"))
        + string.Concat(StoredDimensions.Names.Select(name => $", SUM(CASE WHEN s.{name} < 5 THEN 1 ELSE 0 END)"));

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

    /// <summary>Sums of those in each bucket; buckets without any are left out.</summary>
    public static SqlStatement Sums(ScoreScope scope, LatestSumsQuestion question)
    {
        var edges = question.Edges;

        // One range of the index of latest scores for each bucket and company; CROSS JOIN keeps this order.
        SqlStatement sql = $"WITH buckets (bucket, first, past) AS (VALUES ";
        for (var i = 0; i < edges.Count - 1; i++)
        {
            sql.Add($"{(i == 0 ? "" : ", "):raw}({i}, {edges[i]}, {edges[i + 1]})");
        }

        sql.Add($") SELECT b.bucket, {(question.ByJudge ? "d.model" : "''"):raw}, COUNT(*), {s_sums:raw}");
        foreach (var level in question.Levels)
        {
            sql.Add($", SUM(CASE WHEN s.overall_tenths >= {level} THEN 1 ELSE 0 END)");
        }

        // Only the judge is not in that index.
        sql.Add($" FROM buckets b CROSS JOIN companies c CROSS JOIN scores s {(question.ByJudge ? "CROSS JOIN score_details d" : ""):raw} WHERE ");
        sql.Add($"s.company_id = c.id AND {IsLatest:raw} AND s.created_at >= b.first AND s.created_at < b.past");
        if (question.ByJudge)
        {
            sql.Add($" AND d.no = s.no");
        }

        if (scope.CompanyId is { } company)
        {
            sql.Add($" AND c.id = {company}");
        }

        if (scope.Customers is { } customers)
        {
            sql.Add($" AND s.customer_id IN {customers}");
        }

        return sql.Add($" GROUP BY 1, 2");
    }

    /// <summary>Reads a row of <see cref="Sums"/>.</summary>
    public static LatestSums ReadSums(DbDataReader row)
    {
        var six = StoredDimensions.Names.Count;
        var (fails, levels) = (4 + six, 4 + six + six);
        return new LatestSums(
            row.GetInt32(0),
            row.GetString(1),
            row.GetInt64(2),
            [.. Enumerable.Range(3, 1 + six).Select(row.GetInt64)],
            [.. Enumerable.Range(fails, six).Select(row.GetInt64)],
            [.. Enumerable.Range(levels, row.FieldCount - levels).Select(row.GetInt64)]);
    }

    /// <summary>The newest score that the ticket of a score to be added has: its number, and whether it is older than the added one; null for none.</summary>
    public static async ValueTask<(long No, bool IsOlder)?> NewestAsync(SqlWrite write, ScoreItem added)
    {
        var newest = await write.NumberAsync(
            $"""
            SELECT CASE WHEN (created_at, id) < ({added.CreatedAt}, {added.Id}) THEN no ELSE -no END
            FROM scores WHERE ticket_id = {added.TicketId} AND customer_id = {added.CustomerId} ORDER BY created_at DESC, id DESC LIMIT 1
            """);
        return newest is { } no ? (Math.Abs(no), no > 0) : null;
    }

    /// <summary>Marks a ticket's newest score as superseded.</summary>
    public static ValueTask<int> SupersedeAsync(SqlWrite write, long no) => write.ExecuteAsync($"UPDATE scores SET superseded = 1 WHERE no = {no}");

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
