using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Jobs;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>
/// Writes within a transaction of a connection, which prepares by itself what it runs often. Statements whose results do not matter are sent together with the
/// next one, in one round trip. Those that are asked for together run one after the other.
/// </summary>
internal sealed class PostgreSqlWrite(NpgsqlConnection connection) : SqlWrite
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<SqlStatement> _later = [];
    private readonly List<TurnChange> _turns = [];

    /// <inheritdoc/>
    public override DbConnection Connection =>
        _later.Count == 0 ? connection : throw new InvalidOperationException("Flush what was left for later before the connection is used directly.");

    /// <inheritdoc/>
    public override bool RunsBesideOthers => true;

    /// <inheritdoc/>
    public override ValueTask<int> ExecuteAsync(SqlStatement sql) => InTurnAsync(async () =>
    {
        await using var batch = WithLater(sql);
        await batch.ExecuteNonQueryAsync();
        return (int)batch.BatchCommands[^1].RecordsAffected;
    });

    /// <inheritdoc/>
    public override ValueTask<long?> NumberAsync(SqlStatement sql) => InTurnAsync(async () =>
    {
        await using var batch = WithLater(sql);
        return SqlReading.AsNumber(await batch.ExecuteScalarAsync());
    });

    /// <inheritdoc/>
    public override ValueTask<List<T>> ListAsync<T>(SqlStatement sql, Func<DbDataReader, T> read) => InTurnAsync(async () =>
    {
        await using var batch = WithLater(sql);

        // The first result that has rows: what was left for later returns none.
        await using var rows = await batch.ExecuteReaderAsync();
        var list = new List<T>();
        while (await rows.ReadAsync()) list.Add(read(rows));
        return list;
    });

    /// <inheritdoc/>
    public override ValueTask LaterAsync(SqlStatement sql)
    {
        _later.Add(sql);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask AtEndAsync(TurnChange change)
    {
        _turns.Add(change);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs what was left for the end of the transaction.</summary>
    public ValueTask EndAsync()
    {
        if (JobTurns.Of(_turns) is { } turns) _later.Add(turns);
        _turns.Clear();
        return FlushAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask FlushAsync()
    {
        if (_later.Count == 0) return;
        await InTurnAsync(async () =>
        {
            await using var batch = WithLater(null);
            return await batch.ExecuteNonQueryAsync();
        });
    }

    /// <inheritdoc/>
    public override bool Copies => true;

    /// <inheritdoc/>
    public override async Task CopyAsync(string table, string columns, IEnumerable<object?[]> rows)
    {
        await FlushAsync();
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            foreach (var value in row)
            {
                await (value switch
                {
                    null => copy.WriteNullAsync(),
                    string text => copy.WriteAsync(StrictText.Of(text), NpgsqlDbType.Text),
                    long number => copy.WriteAsync(number, NpgsqlDbType.Bigint),
                    int number => copy.WriteAsync(number, NpgsqlDbType.Integer),
                    double number => copy.WriteAsync(number, NpgsqlDbType.Double),
                    byte[] bytes => copy.WriteAsync(bytes, NpgsqlDbType.Bytea),
                    ReadOnlyMemory<byte> bytes => copy.WriteAsync(bytes, NpgsqlDbType.Bytea),
                    _ => throw new ArgumentException($"A {value.GetType().Name} cannot be copied.", nameof(rows)),
                });
            }
        }

        await copy.CompleteAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _turn.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<T> InTurnAsync<T>(Func<Task<T>> run)
    {
        await _turn.WaitAsync();
        try
        {
            return await run();
        }
        finally
        {
            _turn.Release();
        }
    }

    private NpgsqlBatch WithLater(SqlStatement? last)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var sql in _later) Add(batch, sql);
        _later.Clear();
        if (last is not null) Add(batch, last);
        return batch;
    }

    private static void Add(NpgsqlBatch batch, SqlStatement sql)
    {
        var command = new NpgsqlBatchCommand(sql.NumberedText);
        sql.AddValues(command.Parameters);
        batch.BatchCommands.Add(command);
    }
}
