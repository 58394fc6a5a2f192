using Dapper;
using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Users;

/// <summary>One-time links: invitations and password resets.</summary>
internal sealed class SqlLinkStore(ISqlDatabase database) : ILinkStore
{
    private const string Columns =
        """
        SELECT id AS Id, token_hash AS TokenHash, email AS Email, company_id AS CompanyId, role AS Role, is_admin AS IsAdmin, created_at AS CreatedAt,
               expires_at AS ExpiresAt
        FROM invitations
        """;

    // What an owner may reset is an account of that company and of nothing else, at the moment of use as well.
    private const string ResetUser =
        $"""
        SELECT {UserRow.Columns} FROM password_resets r JOIN users u ON u.id = r.user_id
        WHERE r.token_hash = @tokenHash AND r.expires_at > @now
          AND (r.company_id IS NULL
               OR (u.is_admin = 0
                   AND EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.company_id = r.company_id)
                   AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.company_id <> r.company_id)))
        """;

    public Task<InvitationAdded> InviteAsync(Invitation invitation, AuditEntry audit, CancellationToken cancellationToken)
    {
        const string IsMember =
            "SELECT COUNT(*) FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.company_id = @CompanyId AND u.email = @Email";
        const string Replace = "DELETE FROM invitations WHERE email = @Email AND (company_id = @CompanyId OR (company_id IS NULL AND @CompanyId IS NULL))";
        const string Insert =
            """
            INSERT INTO invitations (id, token_hash, email, company_id, role, is_admin, created_at, expires_at)
            SELECT @Id, @TokenHash, @Email, @CompanyId, @Role, @IsAdmin, @CreatedAt, @ExpiresAt
            WHERE @CompanyId IS NULL OR EXISTS (SELECT 1 FROM companies WHERE id = @CompanyId)
            """;
        var row = new
        {
            invitation.Id,
            invitation.TokenHash,
            invitation.Email,
            invitation.Grant.CompanyId,
            Role = invitation.Grant.Role is { } role ? EnumText<Role>.Of(role) : null,
            IsAdmin = invitation.Grant.IsAdmin ? 1 : 0,
            CreatedAt = invitation.CreatedAt.ToMs(),
            ExpiresAt = invitation.ExpiresAt.ToMs(),
        };
        return database.WriteAsync(
            async write =>
            {
                if (await write.Connection.ExecuteScalarAsync<long>(IsMember, row) > 0)
                {
                    return InvitationAdded.IsMember;
                }

                await write.Connection.ExecuteAsync(Replace, row);
                if (await write.Connection.ExecuteAsync(Insert, row) == 0)
                {
                    return InvitationAdded.NoCompany;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return InvitationAdded.Added;
            },
            cancellationToken);
    }

    public Task<Invitation?> FindInvitationAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection => (await connection.QuerySingleOrDefaultAsync<InvitationRow>(
                $"{Columns} WHERE token_hash = @tokenHash AND expires_at > @now", new { tokenHash, now = now.ToMs() }))?.ToInvitation(),
            cancellationToken);

