using System.Data.Common;

namespace Vindex.Storage.Sql.Inspection;

/// <summary>Measures what a store holds.</summary>
internal static class StoreCounts
{
    /// <summary>The counts; sizes are the driver's.</summary>
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
}
