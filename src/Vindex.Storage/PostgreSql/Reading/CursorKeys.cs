using System.Data.Common;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Reading;

namespace Vindex.Storage.PostgreSql.Reading;

/// <summary>Reads keys through a cursor, many at a time, so that the connection is free in between. One on a connection, within a transaction.</summary>
internal sealed class CursorKeys(DbConnection connection, SqlStatement sql) : KeyRows
{
    private static long s_cursors;

    // A name of its own: FETCH of one cursor, once prepared, does not serve for another whose columns have other types.
    private readonly string _name = $"vindex_keys_{Interlocked.Increment(ref s_cursors)}";
    private readonly Queue<(long No, long Value)> _fetched = new();
    private bool _isOpen;

    public override async ValueTask<(long No, long Value)?> NextAsync()
    {
        if (!_isOpen)
        {
            SqlStatement open = $"DECLARE {_name:raw} NO SCROLL CURSOR FOR {sql}";
            await using var command = open.On(connection);
            await command.ExecuteNonQueryAsync();
            _isOpen = true;
        }

        if (_fetched.Count == 0)
        {
            // Composed, so that the texts of all cursors are not kept.
            SqlStatement fetch = $"FETCH 1000 FROM ";
            fetch.Add($"{_name:raw}");
            foreach (var key in await connection.ListAsync(fetch, row => (row.GetInt64(0), row.GetInt64(1)))) _fetched.Enqueue(key);
        }

        return _fetched.TryDequeue(out var next) ? next : null;
    }

    // The cursor ends with its transaction.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
