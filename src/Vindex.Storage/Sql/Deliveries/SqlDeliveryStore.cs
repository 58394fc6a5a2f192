using Vindex.Storage.Audit;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Nodes;

namespace Vindex.Storage.Sql.Deliveries;

/// <summary>The outbox of callbacks with their attempts.</summary>
internal sealed class SqlDeliveryStore(ISqlDatabase database, OwnNode own) : IDeliveryStore
{
    /// <summary>Whose rows a write that takes deliveries touches: one node takes at a time, while all others write.</summary>
    private const string Taking = "taking deliveries";

    /// <summary>Lanes that are looked through at once.</summary>
    private const int LanesAtOnce = 256;

    public async Task<DeliveryTake> TakeAsync(
        IReadOnlyDictionary<string, int> busy, int perLane, int count, string? after, DateTimeOffset now, DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        // Checked without the writer: most of the time nothing is due.
        var lanes = await database.ReadAsync(DeliveryTaking.LanesAsync, cancellationToken);
        var later = lanes.Where(lane => lane.Due > now).Select(lane => (DateTimeOffset?)lane.Due).Min();
        var inTurn = LaneTurns.InTurn(lanes, busy, perLane, after, now);
        if (inTurn.Count == 0 || count == 0)
        {
            return new DeliveryTake([], later);
        }

        return await database.WriteShortForAsync(
            Taking, async write => new DeliveryTake(await TakeAsync(write, inTurn, busy, perLane, count, now, until), later), cancellationToken);
    }

    public async Task<int> TakeBackAsync(DateTimeOffset now, bool all, CancellationToken cancellationToken)
    {
        // Taking back keeps all nodes from writing: most of the time nothing has expired.
        if (own.HasOthers && !all && await database.ReadAsync(connection => connection.NumberAsync(DeliveryTaking.CountExpired(now)), cancellationToken) is 0)
        {
            return 0;
        }

        return await database.WriteAsync(
            write => DeliveryTaking.TakeBackAsync(write, DeliveryTaking.Expired(all ? DateTimeOffset.MaxValue : now), now, all), cancellationToken);
    }

    public Task<AttemptEnd> EndAsync(
        string companyId, string deliveryId, int taken, DecideAttempt decide, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteShortForAsync(companyId, write => DeliveryEnding.RunAsync(write, deliveryId, taken, decide, now), cancellationToken);

    public Task<Replayed> ReplayAsync(ScoreAccess access, string deliveryId, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(write => DeliveryReplay.OneAsync(write, access, deliveryId, now, audit), cancellationToken);

    public Task<long> ReplayAsync(ScoreAccess access, DeliveryFilter filter, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(write => DeliveryReplay.RangeAsync(write, access, filter, now, audit), cancellationToken);

    public Task<ReplayPreview> PreviewAsync(ScoreAccess access, DeliveryFilter filter, int endpoints, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => DeliveryReplay.PreviewAsync(connection, access, filter, endpoints), cancellationToken);

    public Task AddTestAsync(NewDelivery delivery, DeliverySubject subject, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var prepared = await DeliveryInsert.PrepareAsync(write, delivery, subject.CustomerId, subject.TicketId, now);
                await DeliveryInsert.AddAsync(write, prepared!, subject, scoreNo: null, now);
                return await SqlAuditLog.AddAsync(write, audit);
            },
            cancellationToken);

    public Task<long> ForgetTestsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write => (long)await write.ExecuteAsync($"DELETE FROM deliveries WHERE is_test IS NOT NULL AND created_at < {before}"), cancellationToken);

    public async Task<ListPage<Delivery>> ListAsync(
        ScoreAccess access, DeliveryFilter filter, PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        SqlStatement sql = $"SELECT {DeliveryRow.Columns:raw} {DeliveryRow.From:raw} WHERE ";
        if (!DeliveryQuery.AddTo(sql, access, filter))
        {
            return new ListPage<Delivery>([], null);
        }

        if (after is { } position)
        {
            sql.Add($" AND (d.created_at, d.id) < ({position.Value}, {position.Id})");
        }

        sql.Add($" ORDER BY d.created_at DESC, d.id DESC LIMIT {(long)limit + 1}");
        return Paging.Page(
            await database.ReadListAsync(connection => connection.ListAsync(sql, DeliveryRow.Read), cancellationToken), limit, DeliveryQuery.Position);
    }

    public async Task<IReadOnlyDictionary<DeliveryStatus, long>> CountUndeliveredAsync(ScoreAccess access, CancellationToken cancellationToken)
    {
        SqlStatement sql = $"SELECT d.status, COUNT(*) FROM deliveries d WHERE d.status <> 'delivered' AND ";
        if (!sql.AddAccess(access, "d"))
        {
            return new Dictionary<DeliveryStatus, long>();
        }

        sql.Add($" GROUP BY d.status");
        var counts = await database.ReadAsync(
            connection => connection.ListAsync(sql, row => (Status: row.Name<DeliveryStatus>(0), Count: row.GetInt64(1))), cancellationToken);
        return counts.ToDictionary(count => count.Status, count => count.Count);
    }

    public async Task<Delivery?> FindAsync(ScoreAccess access, string deliveryId, CancellationToken cancellationToken)
    {
        SqlStatement sql = $"SELECT {DeliveryRow.Columns:raw} {DeliveryRow.From:raw} WHERE d.id = {deliveryId} AND ";
        return sql.AddAccess(access, "d") ? await OneAsync(sql, cancellationToken) : null;
    }

    public async Task<IReadOnlyList<DeliveryAttempt>> AttemptsAsync(string deliveryId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"""
                SELECT {DeliveryAttemptRow.Columns:raw}
                FROM deliveries d JOIN delivery_attempts a ON a.delivery_no = d.no WHERE d.id = {deliveryId} ORDER BY a.run, a.number
                """,
                DeliveryAttemptRow.Read),
            cancellationToken);

