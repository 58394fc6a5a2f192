using System.Data.Common;
using Vindex.Storage.PostgreSql.Reading;

namespace Vindex.Storage.Sql.Reading;

/// <summary>The rows (no, value) of a query that stays open while other statements run on its connection.</summary>
internal abstract class KeyRows : IAsyncDisposable
{
    /// <summary>Opens a query. PostgreSQL has one open reader on a connection at most, hence a cursor there.</summary>
    public static async ValueTask<KeyRows> OpenAsync(DbConnection connection, SqlStatement sql)
    {
        if (connection.IsPostgreSql()) return new CursorKeys(connection, sql);
        var command = sql.On(connection);
        try
        {
            return new ReaderKeys(command, await command.ExecuteReaderAsync());
        }
        catch
        {
            await command.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next row; null at the end.</summary>
    public abstract ValueTask<(long No, long Value)?> NextAsync();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    private sealed class ReaderKeys(DbCommand command, DbDataReader rows) : KeyRows
    {
        public override async ValueTask<(long No, long Value)?> NextAsync() => await rows.ReadAsync() ? (rows.GetInt64(0), rows.GetInt64(1)) : null;

        public override async ValueTask DisposeAsync()
        {
            await rows.DisposeAsync();
            await command.DisposeAsync();
        }
    }
}
