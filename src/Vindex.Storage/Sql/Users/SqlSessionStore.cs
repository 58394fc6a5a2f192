using Dapper;
using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Users;

/// <summary>Web sessions.</summary>
internal sealed class SqlSessionStore(ISqlDatabase database) : ISessionStore
{
    private const string Columns =
        """
        SELECT id AS Id, token_hash AS TokenHash, user_id AS UserId, company_id AS CompanyId, user_agent AS UserAgent, created_at AS CreatedAt,
               seen_at AS SeenAt, ends_at AS EndsAt
        FROM sessions
        """;

    private const string Companies =
        """
        SELECT c.id AS CompanyId, c.slug AS Slug, c.name AS Name, m.role AS Role
        FROM memberships m JOIN companies c ON c.id = m.company_id
        WHERE m.user_id = @userId
        ORDER BY c.name, c.id
        """;

    private const string Insert =
        """
        INSERT INTO sessions (id, token_hash, user_id, company_id, user_agent, created_at, seen_at, ends_at)
        SELECT @Id, @TokenHash, u.id, @CompanyId, @UserAgent, @CreatedAt, @SeenAt, @EndsAt FROM users u WHERE u.id = @UserId
        """;

    public Task<bool> StartAsync(Session session, byte[]? replacedTokenHash, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (replacedTokenHash is not null)
                {
                    await write.Connection.ExecuteAsync("DELETE FROM sessions WHERE token_hash = @replacedTokenHash", new { replacedTokenHash });
                }

                var row = new
                {
                    session.Id,
                    session.TokenHash,
                    session.UserId,
                    session.CompanyId,
                    session.UserAgent,
                    CreatedAt = session.CreatedAt.ToMs(),
                    SeenAt = session.SeenAt.ToMs(),
                    EndsAt = session.EndsAt.ToMs(),
                };
                if (await write.Connection.ExecuteAsync(Insert, row) == 0)
                {
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task<LiveSession?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection =>
            {
                if (await connection.QuerySingleOrDefaultAsync<SessionRow>($"{Columns} WHERE token_hash = @tokenHash", new { tokenHash }) is not { } row)
                {
                    return null;
                }

                var user = await connection.QuerySingleOrDefaultAsync<UserRow>($"SELECT {UserRow.Columns} FROM users u WHERE u.id = @UserId", new { row.UserId });
                var companies = await connection.QueryAsync<CompanyRow>(Companies, new { userId = row.UserId });
                return user is null ? null : new LiveSession(row.ToSession(), user.ToUser(), [.. companies.Select(company => company.ToCompany())]);
            },
            cancellationToken);

    public Task<IReadOnlyList<UserCompany>> CompaniesOfAsync(string userId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<UserCompany>>(
            async connection => [.. (await connection.QueryAsync<CompanyRow>(Companies, new { userId })).Select(company => company.ToCompany())], cancellationToken);

    public Task TouchAsync(string sessionId, DateTimeOffset seenAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            write => write.Connection.ExecuteAsync(
                "UPDATE sessions SET seen_at = @seenAt WHERE id = @sessionId AND seen_at < @seenAt", new { sessionId, seenAt = seenAt.ToMs() }),
            cancellationToken);

    public Task<bool> SwitchAsync(string sessionId, string companyId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write => await write.Connection.ExecuteAsync(
                """
                UPDATE sessions SET company_id = @companyId
                WHERE id = @sessionId AND EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = sessions.user_id AND m.company_id = @companyId)
                """,
                new { sessionId, companyId }) == 1,
            cancellationToken);

    public Task<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Session>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<SessionRow>($"{Columns} WHERE user_id = @userId ORDER BY created_at DESC, id DESC", new { userId });
                return rows.Select(row => row.ToSession()).ToList();
            },
            cancellationToken);

    public Task<bool> EndAsync(string userId, string sessionId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.Connection.ExecuteAsync("DELETE FROM sessions WHERE id = @sessionId AND user_id = @userId", new { sessionId, userId }) == 0)
                {
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task ForgetAsync(DateTimeOffset now, DateTimeOffset idleSince, CancellationToken cancellationToken) =>
        database.WriteAsync(
            write => write.Connection.ExecuteAsync(
                "DELETE FROM sessions WHERE ends_at <= @now; DELETE FROM sessions WHERE seen_at < @idleSince", new { now = now.ToMs(), idleSince = idleSince.ToMs() }),
            cancellationToken);

    private sealed class SessionRow
    {
        public string Id { get; init; } = "";

        public byte[] TokenHash { get; init; } = [];

        public string UserId { get; init; } = "";

        public string? CompanyId { get; init; }

        public string? UserAgent { get; init; }

        public long CreatedAt { get; init; }

        public long SeenAt { get; init; }

        public long EndsAt { get; init; }

        public Session ToSession() =>
            new(Id, TokenHash, UserId, CompanyId, UserAgent, SqlTime.FromMs(CreatedAt), SqlTime.FromMs(SeenAt), SqlTime.FromMs(EndsAt));
    }

    private sealed class CompanyRow
    {
        public string CompanyId { get; init; } = "";

        public string Slug { get; init; } = "";

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public UserCompany ToCompany() => new(CompanyId, Slug, Name, EnumText<Role>.Parse(Role));
    }
}