    public Task<byte[]?> BodyAsync(string deliveryId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT b.body FROM deliveries d JOIN delivery_bodies b ON b.no = d.no WHERE d.id = {deliveryId}", static row => row.Bytes(0)),
            cancellationToken);

    public async Task<IReadOnlyDictionary<string, DeliveryTicket>> TicketsAsync(IReadOnlyList<string> deliveryIds, CancellationToken cancellationToken)
    {
        if (deliveryIds.Count == 0) return new Dictionary<string, DeliveryTicket>(StringComparer.Ordinal);

        // The job is looked up only where there is no score.
        SqlStatement sql =
            $"""
            SELECT d.id, COALESCE(s.ticket_key, (SELECT j.ticket_key FROM jobs j WHERE j.id = d.job_id), d.ticket_id),
                   COALESCE(s.title, (SELECT j.title FROM jobs j WHERE j.id = d.job_id))
            {DeliveryRow.From:raw} WHERE d.id IN {deliveryIds}
            """;
        var tickets = await database.ReadAsync(
            connection => connection.ListAsync(sql, row => (Id: row.GetString(0), Ticket: new DeliveryTicket(row.GetString(1), row.TextOrNull(2)))),
            cancellationToken);
        return tickets.ToDictionary(ticket => ticket.Id, ticket => ticket.Ticket, StringComparer.Ordinal);
    }

    public Task<Delivery?> LatestAsync(string scoreId, CancellationToken cancellationToken) =>
        OneAsync(
            $"SELECT {DeliveryRow.Columns:raw} FROM scores s JOIN deliveries d ON d.score_no = s.no WHERE s.id = {scoreId} ORDER BY d.no DESC LIMIT 1",
            cancellationToken);

    public Task<Delivery?> OfJobAsync(string jobId, CancellationToken cancellationToken) =>
        OneAsync($"SELECT {DeliveryRow.Columns:raw} {DeliveryRow.From:raw} WHERE d.job_id = {jobId} ORDER BY d.no DESC LIMIT 1", cancellationToken);

    private async Task<List<TakenDelivery>> TakeAsync(
        SqlWrite write, IReadOnlyList<string> lanes, IReadOnlyDictionary<string, int> busy, int perLane, int count, DateTimeOffset now, DateTimeOffset until)
    {
        var taken = new List<TakenDelivery>();
        var others = await OfOthersAsync(write);
        if (write.RunsBesideOthers)
        {
            var free = lanes.Select(lane => (Lane: lane, Room: Room(lane, count))).Where(lane => lane.Room > 0);
            foreach (var some in free.Chunk(LanesAtOnce))
            {
                if (taken.Count == count) break;
                taken.AddRange(await DeliveryTaking.TakeAsync(write, some, count - taken.Count, now, until, own.Id));
            }

            return taken;
        }

        foreach (var lane in lanes)
        {
            if (taken.Count == count) break;
            var room = Room(lane, count - taken.Count);
            if (room > 0) taken.AddRange(await DeliveryTaking.TakeAsync(write, lane, room, now, until, own.Id));
        }

        return taken;

        int Room(string lane, int left) => LaneTurns.Room(perLane, busy.GetValueOrDefault(lane), others.GetValueOrDefault(lane), left);
    }

    private async Task<Dictionary<string, int>> OfOthersAsync(SqlWrite write) =>
        own.Id is { } node && own.HasOthers
            ? (await write.ListAsync(DeliveryTaking.OfOthers(node), row => (Lane: row.GetString(0), Count: (int)row.GetInt64(1))))
                .ToDictionary(lane => lane.Lane, lane => lane.Count, StringComparer.Ordinal)
            : [];

    private Task<Delivery?> OneAsync(SqlStatement sql, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.FirstAsync(sql, DeliveryRow.Read), cancellationToken);
}
