using System.Data.Common;
using Vindex.Storage.Sql;

namespace Vindex.Storage.Sqlite;

/// <summary>Measures what a store holds.</summary>
internal static class SqliteState
{
    /// <summary>The counts.</summary>
    public static async Task<StoreState> ReadAsync(DbConnection connection) => (await connection.FirstAsync(
        $"""
        SELECT (SELECT COALESCE(SUM(score_count), 0) FROM customers),
               (SELECT COALESCE(SUM(row_count), 0) FROM projects),
               (SELECT COUNT(*) FROM deliveries WHERE status = 'pending'),
               (SELECT MIN(due_at) FROM deliveries WHERE status = 'pending')
        """,
        row => StoreState.Empty with
        {
            Scores = row.GetInt64(0),
            FeedbackRows = row.GetInt64(1),
            DeliveriesWaiting = row.GetInt64(2),
            OldestDelivery = row.IsDBNull(3) ? null : row.Time(3),
        }))!;

    /// <summary>The size of a database and of its log.</summary>
    public static StoreState WithSizes(this StoreState state, string file)
    {
        return state with { Bytes = Size(file), LogBytes = Size(file + "-wal") };

        static long Size(string path) => new FileInfo(path) is { Exists: true } found ? found.Length : 0;
    }
}
