using System.Data.Common;
using Vindex.Storage.Deletions;
using Vindex.Storage.Sql.Scores.Titles;

namespace Vindex.Storage.Sql.Scores;

/// <summary>Deletes scores, their rows of feedback, and their part of the counters.</summary>
internal static class ScoreDeletion
{
    /// <summary>Few enough that other writes hardly wait, many enough that a commit is worth it.</summary>
    private const int BatchSize = 500;

    /// <summary>Deletes one score within a write. False if there is none within the scope.</summary>
    public static async Task<bool> OneAsync(SqlWrite write, ScoreRows scoreRows, ScoreScope scope, string id)
    {
        SqlStatement chosen = $"SELECT s.no FROM scores s WHERE s.id = {id} AND ";
        scope.AddTo(chosen);
        return await RunAsync(write, scoreRows, chosen) > 0;
    }

    /// <summary>Deletes some scores of a company within a write, with the jobs and deliveries that go with them.</summary>
    public static async Task<DeletedRows> ManyAsync(SqlWrite write, ScoreRows scoreRows, string companyId, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
        {
            return DeletedRows.None;
        }

        SqlStatement chosen = $"SELECT s.no FROM scores s WHERE s.company_id = {companyId} AND s.id IN {ids}";
        var jobs = await write.ListAsync($"SELECT COUNT(*) FROM jobs WHERE score_no IN ({chosen})", row => row.GetInt64(0));
        var deliveries = await write.ListAsync($"SELECT COUNT(*) FROM deliveries WHERE score_no IN ({chosen})", row => row.GetInt64(0));
        var scores = await RunAsync(write, scoreRows, chosen);
        return new DeletedRows(scores, scores, jobs[0], deliveries[0]);
    }

    /// <summary>Deletes a company's scores created before an instant (null: all of them), batch by batch, oldest first. Returns how many.</summary>
    public static async Task<long> AllAsync(
        ISqlDatabase database, ScoreRows scoreRows, string companyId, DateTimeOffset? before, CancellationToken cancellationToken)
    {
        var total = 0L;
        while (true)
        {
            SqlStatement chosen = $"SELECT s.no FROM scores s WHERE s.company_id = {companyId}";
            if (before is { } instant)
            {
                chosen.Add($" AND s.created_at < {instant}");
            }

            chosen.Add($" ORDER BY s.created_at LIMIT {BatchSize}");
            var deleted = await database.WriteManyForAsync(companyId, write => RunAsync(write, scoreRows, chosen), cancellationToken);
            total += deleted;
            if (deleted < BatchSize)
            {
                return total;
            }
        }
    }

    private static async Task<int> RunAsync(SqlWrite write, ScoreRows scoreRows, SqlStatement chosen)
    {
        // Its text and its idempotent answer go with a score (ON DELETE CASCADE).
        var rows = await write.ListAsync(
            $"""
            DELETE FROM scores WHERE no IN ({chosen})
            RETURNING company_id, customer_id, overall_tenths, id, ticket_id, CASE WHEN superseded IS NULL THEN 1 ELSE 0 END, no
            """,
            Read);
        foreach (var group in rows.GroupBy(row => (row.Company, row.Customer)))
        {
            // No row when the company is being deleted; then there is nothing to keep right.
            await write.ExecuteAsync(
                $"""
                UPDATE customers SET score_count = score_count - {group.Count()}, overall_tenths_sum = overall_tenths_sum - {group.Sum(row => row.Overall)}
                WHERE id = {group.Key.Customer} AND company_id = {group.Key.Company}
                """);
        }

        foreach (var row in rows.Where(row => row.WasLatest))
        {
            if (await LatestScores.RestoreAsync(write, row.Customer, row.Ticket) == 0)
            {
                await write.ExecuteAsync($"UPDATE customers SET ticket_count = ticket_count - 1 WHERE id = {row.Customer} AND company_id = {row.Company}");
            }
        }

        foreach (var company in rows.GroupBy(row => row.Company, StringComparer.Ordinal))
        {
            await scoreRows.RemoveAsync(write, company.Key, company.Select(row => row.Id));
            if (scoreRows.Titles is not null) await TitleBlocks.RemoveAsync(write, company.Key, company.Select(row => row.No));
        }

        return rows.Count;
    }

    private static Deleted Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetInt64(5) != 0, row.GetInt64(6));

    private sealed record Deleted(string Company, string Customer, long Overall, string Id, string Ticket, bool WasLatest, long No);
}
