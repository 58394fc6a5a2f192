using Vindex.Storage.Nodes;
using Vindex.Storage.Sql.Reading;

namespace Vindex.Storage.Sql.Nodes;

/// <summary>The processes that use the store.</summary>
internal sealed class SqlNodeStore(ISqlDatabase database, OwnNode own) : INodeStore
{
    public async Task JoinAsync(Node node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async write =>
            {
                await NodeLeasing.RemoveAsync(write, own.HasOthers ? $"home = {node.Home} AND id <> {node.Id}" : (SqlStatement)$"id <> {node.Id}", now);
                return await write.ExecuteAsync(
                    $"""
                    INSERT INTO nodes (id, home, host, version, settings, started_at, seen_at, beat, clock_ms)
                    VALUES ({node.Id}, {node.Home}, {node.Host}, {node.Version}, {node.Settings}, {node.StartedAt}, {now}, 0, {Ahead(write, now)})
                    ON CONFLICT (id) DO NOTHING
                    """);
            },
            cancellationToken);
        own.Id = node.Id;
    }

    public async Task<bool> BeatAsync(NodeReport report, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = own.Id;
        return await database.WriteForAsync(
            "node " + id,
            async write => await write.ExecuteAsync(
                $"""
                UPDATE nodes SET beat = beat + 1, seen_at = {now}, clock_ms = {Ahead(write, now)}, address = {report.Address},
                       changes_behind = {report.ChangesBehind}
                WHERE id = {id}
                """) == 1,
            cancellationToken);
    }

    public Task<bool> RemoveAsync(string nodeId, long beat, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(async write => await NodeLeasing.RemoveAsync(write, $"id = {nodeId} AND beat = {beat}", now) == 1, cancellationToken);

    public async Task LeaveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (own.Id is not { } id) return;
        await database.WriteAsync(write => NodeLeasing.RemoveAsync(write, $"id = {id}", now), cancellationToken);
        own.Id = null;
    }

    public async Task<IReadOnlyList<NodeState>> ListAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.AtOneMomentAsync<IReadOnlyList<NodeState>>(async moment =>
            {
                var leases = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
                foreach (var kind in (string[])["jobs", "deliveries", "others"])
                {
                    leases[kind] = (await moment.ListAsync(NodeLeasing.Counts(kind), row => (Node: row.GetString(0), Count: row.GetInt64(1))))
                        .ToDictionary(one => one.Node, one => one.Count, StringComparer.Ordinal);
                }

                var duties = (await moment.ListAsync($"SELECT node, name FROM duties ORDER BY name", row => (Node: row.GetString(0), Name: row.GetString(1))))
                    .ToLookup(duty => duty.Node, duty => duty.Name, StringComparer.Ordinal);
                return await moment.ListAsync(
                    $"""
                    SELECT id, home, host, version, settings, started_at, address, changes_behind, seen_at, beat, clock_ms FROM nodes
                    ORDER BY started_at, id
                    """,
                    row =>
                    {
                        var id = row.GetString(0);
                        return new NodeState(
                            new Node(id, row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.Time(5)),
                            new NodeReport(row.TextOrNull(6), row.IsDBNull(7) ? null : row.GetInt64(7)),
                            row.Time(8),
                            row.GetInt64(9),
                            TimeSpan.FromMilliseconds(row.GetInt64(10)),
                            new NodeLeases(Of("jobs", id), Of("deliveries", id), Of("others", id)),
                            [.. duties[id]]);
                    });

                long Of(string kind, string id) => leases[kind].GetValueOrDefault(id);
            }),
            cancellationToken);

    public async Task<IReadOnlyDictionary<string, long>> BeatsAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            connection => connection.ListAsync($"SELECT id, beat FROM nodes", row => (Id: row.GetString(0), Beat: row.GetInt64(1))), cancellationToken))
        .ToDictionary(node => node.Id, node => node.Beat, StringComparer.Ordinal);

    public async Task<bool> TakeDutyAsync(string name, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (own.Id is not { } id) return true;
        return await database.WriteForAsync(
            "duty " + name,
            async write => await write.ExecuteAsync(
                $"""
                INSERT INTO duties (name, node, held_until) VALUES ({name}, {id}, {until})
                ON CONFLICT (name) DO UPDATE SET node = excluded.node, held_until = excluded.held_until
                WHERE duties.node = excluded.node OR duties.held_until <= {now} OR NOT EXISTS (SELECT 1 FROM nodes n WHERE n.id = duties.node)
                """) == 1,
            cancellationToken);
    }

    // A constant where the database is in this process, and has no clock of its own.
    private static SqlStatement Ahead(SqlWrite write, DateTimeOffset now) =>
        write.Connection.IsPostgreSql() ? $"{now} - CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)" : (SqlStatement)$"0";
}
