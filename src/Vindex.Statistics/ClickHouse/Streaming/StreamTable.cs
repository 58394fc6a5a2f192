using System.Security.Cryptography;
using Vindex.Statistics.ClickHouse.Connection;

namespace Vindex.Statistics.ClickHouse.Streaming;

/// <summary>The table of streams: which one is a project's, and how far it has come.</summary>
internal sealed class StreamTable(IClickHouse client, ClickHouseSchema schema, TimeProvider time)
{
    /// <summary>Old streams are deleted after this time; by then no server reads them any longer.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromHours(1);

    /// <summary>The current stream of a project; null if it has none.</summary>
    public async Task<StreamState?> FindAsync(string project, CancellationToken cancellationToken)
    {
        var statement = new ClickHouseStatement();
        statement.Text =
            $"""
            SELECT stream, incarnation, max(position), max(started_at) AS started FROM vindex_streams WHERE project = {statement.Parameter(project)}
            GROUP BY stream, incarnation ORDER BY started DESC, stream DESC LIMIT 1
            """;
        var rows = await client.RowsAsync(statement, cancellationToken);
        return rows is [var row] ? new StreamState(row[0].GetUInt64(), row[1].GetString()!, row[2].GetInt64(), row[3].GetInt64(), time.GetUtcNow()) : null;
    }

    /// <summary>The projects that have a stream.</summary>
    public async Task<IReadOnlyList<string>> ProjectsAsync(CancellationToken cancellationToken)
    {
        var rows = await client.RowsAsync(new ClickHouseStatement { Text = "SELECT DISTINCT project FROM vindex_streams" }, cancellationToken);
        return [.. rows.Select(row => row[0].GetString()!)];
    }

    /// <summary>Starts a project over.</summary>
    public async Task<StreamState> StartAsync(string project, string incarnation, CancellationToken cancellationToken)
    {
        var id = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) >> 1;
        var now = time.GetUtcNow();
        var state = new StreamState(id, incarnation, 0, now.ToUnixTimeMilliseconds(), now);
        await InsertAsync(project, state, cancellationToken);
        await DeleteOldAsync(project, id, cancellationToken);
        return state;
    }

    /// <summary>Records how far a stream has come.</summary>
    public async Task<StreamState> AdvanceAsync(string project, StreamState state, long position, CancellationToken cancellationToken)
    {
        var next = state with { Position = position, ReadAt = time.GetUtcNow() };
        await InsertAsync(project, next, cancellationToken);
        return next;
    }

    /// <summary>Deletes all streams of a project.</summary>
    public Task DeleteAsync(string project, CancellationToken cancellationToken) => DeleteAsync(project, "1", cancellationToken);

    private Task DeleteOldAsync(string project, ulong current, CancellationToken cancellationToken)
    {
        var before = (time.GetUtcNow() - s_grace).ToUnixTimeMilliseconds();
        return DeleteAsync(project, $"started_at < {before} AND stream != {current}", cancellationToken);
    }

    private async Task DeleteAsync(string project, string condition, CancellationToken cancellationToken)
    {
        var statement = new ClickHouseStatement();
        statement.Text =
            $"""
            SELECT stream FROM (SELECT stream, max(started_at) AS started_at FROM vindex_streams WHERE project = {statement.Parameter(project)} GROUP BY stream)
            WHERE {condition}
            """;
        var streams = (await client.RowsAsync(statement, cancellationToken)).Select(row => row[0].GetUInt64()).ToList();
        if (streams.Count == 0)
            return;
        foreach (var table in (string[])["vindex_rows", "vindex_streams"])
        {
            var delete = new ClickHouseStatement();
            delete.Text = $"DELETE FROM {table} {schema.OnCluster} WHERE has({delete.Parameter(streams)}, stream)";
            await client.RowsAsync(delete, cancellationToken);
        }
    }

    private async Task InsertAsync(string project, StreamState state, CancellationToken cancellationToken)
    {
        var statement = new ClickHouseStatement();
        statement.Text =
            $"""
            INSERT INTO vindex_streams (project, stream, incarnation, position, started_at)
            SELECT {statement.Parameter(project)}, {statement.Parameter(state.Id)}, {statement.Parameter(state.Incarnation)},
                {statement.Parameter((ulong)state.Position)}, {statement.Parameter(state.StartedAt)}
            """;
        await client.RowsAsync(statement, cancellationToken);
    }
}