    public Task<IReadOnlyList<Invitation>> ListInvitationsAsync(string companyId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Invitation>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<InvitationRow>(
                    $"{Columns} WHERE company_id = @companyId AND is_admin = 0 AND expires_at > @now ORDER BY created_at, id", new { companyId, now = now.ToMs() });
                return rows.Select(row => row.ToInvitation()).ToList();
            },
            cancellationToken);

    public Task<bool> ChangeInvitationAsync(string companyId, string invitationId, Role role, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(
            "UPDATE invitations SET role = @role WHERE id = @invitationId AND company_id = @companyId AND is_admin = 0",
            new { companyId, invitationId, role = EnumText<Role>.Of(role) },
            audit,
            cancellationToken);

    public Task<bool> RenewInvitationAsync(
        string companyId, string invitationId, byte[] tokenHash, DateTimeOffset expiresAt, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(
            "UPDATE invitations SET token_hash = @tokenHash, expires_at = @expiresAt WHERE id = @invitationId AND company_id = @companyId AND is_admin = 0",
            new { companyId, invitationId, tokenHash, expiresAt = expiresAt.ToMs() },
            audit,
            cancellationToken);

    public Task<bool> WithdrawInvitationAsync(string companyId, string invitationId, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync("DELETE FROM invitations WHERE id = @invitationId AND company_id = @companyId AND is_admin = 0", new { companyId, invitationId }, audit, cancellationToken);

    public Task<InvitationUsed> AcceptAsync(byte[] tokenHash, DateTimeOffset now, User user, bool isNew, AuditEntry audit, CancellationToken cancellationToken)
    {
        const string Take =
            """
            DELETE FROM invitations WHERE token_hash = @tokenHash AND expires_at > @now AND email = @Email
            RETURNING id AS Id, token_hash AS TokenHash, email AS Email, company_id AS CompanyId, role AS Role, is_admin AS IsAdmin, created_at AS CreatedAt,
                      expires_at AS ExpiresAt
            """;
        return database.WriteAsync(
            async write =>
            {
                var row = await write.Connection.QuerySingleOrDefaultAsync<InvitationRow>(Take, new { tokenHash, now = now.ToMs(), user.Email });
                if (row is null)
                {
                    return InvitationUsed.Gone;
                }

                if (isNew && !await AccountWrite.AddAsync(write, user))
                {
                    write.Undo();
                    return InvitationUsed.EmailTaken;
                }

                if (!await AccountWrite.GrantAsync(write, user.Id, row.ToInvitation().Grant, now))
                {
                    write.Undo();
                    return InvitationUsed.Gone;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return InvitationUsed.Accepted;
            },
            cancellationToken);
    }

    public Task<bool> AddResetAsync(PasswordReset reset, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(
            """
            INSERT INTO password_resets (user_id, token_hash, company_id, created_at, expires_at)
            SELECT u.id, @TokenHash, @CompanyId, @CreatedAt, @ExpiresAt FROM users u WHERE u.id = @UserId
            ON CONFLICT (user_id) DO UPDATE
            SET token_hash = excluded.token_hash, company_id = excluded.company_id, created_at = excluded.created_at, expires_at = excluded.expires_at
            """,
            new { reset.UserId, reset.TokenHash, reset.CompanyId, CreatedAt = reset.CreatedAt.ToMs(), ExpiresAt = reset.ExpiresAt.ToMs() },
            audit,
            cancellationToken);

    public Task<User?> FindResetAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection => (await connection.QuerySingleOrDefaultAsync<UserRow>(ResetUser, new { tokenHash, now = now.ToMs() }))?.ToUser(), cancellationToken);

    public Task<bool> UseResetAsync(byte[] tokenHash, DateTimeOffset now, string passwordHash, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var user = await write.Connection.QuerySingleOrDefaultAsync<UserRow>(ResetUser, new { tokenHash, now = now.ToMs() });
                if (user is null || !await AccountWrite.SetPasswordAsync(write, user.Id, passwordHash))
                {
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            write => write.Connection.ExecuteAsync(
                "DELETE FROM invitations WHERE expires_at <= @now; DELETE FROM password_resets WHERE expires_at <= @now", new { now = now.ToMs() }),
            cancellationToken);

    private Task<bool> ChangeAsync(string sql, object values, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.Connection.ExecuteAsync(sql, values) == 0)
                {
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    private sealed class InvitationRow
    {
        public string Id { get; init; } = "";

        public byte[] TokenHash { get; init; } = [];

        public string Email { get; init; } = "";

        public string? CompanyId { get; init; }

        public string? Role { get; init; }

        public int IsAdmin { get; init; }

        public long CreatedAt { get; init; }

        public long ExpiresAt { get; init; }

        public Invitation ToInvitation() => new(
            Id,
            TokenHash,
            Email,
            new Grant(CompanyId, Role is null ? null : EnumText<Role>.Parse(Role), IsAdmin != 0),
            SqlTime.FromMs(CreatedAt),
            SqlTime.FromMs(ExpiresAt));
    }
}
