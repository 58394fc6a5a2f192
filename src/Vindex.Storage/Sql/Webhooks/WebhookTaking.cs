using System.Data.Common;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Sql.Nodes;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.Sql.Webhooks;

/// <summary>
/// Takes due deliveries of webhooks, webhook by webhook. On a database with several writers, one node takes at a time, and the SELECT locks its rows and skips
/// those that others are changing.
/// </summary>
internal static class WebhookTaking
{
    /// <summary>The webhooks for which something waits, in their order, with the time when the first of it is due.</summary>
    public static Task<List<(string Webhook, DateTimeOffset Due)>> WaitingAsync(DbConnection connection) =>
        connection.ListAsync(Waiting(), row => (row.GetString(0), row.Time(1)));

    /// <summary>How many other nodes have under way, by webhook.</summary>
    public static async Task<Dictionary<string, int>> OfOthersAsync(SqlWrite write, OwnNode own) =>
        own.Id is { } node && own.HasOthers
            ? (await write.ListAsync(
                $"SELECT webhook_id, COUNT(*) FROM webhook_deliveries WHERE status = 'delivering' AND node <> {node} GROUP BY webhook_id",
                row => (Webhook: row.GetString(0), Count: (int)row.GetInt64(1))))
                .ToDictionary(webhook => webhook.Webhook, webhook => webhook.Count, StringComparer.Ordinal)
            : [];

    /// <summary>Takes up to <paramref name="count"/> of a webhook, within a write.</summary>
    public static async Task<List<TakenWebhook>> TakeAsync(
        SqlWrite write, string webhookId, int count, DateTimeOffset now, DateTimeOffset until, string? node)
    {
        var due = await write.ListAsync(DueOf(write, webhookId, now, count), Read);
        var taken = new List<TakenWebhook>(due.Count);
        foreach (var candidate in due)
        {
            var endpoint = candidate.Webhook.Endpoint;
            if (DeliveryLifecycle.Begin(candidate.Delivery, endpoint, now, until) is { } begun)
            {
                await WebhookDeliveryRow.SetAsync(write, begun, node);
                taken.Add(candidate with { Delivery = begun });
            }
            else if (endpoint.IsDisabled && DeliveryLifecycle.EndpointDisabled(candidate.Delivery, now) is { } ended)
            {
                await WebhookDeliveryRow.SetAsync(write, ended);
            }
        }

        return taken;
    }

    /// <summary>Takes back what ran out (or, with <paramref name="all"/>, whatever it is), within a write; returns how many.</summary>
    /// <param name="write">The write.</param>
    /// <param name="which">Which of those under way, as a condition.</param>
    /// <param name="now">The time.</param>
    /// <param name="all">Whether their dispatchers are known to be dead.</param>
    public static async Task<int> TakeBackAsync(SqlWrite write, SqlStatement which, DateTimeOffset now, bool all)
    {
        var back = 0;
        SqlStatement underWay = $"{WebhookDeliveryRow.Deciding:raw} d.status = 'delivering' AND {which} ORDER BY d.lease_until, d.no";
        foreach (var (delivery, webhook) in await write.ListAsync(underWay, WebhookDeliveryRow.ReadDeciding))
        {
            if (DeliveryLifecycle.TakeBack(delivery, webhook.Endpoint, now, holderIsDead: all) is not { } waiting) continue;
            await WebhookDeliveryRow.SetAsync(write, waiting);
            back++;
        }

        return back;
    }

    /// <summary>Ends everything that waits for a webhook that was disabled.</summary>
    public static ValueTask EndWaitingAsync(SqlWrite write, string webhookId, DateTimeOffset now) =>
        write.LaterAsync(
            $"""
            UPDATE webhook_deliveries SET status = 'disabled', due_at = NULL, finished_at = {now}
            WHERE webhook_id = {webhookId} AND status = 'pending'
            """);

    // Jumps from webhook to webhook in the index, so that it costs by the webhooks and not by what waits for them. What is left of deleted ones does not count.
    internal static SqlStatement Waiting() =>
        $"""
        WITH RECURSIVE waiting (webhook_id) AS (
          SELECT MIN(webhook_id) FROM webhook_deliveries WHERE status = 'pending'
          UNION ALL
          SELECT (SELECT MIN(d.webhook_id) FROM webhook_deliveries d WHERE d.status = 'pending' AND d.webhook_id > waiting.webhook_id)
          FROM waiting WHERE waiting.webhook_id IS NOT NULL
        )
        SELECT webhook_id, (SELECT MIN(d.due_at) FROM webhook_deliveries d WHERE d.status = 'pending' AND d.webhook_id = waiting.webhook_id)
        FROM waiting WHERE EXISTS (SELECT 1 FROM webhooks w WHERE w.id = waiting.webhook_id)
        """;

    private static SqlStatement DueOf(SqlWrite write, string webhookId, DateTimeOffset now, int count) =>
        $"""
        SELECT {WebhookDeliveryRow.Columns:raw}, {WebhookRow.Columns:raw}, e.body {WebhookDeliveryRow.From:raw}
        WHERE d.status = 'pending' AND d.webhook_id = {webhookId} AND d.due_at <= {now}
        ORDER BY d.due_at, d.no LIMIT {count} {(write.RunsBesideOthers ? "FOR UPDATE OF d SKIP LOCKED" : ""):raw}
        """;

    private static TakenWebhook Read(DbDataReader row)
    {
        var (delivery, webhook) = WebhookDeliveryRow.ReadDeciding(row);
        return new TakenWebhook(delivery, webhook, row.Bytes(WebhookDeliveryRow.WebhookAt + WebhookRow.Width));
    }
}
