using System.Data.Common;
using Vindex.Storage.Alerts;
using Vindex.Storage.Audit;

namespace Vindex.Storage.Sql.Alerts;

/// <summary>Alerts of companies and the changes of their levels.</summary>
internal sealed class SqlAlertStore(ISqlDatabase database) : IAlertStore
{
    private const string Columns = "id, company_id, creator, name, rule, state, due_at, version, created_at, changed_at";
    private const string EventColumns = "id, alert_id, company_id, at, detail";
    private readonly DueRows<Alert> _rows = new(database, "alerts", Columns, Read);

    public Task<bool> AddAsync(Alert alert, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            INSERT INTO alerts ({Columns:raw})
            SELECT {alert.Id}, {alert.CompanyId}, {alert.Creator}, {alert.Name}, {alert.Rule}, {alert.State}, {alert.DueAt}, {alert.Version},
                   {alert.CreatedAt}, {alert.ChangedAt}
            WHERE EXISTS (SELECT 1 FROM companies WHERE id = {alert.CompanyId})
            """,
            audit,
            cancellationToken);

    public async Task<IReadOnlyList<Alert>> ListAsync(string companyId, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(
            connection => connection.ListAsync($"SELECT {Columns:raw} FROM alerts WHERE company_id = {companyId}", Read), cancellationToken);
        // Sorted here: databases differ in their collations.
        return [.. found.OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Id, StringComparer.Ordinal)];
    }

    public Task<Alert?> FindAsync(string companyId, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync($"SELECT {Columns:raw} FROM alerts WHERE id = {id} AND company_id = {companyId}", Read), cancellationToken);

    public Task<bool> ChangeAsync(Alert alert, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            UPDATE alerts SET name = {alert.Name}, rule = {alert.Rule}, state = {alert.State}, due_at = {alert.DueAt}, version = version + 1,
                   changed_at = {alert.ChangedAt}
            WHERE id = {alert.Id} AND company_id = {alert.CompanyId} AND version = {alert.Version}
            """,
            audit,
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM alerts WHERE id = {id} AND company_id = {companyId}", audit, cancellationToken);

    public Task<IReadOnlyList<Alert>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        _rows.DueAsync(now, limit, cancellationToken);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => _rows.NextDueAsync(cancellationToken);

    public Task<IReadOnlySet<string>> StoreAsync(IReadOnlyList<AlertStep> steps, DateTimeOffset now, CancellationToken cancellationToken) =>
        _rows.StoreAsync(steps, step => step.Before.Id, (write, step) => StoreAsync(write, step, now), cancellationToken);

    public async Task<ListPage<AlertEvent>> EventsAsync(
        string companyId, string? alertId, PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        SqlStatement sql = $"SELECT {EventColumns:raw} FROM alert_events WHERE company_id = {companyId}";
        if (alertId is not null)
        {
            sql.Add($" AND alert_id = {alertId}");
        }

        if (after is { } position)
        {
            sql.Add($" AND (at, id) < ({position.Value}, {position.Id})");
        }

        sql.Add($" ORDER BY at DESC, id DESC LIMIT {(long)limit + 1}");
        var events = await database.ReadAsync(connection => connection.ListAsync(sql, ReadEvent), cancellationToken);
        return Paging.Page(events, limit, one => new PagePosition(one.At.ToMs(), one.Id));
    }

    public Task<AlertEvent?> FindEventAsync(string companyId, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync($"SELECT {EventColumns:raw} FROM alert_events WHERE id = {id} AND company_id = {companyId}", ReadEvent),
            cancellationToken);

    // The version decides: an evaluation of what someone else has changed or evaluated in between leaves no trace.
    private static async Task<bool> StoreAsync(SqlWrite write, AlertStep step, DateTimeOffset now)
    {
        var before = step.Before;
        var advanced = await write.ExecuteAsync(
            $"UPDATE alerts SET state = {step.State}, due_at = {step.DueAt}, version = version + 1 WHERE id = {before.Id} AND version = {before.Version}");
        if (advanced == 0 || step.Event is not { } change) return advanced > 0;

        await write.ExecuteAsync(
            $"""
            INSERT INTO alert_events ({EventColumns:raw}) VALUES ({change.Id}, {change.AlertId}, {change.CompanyId}, {change.At}, {change.Detail})
            """);
        foreach (var message in step.Messages)
        {
            await AddAsync(write, message, change, now);
        }

        await write.ExecuteAsync(
            $"""
            DELETE FROM alert_events WHERE alert_id = {before.Id} AND id NOT IN
              (SELECT id FROM alert_events WHERE alert_id = {before.Id} ORDER BY at DESC, id DESC LIMIT {IAlertStore.KeptEvents})
            """);
        return true;
    }

    private static ValueTask<int> AddAsync(SqlWrite write, NewAlertMessage message, AlertEvent change, DateTimeOffset now)
    {
        SqlStatement sql =
            $"""
            INSERT INTO alert_messages (id, company_id, channel_id, event_id, status, attempts, due_at, taken)
            SELECT {message.Id}, {change.CompanyId}, {message.ChannelId}, {change.Id}, {AlertMessageStatus.Pending}, 0, {now}, 0
            """;
        if (message.ChannelId is { } channel)
        {
            sql.Add($" WHERE EXISTS (SELECT 1 FROM alert_channels WHERE id = {channel} AND company_id = {change.CompanyId})");
        }

        return write.ExecuteAsync(sql);
    }

    private static Alert Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.TimeOrNull(6),
        row.GetInt64(7),
        row.Time(8),
        row.Time(9));

    private static AlertEvent ReadEvent(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3), row.GetString(4));
}
