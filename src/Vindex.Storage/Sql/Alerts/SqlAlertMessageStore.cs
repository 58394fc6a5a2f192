using System.Data.Common;
using Vindex.Storage.Alerts;
using Vindex.Storage.Audit;
using Vindex.Storage.Sql.Nodes;

namespace Vindex.Storage.Sql.Alerts;

/// <summary>Where messages about alerts go, and the outbox of these messages.</summary>
internal sealed class SqlAlertMessageStore(ISqlDatabase database, OwnNode own) : IAlertMessageStore
{
    private const string ChannelColumns = "id, company_id, name, kind, target, shown, has_titles, created_at, language";
    private const string Columns = "id, company_id, channel_id, event_id, status, attempts, due_at, taken, last_error, finished_at, issue_id";

    /// <summary>Makes messages that are being sent wait again, within another write.</summary>
    public static ValueTask<int> TakeBackAsync(SqlWrite write, SqlStatement which, DateTimeOffset now) =>
        write.ExecuteAsync(
            $"UPDATE alert_messages SET status = 'pending', due_at = {now}, lease_until = NULL, node = NULL WHERE status = 'sending' AND {which}");

    public Task<bool> AddChannelAsync(AlertChannel channel, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            INSERT INTO alert_channels ({ChannelColumns:raw})
            SELECT {channel.Id}, {channel.CompanyId}, {channel.Name}, {channel.Kind}, {channel.Target}, {channel.Shown}, {channel.HasTitles},
                   {channel.CreatedAt}, {channel.Language}
            WHERE EXISTS (SELECT 1 FROM companies WHERE id = {channel.CompanyId})
            """,
            audit,
            cancellationToken);

    public async Task<IReadOnlyList<AlertChannel>> ListChannelsAsync(string companyId, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(
            connection => connection.ListAsync($"SELECT {ChannelColumns:raw} FROM alert_channels WHERE company_id = {companyId}", ReadChannel),
            cancellationToken);
        return [.. found.OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Id, StringComparer.Ordinal)];
    }

    public Task<AlertChannel?> FindChannelAsync(string companyId, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT {ChannelColumns:raw} FROM alert_channels WHERE id = {id} AND company_id = {companyId}", ReadChannel),
            cancellationToken);

    public Task<bool> ChangeChannelAsync(AlertChannel channel, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            UPDATE alert_channels SET name = {channel.Name}, target = {channel.Target}, shown = {channel.Shown}, has_titles = {channel.HasTitles},
                   language = {channel.Language}
            WHERE id = {channel.Id} AND company_id = {channel.CompanyId}
            """,
            audit,
            cancellationToken);

    public Task<bool> DeleteChannelAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM alert_channels WHERE id = {id} AND company_id = {companyId}", audit, cancellationToken);

    public async Task<IReadOnlyList<AlertMessage>> TakeAsync(DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        SqlStatement first = $"SELECT due_at FROM alert_messages WHERE status = 'pending' AND due_at <= {now} ORDER BY due_at LIMIT 1";
        if (await NodeLeasing.IsNoneAsync(database, own, first, cancellationToken)) return [];
        var taken = await database.WriteAsync(
            async write => await write.ListAsync(
                $"""
                UPDATE alert_messages SET status = 'sending', taken = taken + 1, lease_until = {until}, node = {own.Id}
                WHERE id IN (SELECT id FROM alert_messages WHERE status = 'pending' AND due_at <= {now} ORDER BY due_at, id LIMIT {limit})
                RETURNING {Columns:raw}
                """,
                Read),
            cancellationToken);
        return [.. taken.OrderBy(message => message.DueAt).ThenBy(message => message.Id, StringComparer.Ordinal)];
    }

    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        var next = await database.ReadAsync(
            connection => connection.NumberAsync($"SELECT due_at FROM alert_messages WHERE status = 'pending' ORDER BY due_at LIMIT 1"), cancellationToken);
        return next is { } due ? SqlTime.FromMs(due) : null;
    }

    public async Task<bool> EndAsync(AlertMessage message, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            $"""
            UPDATE alert_messages SET status = {message.Status}, attempts = {message.Attempts}, due_at = {message.DueAt}, last_error = {message.LastError},
                   finished_at = {message.FinishedAt}, lease_until = NULL, node = NULL
            WHERE id = {message.Id} AND status = 'sending' AND taken = {message.Taken}
            """,
            cancellationToken) > 0;

    public Task TakeBackAsync(DateTimeOffset now, bool all, CancellationToken cancellationToken)
    {
        SqlStatement which = $"1 = 1";
        if (!all) which.Add($" AND lease_until <= {now}");
        return database.WriteAsync(async write => await TakeBackAsync(write, which, now), cancellationToken);
    }

    public async Task<IReadOnlyList<AlertMessage>> ListAsync(string companyId, string subjectId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"""
                SELECT {Columns:raw} FROM alert_messages
                WHERE (event_id = {subjectId} OR issue_id = {subjectId}) AND company_id = {companyId} ORDER BY id
                """,
                Read),
            cancellationToken);

    private static AlertChannel ReadChannel(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Bytes(4), row.GetString(5), row.Flag(6), row.Time(7))
    {
        Language = row.GetString(8),
    };

    private static AlertMessage Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.TextOrNull(2),
        row.TextOrNull(3),
        row.Name<AlertMessageStatus>(4),
        row.GetInt32(5),
        row.Time(6),
        row.GetInt32(7),
        row.TextOrNull(8),
        row.TimeOrNull(9))
    {
        IssueId = row.TextOrNull(10),
    };
}
