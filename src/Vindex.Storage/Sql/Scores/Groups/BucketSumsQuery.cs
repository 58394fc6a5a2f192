using System.Data.Common;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores.Groups;

/// <summary>Sums of scores, by bucket and group.</summary>
internal static class BucketSumsQuery
{
    private static readonly string s_sums =
        "SUM(s.overall_tenths)" + string.Concat(StoredDimensions.Names.Select(name => $", 10 * SUM(s.{name})"))
        + string.Concat(StoredDimensions.Names.Select(name => $", SUM(CASE WHEN s.{name} < 5 THEN 1 ELSE 0 END)"));

    /// <summary>Sums of scores in each bucket; buckets without any are left out.</summary>
    public static SqlStatement Of(ScoreScope scope, BucketSumsQuestion question)
    {
        var edges = question.Edges;
        var group = question.By is { } by ? GroupColumns.Of(by) : "''";
        var hasDetails = question.By is { } detail && GroupColumns.IsDetail(detail);

        // One range of an index by time for each bucket and company; CROSS JOIN keeps this order.
        SqlStatement sql = $"WITH buckets (bucket, first, past) AS (VALUES ";
        for (var i = 0; i < edges.Count - 1; i++)
        {
            sql.Add($"{(i == 0 ? "" : ", "):raw}({i}, {edges[i]}, {edges[i + 1]})");
        }

        sql.Add($") SELECT b.bucket, {group:raw}, COUNT(*), {s_sums:raw}");
        foreach (var level in question.Levels)
        {
            sql.Add($", SUM(CASE WHEN s.overall_tenths >= {level} THEN 1 ELSE 0 END)");
        }

        sql.Add($" FROM buckets b CROSS JOIN companies c CROSS JOIN scores s {(hasDetails ? "CROSS JOIN score_details d" : ""):raw} WHERE ");
        sql.Add($"s.company_id = c.id {(question.LatestOnly ? "AND " + LatestScores.IsLatest : ""):raw} AND s.created_at >= b.first AND s.created_at < b.past");
        if (hasDetails)
        {
            sql.Add($" AND d.no = s.no");
        }

        if (question.Values is { } values)
        {
            sql.Add($" AND {group:raw} IN {values}");
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

    /// <summary>Reads a row of <see cref="Of"/>.</summary>
    public static BucketSums Read(DbDataReader row)
    {
        var six = StoredDimensions.Names.Count;
        var (fails, levels) = (4 + six, 4 + six + six);
        return new BucketSums(
            row.GetInt32(0),
            row.GetString(1),
            row.GetInt64(2),
            [.. Enumerable.Range(3, 1 + six).Select(row.GetInt64)],
            [.. Enumerable.Range(fails, six).Select(row.GetInt64)],
            [.. Enumerable.Range(levels, row.FieldCount - levels).Select(row.GetInt64)]);
    }
}
