using System.Data.Common;
using Vindex.Storage.Audit;
using Vindex.Storage.Sql.Teams;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Users;

/// <summary>Web sessions.</summary>
internal sealed class SqlSessionStore(ISqlDatabase database) : ISessionStore
{
    private const string Columns = "id, token_hash, user_id, company_id, user_agent, created_at, seen_at, ends_at, provider";

    public Task<bool> StartAsync(Session session, byte[]? replacedTokenHash, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (replacedTokenHash is not null)
                {
                    await write.ExecuteAsync($"DELETE FROM sessions WHERE token_hash = {replacedTokenHash}");
                }

                var added = await write.ExecuteAsync(
                    $"""
                    INSERT INTO sessions ({Columns:raw})
                    SELECT {session.Id}, {session.TokenHash}, u.id, {session.CompanyId}, {session.UserAgent}, {session.CreatedAt}, {session.SeenAt},
                           {session.EndsAt}, {session.Provider}
                    FROM users u WHERE u.id = {session.UserId}
                    """);
                return await SqlAuditLog.AddIfAsync(write, added > 0, audit);
            },
            cancellationToken);

    public Task<LiveSession?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection =>
            {
                if (await connection.FirstAsync($"SELECT {Columns:raw} FROM sessions WHERE token_hash = {tokenHash}", Read) is not { } session)
                {
                    return null;
                }

                var user = await connection.FirstAsync($"SELECT {UserRow.Columns:raw} FROM users u WHERE u.id = {session.UserId}", UserRow.Read);
                return user is null ? null : new LiveSession(session, user, await CompaniesAsync(connection, session.UserId));
            },
            cancellationToken);

    public async Task<IReadOnlyList<UserCompany>> CompaniesOfAsync(string userId, CancellationToken cancellationToken) =>
        await database.ReadAsync(connection => CompaniesAsync(connection, userId), cancellationToken);

    public Task TouchAsync(string sessionId, DateTimeOffset seenAt, CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE sessions SET seen_at = {seenAt} WHERE id = {sessionId} AND seen_at < {seenAt}", cancellationToken);

    public async Task<bool> SwitchAsync(string sessionId, string companyId, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            $"""
            UPDATE sessions SET company_id = {companyId}
            WHERE id = {sessionId} AND EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = sessions.user_id AND m.company_id = {companyId})
            """,
            cancellationToken) == 1;

    public async Task<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync($"SELECT {Columns:raw} FROM sessions WHERE user_id = {userId} ORDER BY created_at DESC, id DESC", Read),
            cancellationToken);

    public Task<bool> EndAsync(string userId, string sessionId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM sessions WHERE id = {sessionId} AND user_id = {userId}", audit, cancellationToken);

    public Task ForgetAsync(DateTimeOffset now, DateTimeOffset idleSince, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
                await write.ExecuteAsync($"DELETE FROM sessions WHERE ends_at <= {now}")
                    + await write.ExecuteAsync($"DELETE FROM sessions WHERE seen_at < {idleSince}"),
            cancellationToken);

    private static async Task<IReadOnlyList<UserCompany>> CompaniesAsync(DbConnection connection, string userId)
    {
        var companies = await connection.ListAsync(
            $"""
            SELECT c.id, c.slug, c.name, m.role, c.second_factor_required
            FROM memberships m JOIN companies c ON c.id = m.company_id WHERE m.user_id = {userId} ORDER BY c.name, c.id
            """,
            row => new UserCompany(row.GetString(0), row.GetString(1), row.GetString(2), row.Name<Role>(3)) { RequiresSecondFactor = row.Flag(4) });
        if (companies.TrueForAll(company => company.Role != Role.Teams)) return companies;
        var teams = await TeamRows.RightsAsync(connection, userId);
        return [.. companies.Select(company => company.Role == Role.Teams ? company with { Teams = [.. teams[company.CompanyId]] } : company)];
    }

    private static Session Read(DbDataReader row) => new(
        row.GetString(0), row.Bytes(1), row.GetString(2), row.TextOrNull(3), row.TextOrNull(4), row.Time(5), row.Time(6), row.Time(7))
    {
        Provider = row.TextOrNull(8),
    };
}
