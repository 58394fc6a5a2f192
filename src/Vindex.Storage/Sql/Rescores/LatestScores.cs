using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Rescores;

/// <summary>The latest score of each ticket: the one that no later score of the same ticket follows. Each is found through the index of its ticket.</summary>
internal static class LatestScores
{
    /// <summary>The condition that a score <c>s</c> is the latest of its ticket. The sums keep a database from walking its index by time.</summary>
    public const string IsLatest =
        """
        NOT EXISTS (SELECT 1 FROM scores n
                    WHERE n.ticket_id = s.ticket_id AND n.customer_id = s.customer_id AND (n.created_at + 0, n.id || '') > (s.created_at, s.id))
        """;

    /// <summary>How many there are.</summary>
    public static SqlStatement Count(ScoreScope scope, DateTimeOffset before)
    {
        var sql = new SqlStatement().Add("SELECT COUNT(*) FROM scores s WHERE ");
        scope.AddTo(sql);
        return sql.AddWith($" AND s.created_at < {before.ToMs()} AND ").Add(IsLatest);
    }

    /// <summary>The next after a position, oldest first.</summary>
    public static SqlStatement Page(ScoreScope scope, DateTimeOffset before, PagePosition? after, int count)
    {
        var sql = new SqlStatement().Add($"SELECT {ScoreRow.Columns} FROM scores s JOIN score_details d ON d.no = s.no WHERE ");
        scope.AddTo(sql);
        sql.AddWith($" AND s.created_at < {before.ToMs()}");
        if (after is { } position)
        {
            sql.AddWith($" AND (s.created_at, s.id) > ({position.Value}, {position.Id})");
        }

        return sql.Add($" AND {IsLatest}").AddWith($" ORDER BY s.created_at, s.id LIMIT {(long)count}");
    }
}
