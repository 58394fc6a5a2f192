using Vindex.Storage.Deletions;
using Vindex.Storage.Sql.Jobs;
using Vindex.Storage.Sql.Webhooks;

namespace Vindex.Storage.Sql.Deletions;

/// <summary>
/// Slices of a customer's jobs and deliveries. No index has them by customer, which would cost every job: a slice walks a part of the company's, by an index
/// that others need, and deletes the customer's among them.
/// </summary>
internal static class CustomerSlices
{
    /// <summary>Rows that a slice looks at.</summary>
    private const int Walked = 2000;

    /// <summary>Rows that a slice deletes at most: few enough that other writes hardly wait.</summary>
    private const int Most = 500;

    /// <summary>Deletes a slice of deliveries; their attempts and bodies go with them.</summary>
    public static async Task<(DeletedRows Rows, PagePosition? Next)> DeliveriesAsync(SqlWrite write, Deletion deletion, PagePosition? after)
    {
        var (value, id) = after ?? new PagePosition(long.MinValue, "");
        var walked = await write.ListAsync(
            $"""
            SELECT created_at, id, CASE WHEN customer_id = {deletion.Target} THEN 1 ELSE 0 END FROM deliveries
            WHERE company_id = {deletion.CompanyId} AND (created_at, id) > ({value}, {id}) ORDER BY created_at, id LIMIT {Walked}
            """,
            row => (Position: new PagePosition(row.GetInt64(0), row.GetString(1)), IsChosen: row.Flag(2)));
        var (chosen, next) = Cut(walked);
        if (next is null) await EventRemoval.OfCustomerAsync(write, deletion.CompanyId, deletion.Target);
        var deleted = chosen.Count == 0 ? 0 : await write.ExecuteAsync($"DELETE FROM deliveries WHERE id IN {chosen.ConvertAll(position => position.Id)}");
        return (new DeletedRows(Deliveries: deleted), next);
    }

    /// <summary>Deletes a slice of jobs.</summary>
    public static async Task<(DeletedRows Rows, PagePosition? Next)> JobsAsync(SqlWrite write, Deletion deletion, PagePosition? after)
    {
        var from = after?.Value ?? 0;
        var walked = await write.ListAsync(
            $"""
            SELECT no, id, CASE WHEN customer_id = {deletion.Target} THEN 1 ELSE 0 END FROM jobs
            WHERE company_id = {deletion.CompanyId} AND no > {from} ORDER BY no LIMIT {Walked}
            """,
            row => (Position: new PagePosition(row.GetInt64(0), row.GetString(1)), IsChosen: row.Flag(2)));
        var (chosen, next) = Cut(walked);
        if (chosen.Count == 0) return (DeletedRows.None, next);
        var states = await write.ListAsync($"DELETE FROM jobs WHERE id IN {chosen.ConvertAll(position => position.Id)} RETURNING state", row => row.GetString(0));
        await JobTurns.AddAsync(write, deletion.CompanyId, -states.Count(state => state == "queued"));
        return (new DeletedRows(Jobs: states.Count), next);
    }

    /// <summary>What to delete of the walked rows, and where to go on; null at the end.</summary>
    private static (List<PagePosition> Chosen, PagePosition? Next) Cut(List<(PagePosition Position, bool IsChosen)> walked)
    {
        var chosen = walked.Where(row => row.IsChosen).Select(row => row.Position).Take(Most).ToList();
        if (chosen.Count == Most) return (chosen, chosen[^1]);
        return (chosen, walked.Count == Walked ? walked[^1].Position : null);
    }
}
