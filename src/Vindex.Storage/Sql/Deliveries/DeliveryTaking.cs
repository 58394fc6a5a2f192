using System.Data.Common;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Sql.Installations;
using Vindex.Storage.Sql.Values;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>Takes due deliveries, lane by lane. On a database with several writers, one node takes at a
/// time, and the SELECT locks its rows and skips those that others are changing.</summary>
internal static class DeliveryTaking
{
    private const int EndpointAt = DeliveryRow.Width;
    private const int InstallationAt = EndpointAt + 3;
    private const int SecretsAt = InstallationAt + 1;
    private const int BodyAt = SecretsAt + 3;

    /// <summary>The lanes in which something waits, in their order, with the time when the first of it is due.</summary>
    public static Task<List<(string Lane, DateTimeOffset Due)>> LanesAsync(DbConnection connection) =>
        connection.ListAsync(Lanes(), row => (row.GetString(0), row.Time(1)));

    /// <summary>Takes up to <paramref name="count"/> of a lane, within a write.</summary>
    public static async Task<List<TakenDelivery>> TakeAsync(SqlWrite write, string lane, int count, DateTimeOffset now, DateTimeOffset until, string? node)
    {
        var due = await write.ListAsync(OfLane(lane, now, count), Read);
        var taken = new List<TakenDelivery>(due.Count);
        foreach (var (candidate, endpoint) in due)
        {
            if (DeliveryLifecycle.Begin(candidate.Delivery, endpoint, now, until) is { } begun)
            {
                await DeliveryUpdate.SetBegunAsync(write, begun, node);
                taken.Add(candidate with { Delivery = begun });
            }
            else if (endpoint is { IsDisabled: true } && DeliveryLifecycle.EndpointDisabled(candidate.Delivery, now) is { } ended)
            {
                await DeliveryUpdate.SetAsync(write, ended);
            }
        }

        return taken;
    }

    /// <summary>Takes up to <paramref name="count"/> from several lanes at once, within a write; PostgreSQL only.</summary>
    /// <param name="write">The write.</param>
    /// <param name="lanes">The lanes, and how many may be taken of each.</param>
    /// <param name="count">How many may be taken in all.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">When the lease ends.</param>
    /// <param name="node">Who takes.</param>
    public static async Task<List<TakenDelivery>> TakeAsync(
        SqlWrite write, IReadOnlyList<(string Lane, int Room)> lanes, int count, DateTimeOffset now, DateTimeOffset until, string? node)
    {
        var due = await write.ListAsync(
            $"""
            SELECT c.* FROM unnest({SqlList.Of(lanes.Select(lane => lane.Lane))}, {SqlList.Of(lanes.Select(lane => (long)lane.Room))})
              WITH ORDINALITY AS l (lane, room, turn)
            CROSS JOIN LATERAL ({OfLanes(now):fixed} LIMIT l.room FOR UPDATE OF d SKIP LOCKED) AS c
            ORDER BY l.turn LIMIT {count}
            """,
            Read);
        var taken = new List<TakenDelivery>(due.Count);
        foreach (var (candidate, endpoint) in due)
        {
            if (DeliveryLifecycle.Begin(candidate.Delivery, endpoint, now, until) is { } begun)
            {
                taken.Add(candidate with { Delivery = begun });
            }
            else if (endpoint is { IsDisabled: true } && DeliveryLifecycle.EndpointDisabled(candidate.Delivery, now) is { } ended)
            {
                await DeliveryUpdate.SetAsync(write, ended);
            }
        }

        await DeliveryUpdate.SetBegunAsync(write, taken.ConvertAll(one => one.Delivery), node);
        return taken;
    }

