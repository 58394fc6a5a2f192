using System.Data.Common;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores;

/// <summary>Sums per bucket of time, out of an index by time that holds all that is summed.</summary>
internal static class ScoreBuckets
{
    /// <summary>The query; null when no bucket can hold anything.</summary>
    public static SqlStatement? Query(ScoreScope scope, IReadOnlyList<DateTimeOffset> edges)
    {
        if (scope.IsEmpty || edges.Count < 2)
        {
            return null;
        }

        var sql = new SqlStatement().Add("WITH buckets (bucket, low, high) AS (VALUES ");
        for (var i = 0; i + 1 < edges.Count; i++)
        {
            sql.Add(i == 0 ? "" : ", ").AddWith($"({i}, {edges[i].ToMs()}, {edges[i + 1].ToMs()})");
        }

        // The buckets stand outside, so that each reads its own stretch of the index.
        sql.Add(
            """
            )
            SELECT b.bucket, COUNT(*), SUM(s.overall_tenths),
                   SUM(s.independent), SUM(s.negotiable), SUM(s.valuable), SUM(s.estimable), SUM(s.small), SUM(s.testable)
            FROM buckets b CROSS JOIN scores s
            WHERE
            """);
        sql.Add(" ");
        scope.AddTo(sql);
        return sql.Add(" AND s.created_at >= b.low AND s.created_at < b.high GROUP BY b.bucket ORDER BY b.bucket");
    }

    /// <summary>Reads a row of the query.</summary>
    public static ScoreBucket Read(DbDataReader row) => new(
        row.GetInt32(0),
        row.GetInt64(1),
        row.GetInt64(2),
        [row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8)]);
}
