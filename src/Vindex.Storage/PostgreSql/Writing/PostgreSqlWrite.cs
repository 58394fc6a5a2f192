using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using Vindex.Storage.Sql;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>Writes within a transaction of a connection, which prepares by itself what it runs often.</summary>
internal sealed class PostgreSqlWrite(NpgsqlConnection connection) : SqlWrite
{
    /// <inheritdoc/>
    public override DbConnection Connection => connection;

    /// <inheritdoc/>
    public override async ValueTask<int> ExecuteAsync(SqlStatement sql)
    {
        await using var command = sql.On(connection);
        return await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask<long?> NumberAsync(SqlStatement sql)
    {
        await using var command = sql.On(connection);
        return SqlReading.AsNumber(await command.ExecuteScalarAsync());
    }

    /// <inheritdoc/>
    public override bool Copies => true;

    /// <inheritdoc/>
    public override async Task CopyAsync(string table, string columns, IEnumerable<object?[]> rows)
    {
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
}
