using Vindex.Storage.Audit;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Sql.Deliveries;
using Vindex.Storage.Sql.Nodes;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.Sql.Webhooks;

/// <summary>Webhooks, and the outbox of their events.</summary>
internal sealed class SqlWebhookStore(ISqlDatabase database, OwnNode own, EventRecorder events) : IWebhookStore
{
    /// <summary>Whose rows a write that takes deliveries touches: one node takes at a time, while all others write.</summary>
    private const string Taking = "taking webhooks";

    private const int ReplayBatch = 500;

    public void OnDue(Action handler) => events.OnDue(handler);

    public Task<WebhookAdded> AddAsync(Webhook webhook, int most, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteForAsync(
            webhook.CompanyId,
            async write =>
            {
                var present = await write.NumberAsync($"SELECT COUNT(*) FROM webhooks WHERE company_id = {webhook.CompanyId}");
                if (present >= most) return WebhookAdded.TooMany;
                if (await write.ExecuteAsync(Insert(webhook)) == 0) return WebhookAdded.NoCompany;
                await SqlAuditLog.AddAsync(write, audit);
                return WebhookAdded.Added;
            },
            cancellationToken);

    public async Task<IReadOnlyList<Webhook>> ListAsync(string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {WebhookRow.Columns:raw} FROM webhooks w WHERE w.company_id = {companyId} ORDER BY w.created_at, w.id",
                row => WebhookRow.Read(row, 0)),
            cancellationToken);

    public Task<Webhook?> FindAsync(string companyId, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT {WebhookRow.Columns:raw} FROM webhooks w WHERE w.id = {id} AND w.company_id = {companyId}", row => WebhookRow.Read(row, 0)),
            cancellationToken);

    public Task<bool> UpdateAsync(WebhookUpdate update, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteForAsync(
            update.Changed.CompanyId,
            async write =>
            {
                if (await write.ExecuteAsync(Change(update.Changed)) == 0) return false;
                if (update.Endpoint is { } endpoint)
                {
                    await SetEndpointAsync(write, update.Changed.Id, endpoint);
                    if (endpoint.DisabledAt is { } disabled) await WebhookTaking.EndWaitingAsync(write, update.Changed.Id, disabled);
                }

                return await SqlAuditLog.AddIfAsync(write, isChanged: true, audit);
            },
            cancellationToken);

    public async Task<bool> DeleteAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken)
    {
        var deleted = await database.WriteForAsync(
            companyId,
            async write => await SqlAuditLog.AddIfAsync(
                write, await write.ExecuteAsync($"DELETE FROM webhooks WHERE id = {id} AND company_id = {companyId}") > 0, audit),
            cancellationToken);
        if (deleted) await EventRemoval.OfWebhookAsync(database, id, cancellationToken);
        return deleted;
    }

    public Task<int> PublishAsync(WebhookEvent published, CancellationToken cancellationToken) =>
        database.WriteForAsync(published.CompanyId, async write => await events.PublishAsync(write, published), cancellationToken);

