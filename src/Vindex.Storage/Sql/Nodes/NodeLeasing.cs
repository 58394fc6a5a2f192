using Vindex.Storage.Sql.Alerts;
using Vindex.Storage.Sql.Deliveries;
using Vindex.Storage.Sql.Jobs;
using Vindex.Storage.Sql.Webhooks;

namespace Vindex.Storage.Sql.Nodes;

/// <summary>What nodes have leased.</summary>
internal static class NodeLeasing
{
    /// <summary>Removes nodes with their duties, and takes back what they have leased, within a write; returns how many nodes.</summary>
    public static async Task<int> RemoveAsync(SqlWrite write, SqlStatement which, DateTimeOffset now)
    {
        var removed = await write.ListAsync($"DELETE FROM nodes WHERE {which} RETURNING id", row => row.GetString(0));
        foreach (var node in removed)
        {
            await write.ExecuteAsync($"DELETE FROM duties WHERE node = {node}");
            await JobEnding.TakeBackAsync(write, $"node = {node}", now);
            await DeliveryTaking.TakeBackAsync(write, $"d.node = {node}", now, all: true);
            await WebhookTaking.TakeBackAsync(write, $"d.node = {node}", now, all: true);
            await SqlAlertMessageStore.TakeBackAsync(write, $"node = {node}", now);
            await write.ExecuteAsync($"UPDATE evaluator_sessions SET lease_until = NULL WHERE state = 'scoring' AND node = {node}");
            await write.ExecuteAsync($"UPDATE rescores SET lease_until = NULL WHERE state = 'running' AND node = {node}");
            await write.ExecuteAsync($"UPDATE deletions SET lease_until = NULL WHERE state = 'running' AND node = {node}");
            await write.ExecuteAsync($"UPDATE trackers SET lease_until = NULL WHERE lease_until IS NOT NULL AND node = {node}");
        }

        return removed.Count;
    }

    /// <summary>
    /// Whether nothing waits to be leased, as far as a read shows: where nodes share a database, looking must not keep them from writing. In a database of one
    /// process, leasing itself looks.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="own">This node.</param>
    /// <param name="first">Selects one of the rows that wait.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<bool> IsNoneAsync(ISqlDatabase database, OwnNode own, SqlStatement first, CancellationToken cancellationToken) =>
        own.HasOthers && await database.ReadAsync(connection => connection.NumberAsync(first), cancellationToken) is null;

    /// <summary>What each node has leased; the indexes of what is under way answer this.</summary>
    public static SqlStatement Counts(string kind) => kind switch
    {
        "jobs" => $"SELECT node, COUNT(*) FROM jobs WHERE state = 'running' AND node IS NOT NULL GROUP BY node",
        "deliveries" => $"""
            SELECT node, COUNT(*) FROM (
              SELECT node FROM deliveries WHERE status = 'delivering' AND node IS NOT NULL
              UNION ALL SELECT node FROM webhook_deliveries WHERE status = 'delivering' AND node IS NOT NULL) AS leased
            GROUP BY node
            """,
        _ => $"""
            SELECT node, COUNT(*) FROM (
              SELECT node FROM evaluator_sessions WHERE state = 'scoring' AND lease_until IS NOT NULL AND node IS NOT NULL
              UNION ALL SELECT node FROM rescores WHERE state = 'running' AND lease_until IS NOT NULL AND node IS NOT NULL
              UNION ALL SELECT node FROM deletions WHERE state = 'running' AND lease_until IS NOT NULL AND node IS NOT NULL
              UNION ALL SELECT node FROM trackers WHERE lease_until IS NOT NULL AND node IS NOT NULL) AS leased
            GROUP BY node
            """,
    };
}
