using System.Data.Common;
using Vindex.Storage.Audit;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Replays deliveries, each replay with its audit entry in one write.</summary>
internal static class DeliveryReplay
{
    private const int BatchSize = 500;

    /// <summary>Replays one delivery.</summary>
    public static async Task<Replayed> OneAsync(SqlWrite write, ScoreAccess access, string id, DateTimeOffset now, AuditEntry audit)
    {
        SqlStatement sql = $"{DeliveryRow.Deciding:raw} d.id = {id} AND ";
        if (!sql.AddAccess(access, "d") || await write.FirstAsync(sql.Add($" {write.Locking("d"):raw}"), DeliveryRow.ReadDeciding) is not { } found)
        {
            return Replayed.NotFound;
        }

        if (!await TryAsync(write, found, now))
        {
            return Replayed.Refused;
        }

        await SqlAuditLog.AddAsync(write, audit);
        return Replayed.Due;
    }

    /// <summary>Replays what a filter selects, oldest first; returns how many.</summary>
    public static async Task<long> RangeAsync(SqlWrite write, ScoreAccess access, DeliveryFilter filter, DateTimeOffset now, AuditEntry audit)
    {
        var replayed = 0L;
        PagePosition? after = null;
        do
        {
            // In batches only to bound the memory: all of them are one transaction with the audit entry.
            var batch = await BatchAsync(write, access, filter, after);
            foreach (var found in batch)
            {
                replayed += await TryAsync(write, found, now) ? 1 : 0;
            }

            after = batch.Count < BatchSize ? null : DeliveryQuery.Position(batch[^1].Delivery);
        }
        while (after is not null);
        await SqlAuditLog.AddAsync(write, audit);
        return replayed;
    }

    /// <summary>What a replay would do, from the same rows: counted by the URL that it would go to.</summary>
    public static async Task<ReplayPreview> PreviewAsync(DbConnection connection, ScoreAccess access, DeliveryFilter filter, int endpoints)
    {
        // The CASE is DeliveryLifecycle.Replay, which DeliveryReplayConformance holds it to; null is what it refuses.
        SqlStatement sql =
            $"""
            SELECT CASE WHEN d.finished_at IS NULL THEN NULL WHEN d.endpoint_id IS NULL THEN d.url WHEN i.disabled_at IS NULL THEN i.callback_url END AS target,
                   COUNT(*), MIN(d.created_at), MAX(d.created_at)
            FROM deliveries d LEFT JOIN installations i ON i.customer_id = d.endpoint_id
            """;
        sql.Add($" WHERE ");
        if (!DeliveryQuery.AddTo(sql, access, filter))
        {
            return new ReplayPreview(0, 0, null, null, [], 0);
        }

        sql.Add($" GROUP BY target");
        var groups = await connection.ListAsync(
            sql, row => (Target: row.TextOrNull(0), Count: row.GetInt64(1), Oldest: row.Time(2), Newest: row.Time(3)));
        var due = groups.Where(group => group.Target is not null).OrderByDescending(group => group.Count).ThenBy(group => group.Target).ToList();
        return new ReplayPreview(
            due.Sum(group => group.Count),
            groups.Where(group => group.Target is null).Sum(group => group.Count),
            due.Count == 0 ? null : due.Min(group => group.Oldest),
            due.Count == 0 ? null : due.Max(group => group.Newest),
            [.. due.Take(endpoints).Select(group => (group.Target!, group.Count))],
            due.Count);
    }

    private static async Task<List<DeliveryWithEndpoint>> BatchAsync(SqlWrite write, ScoreAccess access, DeliveryFilter filter, PagePosition? after)
    {
        SqlStatement sql = $"{DeliveryRow.Deciding:raw}";
        if (!DeliveryQuery.AddTo(sql, access, filter))
        {
            return [];
        }

        if (after is { } position)
        {
            sql.Add($" AND (d.created_at, d.id) > ({position.Value}, {position.Id})");
        }

        sql.Add($" ORDER BY d.created_at, d.id LIMIT {BatchSize} {write.Locking("d"):raw}");
        return await write.ListAsync(sql, DeliveryRow.ReadDeciding);
    }

    private static async Task<bool> TryAsync(SqlWrite write, DeliveryWithEndpoint found, DateTimeOffset now)
    {
        if (DeliveryLifecycle.Replay(found.Delivery, found.Endpoint, found.EndpointUrl, now) is not { } due)
        {
            return false;
        }

        await DeliveryUpdate.SetAsync(write, due);
        return true;
    }
}
