namespace Vindex.Storage.Sql.Webhooks;

/// <summary>Deletes events, with their deliveries (ON DELETE CASCADE), batch by batch, so that other writes hardly wait.</summary>
internal static class EventRemoval
{
    private const int BatchSize = 500;

    /// <summary>Deletes all events of a company that is being deleted.</summary>
    public static Task<long> OfCompanyAsync(ISqlDatabase database, string companyId, CancellationToken cancellationToken) =>
        RunAsync(
            database,
            $"DELETE FROM webhook_events WHERE no IN (SELECT no FROM webhook_events WHERE company_id = {companyId} LIMIT {BatchSize})",
            cancellationToken);

    /// <summary>Deletes events before an instant, unless a delivery of theirs is to be sent yet.</summary>
    public static Task<long> OldAsync(ISqlDatabase database, DateTimeOffset before, CancellationToken cancellationToken) =>
        RunAsync(
            database,
            $"""
            DELETE FROM webhook_events WHERE no IN (
              SELECT e.no FROM webhook_events e
              WHERE e.created_at < {before} AND NOT EXISTS (
                SELECT 1 FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id WHERE d.event_no = e.no AND d.finished_at IS NULL)
              ORDER BY e.created_at LIMIT {BatchSize})
            """,
            cancellationToken);

    /// <summary>Deletes what a deleted webhook had.</summary>
    public static async Task OfWebhookAsync(ISqlDatabase database, string webhookId, CancellationToken cancellationToken)
    {
        await RunAsync(
            database,
            $"DELETE FROM webhook_deliveries WHERE no IN (SELECT no FROM webhook_deliveries WHERE webhook_id = {webhookId} LIMIT {BatchSize})",
            cancellationToken);
        await RunAsync(
            database,
            $"""
            DELETE FROM webhook_feed WHERE webhook_id = {webhookId}
              AND event_no IN (SELECT event_no FROM webhook_feed WHERE webhook_id = {webhookId} LIMIT {BatchSize})
            """,
            cancellationToken);
    }

    /// <summary>Deletes a customer's events that are about no score, within a write; those of scores go with these.</summary>
    public static ValueTask<int> OfCustomerAsync(SqlWrite write, string companyId, string customerId) =>
        write.ExecuteAsync($"DELETE FROM webhook_events WHERE customer_id = {customerId} AND score_no IS NULL AND company_id = {companyId}");

    private static async Task<long> RunAsync(ISqlDatabase database, SqlStatement batch, CancellationToken cancellationToken)
    {
        var total = 0L;
        while (true)
        {
            var deleted = await database.WriteManyAsync(batch, cancellationToken);
            total += deleted;
            if (deleted < BatchSize) return total;
        }
    }
}
