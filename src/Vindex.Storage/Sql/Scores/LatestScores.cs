using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores;

/// <summary>The latest score of each ticket: the one that no later score of the same ticket follows. Each is found through the index of its ticket.</summary>
internal static class LatestScores
{
    /// <summary>The condition that a score <c>s</c> is the latest of its ticket. The expressions keep a database from walking its indexes by time.</summary>
    public const string IsLatest =
        """
        NOT EXISTS (SELECT 1 FROM scores n
                    WHERE n.ticket_id = s.ticket_id AND n.customer_id = s.customer_id AND (n.created_at + 0, n.id || '') > (s.created_at, s.id))
        """;

    /// <summary>How many there are.</summary>
    public static SqlStatement Count(ScoreScope scope, LatestFilter filter)
    {
        var sql = new SqlStatement().Add("SELECT COUNT(*) FROM scores s WHERE ");
        AddFilter(sql, scope, filter);
        return sql;
    }

    /// <summary>The next after a position.</summary>
    public static SqlStatement Page(ScoreScope scope, LatestFilter filter, PagePosition? after, int count)
    {
        var (direction, comparison) = filter.NewestFirst ? ("DESC", "<") : ("ASC", ">");
        var sql = new SqlStatement().Add($"SELECT {ScoreRow.Columns} FROM scores s JOIN score_details d ON d.no = s.no WHERE ");

        // Where a descending position is the upper bound already, a second one could mislead a database.
        AddFilter(sql, scope, filter, bounded: !filter.NewestFirst || after is null);
        if (after is { } position)
        {
            sql.Add($" AND (s.created_at, s.id) {comparison} (").AddWith($"{position.Value}, {position.Id})");
        }

        return sql.Add($" ORDER BY s.created_at {direction}, s.id {direction}").AddWith($" LIMIT {(long)count}");
    }

    private static void AddFilter(SqlStatement sql, ScoreScope scope, LatestFilter filter, bool bounded = true)
    {
        scope.AddTo(sql);
        if (bounded)
        {
            sql.AddWith($" AND s.created_at < {filter.Before.ToMs()}");
        }

        if (filter.Project is { } project)
        {
            // "." follows "-", so this is the range of keys that begin with the project and a hyphen.
            var folded = FoldedText.Fold(project);
            sql.AddWith($" AND s.key_folded || '' >= {folded + "-"} AND s.key_folded || '' < {folded + "."}");
        }

        sql.Add($" AND {IsLatest}");
    }
}