    /// <summary>Takes back what ran out (or, with <paramref name="all"/>, whatever it is), within a write; returns how many.</summary>
    /// <param name="write">The write.</param>
    /// <param name="which">Which of those under way, as a condition.</param>
    /// <param name="now">The time.</param>
    /// <param name="all">Whether their dispatchers are known to be dead.</param>
    public static async Task<int> TakeBackAsync(SqlWrite write, SqlStatement which, DateTimeOffset now, bool all)
    {
        var back = 0;
        foreach (var (delivery, endpoint, _) in await write.ListAsync(UnderWay(which), DeliveryRow.ReadDeciding))
        {
            if (DeliveryLifecycle.TakeBack(delivery, endpoint, now, holderIsDead: all) is { } waiting)
            {
                await DeliveryUpdate.SetAsync(write, DeliveryLifecycle.OrSuperseded(waiting, await DeliveryUpdate.SiblingsAsync(write, waiting), now));
                back++;
            }
        }

        return back;
    }

    // Jumps from lane to lane in the index, so that it costs by the lanes and not by what waits in them.
    internal static SqlStatement Lanes() =>
        $"""
        WITH RECURSIVE lanes (lane) AS (
          SELECT MIN(lane) FROM deliveries WHERE status = 'pending'
          UNION ALL
          SELECT (SELECT MIN(d.lane) FROM deliveries d WHERE d.status = 'pending' AND d.lane > lanes.lane) FROM lanes WHERE lanes.lane IS NOT NULL
        )
        SELECT lane, (SELECT MIN(d.due_at) FROM deliveries d WHERE d.status = 'pending' AND d.lane = lanes.lane) FROM lanes WHERE lane IS NOT NULL
        """;

    // The NOT EXISTS is DeliveryLifecycle.MustWaitFor, which DeliveryOrderConformance holds it to. A customer has at most one installation, whose endpoint has
    // the customer's id: one join brings both the secrets and the endpoint's state.
    internal static SqlStatement OfLane(string lane, DateTimeOffset now, int count) => $"{InLane($"{lane}", now):fixed} LIMIT {count}";

    private static SqlStatement OfLanes(DateTimeOffset now) => InLane($"l.lane", now);

    private static SqlStatement InLane(SqlStatement lane, DateTimeOffset now) =>
        $"""
        SELECT {DeliveryRow.Columns:raw}, {InstallationRow.EndpointColumns:raw}, i.customer_id, {InstallationRow.SecretColumns:raw}, b.body
        {DeliveryRow.From:raw} JOIN delivery_bodies b ON b.no = d.no LEFT JOIN installations i ON i.customer_id = d.customer_id
        WHERE d.status = 'pending' AND d.lane = {lane:fixed} AND d.due_at <= {now}
          AND NOT (d.run = 1 AND EXISTS (
            SELECT 1 FROM deliveries o
            WHERE o.finished_at IS NULL AND o.ticket_id = d.ticket_id AND o.customer_id = d.customer_id AND o.url = d.url AND o.run = 1 AND o.no < d.no
              AND (o.status = 'delivering' OR o.attempts = 0)))
        ORDER BY d.due_at, d.no
        """;

    internal static SqlStatement Expired(DateTimeOffset by) => $"d.lease_until <= {by}";

    /// <summary>How many have expired.</summary>
    internal static SqlStatement CountExpired(DateTimeOffset by) => $"SELECT COUNT(*) FROM deliveries d WHERE d.status = 'delivering' AND {Expired(by)}";

    internal static SqlStatement UnderWay(SqlStatement which) =>
        $"{DeliveryRow.Deciding:raw} d.status = 'delivering' AND {which} ORDER BY d.lease_until, d.no";

    /// <summary>How many other nodes have under way, by lane.</summary>
    internal static SqlStatement OfOthers(string node) =>
        $"SELECT lane, COUNT(*) FROM deliveries WHERE status = 'delivering' AND node <> {node} GROUP BY lane";

    private static (TakenDelivery Delivery, EndpointState? Endpoint) Read(DbDataReader row)
    {
        var delivery = DeliveryRow.Read(row);
        var isInstalled = !row.IsDBNull(InstallationAt);
        var endpoint = delivery.EndpointId is null ? null : isInstalled ? InstallationRow.Endpoint(row, EndpointAt) : DeliveryRow.Deleted(delivery.CreatedAt);
        return (new TakenDelivery(delivery, row.Bytes(BodyAt), isInstalled ? InstallationRow.Secrets(row, SecretsAt) : null), endpoint);
    }
}