    public Task<bool> AddTestAsync(string webhookId, WebhookEvent test, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteForAsync(
            test.CompanyId,
            async write => await SqlAuditLog.AddIfAsync(write, await events.AddTestAsync(write, webhookId, test), audit),
            cancellationToken);

    public async Task<WebhookTake> TakeAsync(
        IReadOnlyDictionary<string, int> busy, int perWebhook, int count, string? after, DateTimeOffset now, DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        // Checked without the writer: most of the time nothing is due.
        var waiting = await database.ReadAsync(WebhookTaking.WaitingAsync, cancellationToken);
        var later = waiting.Where(webhook => webhook.Due > now).Select(webhook => (DateTimeOffset?)webhook.Due).Min();
        var inTurn = LaneTurns.InTurn(waiting, busy, perWebhook, after, now);
        if (inTurn.Count == 0 || count == 0) return new WebhookTake([], later);
        return await database.WriteForAsync(
            Taking,
            async write =>
            {
                var taken = new List<TakenWebhook>();
                var others = await WebhookTaking.OfOthersAsync(write, own);
                foreach (var webhook in inTurn)
                {
                    var room = LaneTurns.Room(perWebhook, busy.GetValueOrDefault(webhook), others.GetValueOrDefault(webhook), count - taken.Count);
                    if (room > 0) taken.AddRange(await WebhookTaking.TakeAsync(write, webhook, room, now, until, own.Id));
                }

                return new WebhookTake(taken, later);
            },
            cancellationToken);
    }

    public async Task<int> TakeBackAsync(DateTimeOffset now, bool all, CancellationToken cancellationToken)
    {
        // Taking back keeps all nodes from writing: most of the time nothing has expired.
        if (own.HasOthers && !all && await database.ReadAsync(
            connection => connection.NumberAsync($"SELECT COUNT(*) FROM webhook_deliveries WHERE status = 'delivering' AND lease_until <= {now}"),
            cancellationToken) is 0)
        {
            return 0;
        }

        var by = all ? DateTimeOffset.MaxValue : now;
        return await database.WriteAsync(write => WebhookTaking.TakeBackAsync(write, $"d.lease_until <= {by}", now, all), cancellationToken);
    }

    public Task<bool> EndAsync(Delivery taken, DecideAttempt decide, CancellationToken cancellationToken) =>
        database.WriteShortForAsync(
            taken.CompanyId,
            async write =>
            {
                var held = await write.ListAsync(
                    $"""
                    {WebhookDeliveryRow.Deciding:raw} d.no = {taken.Sequence} AND d.status = 'delivering' AND d.taken = {taken.Taken}
                    {write.Locking("d"):raw}
                    """,
                    WebhookDeliveryRow.ReadDeciding);
                if (held.Count == 0) return false;
                var (delivery, webhook) = held[0];
                if (decide(delivery, webhook.Endpoint) is not { } change) return false;
                await WebhookDeliveryRow.SetAsync(write, change.Next);
                if (change.Attempt is { } attempt) await WebhookDeliveryRow.AddAttemptAsync(write, delivery.Sequence, attempt);
                if (change.Endpoint is { } next && next != webhook.Endpoint) await SetEndpointAsync(write, webhook.Id, next);
                if (change.Audit is not { } audit) return true;
                await WebhookTaking.EndWaitingAsync(write, webhook.Id, audit.At);
                return await SqlAuditLog.AddIfAsync(write, isChanged: true, audit);
            },
            cancellationToken);

    public async Task<ListPage<WebhookDelivery>> DeliveriesAsync(
        string companyId, string webhookId, DeliveryStatus? status, PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        var sql = Of(companyId, webhookId);
        if (status is { } one) sql.Add($" AND d.status = {one}");
        if (after is { } position) sql.Add($" AND d.no < {position.Value}");
        sql.Add($" ORDER BY d.no DESC LIMIT {(long)limit + 1}");
        var rows = await database.ReadListAsync(connection => connection.ListAsync(sql, WebhookDeliveryRow.Read), cancellationToken);
        return Paging.Page(rows, limit, WebhookDeliveryRow.Position);
    }

    public async Task<(WebhookDelivery Delivery, byte[] Body)?> DeliveryAsync(
        string companyId, string webhookId, string eventId, CancellationToken cancellationToken)
    {
        SqlStatement sql =
            $"""
            SELECT {WebhookDeliveryRow.Columns:raw}, e.body {WebhookDeliveryRow.From:raw}
            WHERE e.id = {eventId} AND w.id = {webhookId} AND w.company_id = {companyId}
            """;
        var found = await database.ReadAsync(
            connection => connection.ListAsync(sql, row => (WebhookDeliveryRow.Read(row), row.Bytes(WebhookDeliveryRow.WebhookAt))), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    public async Task<IReadOnlyList<DeliveryAttempt>> AttemptsAsync(Delivery delivery, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {DeliveryAttemptRow.Columns:raw} FROM webhook_attempts a WHERE a.delivery_no = {delivery.Sequence} ORDER BY a.run, a.number",
                DeliveryAttemptRow.Read),
            cancellationToken);

    public Task<Replayed> ReplayAsync(
        string companyId, string webhookId, string eventId, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteForAsync(
            companyId,
            async write =>
            {
                var found = await write.ListAsync(
                    $"""
                    {WebhookDeliveryRow.Deciding:raw} e.id = {eventId} AND w.id = {webhookId} AND w.company_id = {companyId} {write.Locking("d"):raw}
                    """,
                    WebhookDeliveryRow.ReadDeciding);
                if (found.Count == 0) return Replayed.NotFound;
                if (!await ReplayAsync(write, found[0], now)) return Replayed.Refused;
                await SqlAuditLog.AddAsync(write, audit);
                return Replayed.Due;
            },
            cancellationToken);

    public Task<long> ReplaySinceAsync(
        string companyId, string webhookId, DateTimeOffset since, DeliveryStatus? status, DateTimeOffset now, AuditEntry audit,
        CancellationToken cancellationToken) =>
        database.WriteForAsync(
            companyId,
            async write =>
            {
                var replayed = 0L;
                var last = 0L;
                List<(Delivery Delivery, Webhook Webhook)> batch;
                do
                {
                    // In batches only to bound the memory: all of them are one transaction with the audit entry.
                    SqlStatement sql =
                        $"""
                        {WebhookDeliveryRow.Deciding:raw} w.id = {webhookId} AND w.company_id = {companyId} AND e.created_at >= {since} AND d.no > {last}
                          AND d.finished_at IS NOT NULL
                        """;
                    if (status is { } one) sql.Add($" AND d.status = {one}");
                    batch = await write.ListAsync(sql.Add($" ORDER BY d.no LIMIT {ReplayBatch} {write.Locking("d"):raw}"), WebhookDeliveryRow.ReadDeciding);
                    foreach (var found in batch) replayed += await ReplayAsync(write, found, now) ? 1 : 0;
                    if (batch.Count > 0) last = batch[^1].Delivery.Sequence;
                }
                while (batch.Count == ReplayBatch);
                await SqlAuditLog.AddAsync(write, audit);
                return replayed;
            },
            cancellationToken);

    public async Task<WebhookReplayPreview> PreviewReplayAsync(
        string companyId, string webhookId, DateTimeOffset since, DeliveryStatus? status, CancellationToken cancellationToken)
    {
        // As DeliveryLifecycle.Replay decides: finished deliveries of a webhook that is enabled and has a URL.
        SqlStatement sql =
            $"""
            SELECT e.type, COUNT(*), MIN(e.created_at), MAX(e.created_at) {WebhookDeliveryRow.From:raw}
            WHERE d.webhook_id = {webhookId} AND w.company_id = {companyId} AND w.disabled_at IS NULL AND w.url IS NOT NULL
              AND e.created_at >= {since} AND d.finished_at IS NOT NULL
            """;
        if (status is { } one) sql.Add($" AND d.status = {one}");
        var types = await database.ReadAsync(
            connection => connection.ListAsync(
                sql.Add($" GROUP BY e.type ORDER BY COUNT(*) DESC, e.type"),
                row => (Type: row.GetString(0), Count: row.GetInt64(1), Oldest: row.Time(2), Newest: row.Time(3))),
            cancellationToken);
        return new WebhookReplayPreview(
            [.. types.Select(type => (type.Type, type.Count))],
            types.Count == 0 ? null : types.Min(type => type.Oldest),
            types.Count == 0 ? null : types.Max(type => type.Newest));
    }

    public async Task<PolledEvents> PollAsync(string companyId, string webhookId, long after, int limit, CancellationToken cancellationToken)
    {
        // From the database itself: a copy that lags would be no harm, but an event that was acknowledged is expected at once.
        var polled = await database.ReadAsync(
            connection => connection.ListAsync(
                $"""
                SELECT e.no, e.id, e.body FROM webhooks w JOIN webhook_feed f ON f.webhook_id = w.id JOIN webhook_events e ON e.no = f.event_no
                WHERE w.id = {webhookId} AND w.company_id = {companyId} AND f.event_no > {after} ORDER BY f.event_no LIMIT {(long)limit + 1}
                """,
                row => new PolledEvent(row.GetInt64(0), row.GetString(1), row.Bytes(2))),
            cancellationToken);
        return new PolledEvents([.. polled.Take(limit)], polled.Count > limit);
    }

    public Task<long> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => EventRemoval.OldAsync(database, before, cancellationToken);

    private static SqlStatement Of(string companyId, string webhookId) =>
        $"SELECT {WebhookDeliveryRow.Columns:raw} {WebhookDeliveryRow.From:raw} WHERE d.webhook_id = {webhookId} AND w.company_id = {companyId}";

    private static async Task<bool> ReplayAsync(SqlWrite write, (Delivery Delivery, Webhook Webhook) found, DateTimeOffset now)
    {
        if (DeliveryLifecycle.Replay(found.Delivery, found.Webhook.Endpoint, found.Webhook.Url, now) is not { } due) return false;
        await WebhookDeliveryRow.SetAsync(write, due);
        return true;
    }

    private static ValueTask SetEndpointAsync(SqlWrite write, string id, EndpointState endpoint) =>
        write.LaterAsync(
            $"""
            UPDATE webhooks SET failing_since = {endpoint.FailingSince}, disabled_at = {endpoint.DisabledAt}, disabled_reason = {endpoint.Reason}
            WHERE id = {id}
            """);

    private static SqlStatement Insert(Webhook webhook)
    {
        var (selection, secrets, endpoint) = (webhook.Selection, webhook.Secrets, webhook.Endpoint);
        return $"""
            INSERT INTO webhooks (id, company_id, kind, url, description, types, customers, projects, feedback_types, headers, signing, secret, previous_secret,
                                  previous_valid_until, failing_since, disabled_at, disabled_reason, version, created_at)
            SELECT {webhook.Id}, id, {webhook.Kind}, {webhook.Url}, {webhook.Description}, {WebhookRow.Lines(selection.Types)},
                   {WebhookRow.Lines(selection.Customers)}, {WebhookRow.Lines(selection.Projects)}, {WebhookRow.Lines(selection.FeedbackTypes)},
                   {webhook.Headers}, {webhook.Signing}, {secrets.Current}, {secrets.Previous}, {secrets.PreviousValidUntil}, {endpoint.FailingSince},
                   {endpoint.DisabledAt}, {endpoint.Reason}, {webhook.Version}, {webhook.CreatedAt}
            FROM companies WHERE id = {webhook.CompanyId}
            """;
    }

    private static SqlStatement Change(Webhook changed)
    {
        var (selection, secrets) = (changed.Selection, changed.Secrets);
        return $"""
            UPDATE webhooks SET url = {changed.Url}, description = {changed.Description}, types = {WebhookRow.Lines(selection.Types)},
                   customers = {WebhookRow.Lines(selection.Customers)}, projects = {WebhookRow.Lines(selection.Projects)},
                   feedback_types = {WebhookRow.Lines(selection.FeedbackTypes)}, headers = {changed.Headers}, signing = {changed.Signing},
                   secret = {secrets.Current}, previous_secret = {secrets.Previous}, previous_valid_until = {secrets.PreviousValidUntil},
                   version = version + 1
            WHERE id = {changed.Id} AND company_id = {changed.CompanyId} AND version = {changed.Version}
            """;
    }
}
