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
        if (!sql.AddAccess(access, "d") || await write.FirstAsync(sql, DeliveryRow.ReadDeciding) is not { } found)
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

        sql.Add($" ORDER BY d.created_at, d.id LIMIT {BatchSize}");
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
