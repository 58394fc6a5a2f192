using System.Data.Common;
using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Users;

/// <summary>One-time links: invitations and password resets.</summary>
internal sealed class SqlLinkStore(ISqlDatabase database) : ILinkStore
{
    private const string Columns = "id, token_hash, email, company_id, role, is_admin, created_at, expires_at";

    public Task<InvitationAdded> InviteAsync(Invitation invitation, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var (email, companyId) = (invitation.Email, invitation.Grant.CompanyId);
                var members = await write.NumberAsync(
                    $"SELECT COUNT(*) FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.company_id = {companyId} AND u.email = {email}");
                if (members > 0)
                {
                    return InvitationAdded.IsMember;
                }

                await write.ExecuteAsync(
                    $"DELETE FROM invitations WHERE email = {email} AND (company_id = {companyId} OR (company_id IS NULL AND CAST({companyId} AS TEXT) IS NULL))");
                if (await InsertAsync(write, invitation) == 0)
                {
                    return InvitationAdded.NoCompany;
                }

                await InsertTeamsAsync(write, invitation.Id, companyId, invitation.Grant.TeamIds);

                await SqlAuditLog.AddAsync(write, audit);
                return InvitationAdded.Added;
            },
            cancellationToken);

    public Task<Invitation?> FindInvitationAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection => await connection.FirstAsync(
                $"SELECT {Columns:raw} FROM invitations WHERE token_hash = {tokenHash} AND expires_at > {now}", Read) is { } found
                ? WithTeams(found, await connection.ListAsync(TeamsOf(found.Id), ReadTeam))
                : null,
            cancellationToken);

    public async Task<IReadOnlyList<Invitation>> ListInvitationsAsync(string companyId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            async connection =>
            {
                var invitations = await connection.ListAsync(
                    $"SELECT {Columns:raw} FROM invitations WHERE company_id = {companyId} AND is_admin = 0 AND expires_at > {now} ORDER BY created_at, id",
                    Read);
                var teams = await connection.ListAsync(
                    $"""
                    SELECT t.invitation_id, t.team_id FROM invitation_teams t JOIN invitations i ON i.id = t.invitation_id
                    WHERE i.company_id = {companyId} ORDER BY t.invitation_id, t.team_id
                    """,
                    row => (InvitationId: row.GetString(0), TeamId: row.GetString(1)));
                var teamsOf = teams.ToLookup(one => one.InvitationId, one => one.TeamId, StringComparer.Ordinal);
                return invitations.ConvertAll(invitation => WithTeams(invitation, [.. teamsOf[invitation.Id]]));
            },
            cancellationToken);

    public Task<Invitation?> FindInvitationOfAsync(string email, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT {Columns:raw} FROM invitations WHERE email = {email} AND expires_at > {now} ORDER BY created_at DESC, id DESC LIMIT 1", Read),
            cancellationToken);

    public Task<bool> ChangeInvitationAsync(string companyId, string invitationId, Role role, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"UPDATE invitations SET role = {role} WHERE id = {invitationId} AND company_id = {companyId} AND is_admin = 0", audit, cancellationToken);

    public Task<bool> RenewInvitationAsync(
        string companyId, string invitationId, byte[] tokenHash, DateTimeOffset expiresAt, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            UPDATE invitations SET token_hash = {tokenHash}, expires_at = {expiresAt}
            WHERE id = {invitationId} AND company_id = {companyId} AND is_admin = 0
            """,
            audit,
            cancellationToken);

    public Task<bool> WithdrawInvitationAsync(string companyId, string invitationId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM invitations WHERE id = {invitationId} AND company_id = {companyId} AND is_admin = 0", audit, cancellationToken);

    public Task<InvitationUsed> AcceptAsync(
        byte[] tokenHash, DateTimeOffset now, User user, bool isNew, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                // Deleting the invitation deletes which teams it leads into.
                var teams = await write.ListAsync(
                    $"SELECT t.team_id FROM invitation_teams t JOIN invitations i ON i.id = t.invitation_id WHERE i.token_hash = {tokenHash} ORDER BY t.team_id",
                    ReadTeam);
                var taken = await write.FirstAsync(
                    $"DELETE FROM invitations WHERE token_hash = {tokenHash} AND expires_at > {now} AND email = {user.Email} RETURNING {Columns:raw}", Read);
                if (taken is null)
                {
                    return InvitationUsed.Gone;
                }

                if (isNew && !await AccountWrite.AddAsync(write, user))
                {
                    write.Undo();
                    return InvitationUsed.EmailTaken;
                }

                if (!await AccountWrite.GrantAsync(write, user.Id, WithTeams(taken, teams).Grant, now))
                {
                    write.Undo();
                    return InvitationUsed.Gone;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return InvitationUsed.Accepted;
            },
            cancellationToken);

    public Task<bool> AddResetAsync(PasswordReset reset, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            INSERT INTO password_resets (user_id, token_hash, company_id, created_at, expires_at)
            SELECT u.id, {reset.TokenHash}, {reset.CompanyId}, {reset.CreatedAt}, {reset.ExpiresAt} FROM users u WHERE u.id = {reset.UserId}
            ON CONFLICT (user_id) DO UPDATE
            SET token_hash = excluded.token_hash, company_id = excluded.company_id, created_at = excluded.created_at, expires_at = excluded.expires_at
            """,
            audit,
            cancellationToken);

    public Task<User?> FindResetAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.FirstAsync(ResetUser(tokenHash, now), UserRow.Read), cancellationToken);

    public Task<bool> UseResetAsync(byte[] tokenHash, DateTimeOffset now, string passwordHash, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var user = await write.FirstAsync(ResetUser(tokenHash, now), UserRow.Read);
                return await SqlAuditLog.AddIfAsync(write, user is not null && await AccountWrite.SetPasswordAsync(write, user.Id, passwordHash), audit);
            },
            cancellationToken);

    public Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
                await write.ExecuteAsync($"DELETE FROM invitations WHERE expires_at <= {now}")
                + await write.ExecuteAsync($"DELETE FROM password_resets WHERE expires_at <= {now}"),
            cancellationToken);

    private static async Task InsertTeamsAsync(SqlWrite write, string invitationId, string? companyId, IReadOnlyList<string> teamIds)
    {
        foreach (var teamId in teamIds)
        {
            await write.ExecuteAsync(
                $"""
                INSERT INTO invitation_teams (invitation_id, team_id)
                SELECT {invitationId}, id FROM teams WHERE id = {teamId} AND company_id = {companyId}
                ON CONFLICT DO NOTHING
                """);
        }
    }

    private static SqlStatement TeamsOf(string invitationId) =>
        $"SELECT team_id FROM invitation_teams WHERE invitation_id = {invitationId} ORDER BY team_id";

    private static string ReadTeam(DbDataReader row) => row.GetString(0);

    private static Invitation WithTeams(Invitation invitation, List<string> teamIds) =>
        teamIds.Count == 0 ? invitation : invitation with { Grant = invitation.Grant with { TeamIds = teamIds } };

    private static ValueTask<int> InsertAsync(SqlWrite write, Invitation invitation) =>
        write.ExecuteAsync(
            $"""
            INSERT INTO invitations ({Columns:raw})
            SELECT {invitation.Id}, {invitation.TokenHash}, {invitation.Email}, {invitation.Grant.CompanyId}, {invitation.Grant.Role},
                   {invitation.Grant.IsAdmin}, {invitation.CreatedAt}, {invitation.ExpiresAt}
            WHERE CAST({invitation.Grant.CompanyId} AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM companies WHERE id = {invitation.Grant.CompanyId})
            """);

    // What an owner may reset is an account of that company and of nothing else, at the moment of use as well.
    private static SqlStatement ResetUser(byte[] tokenHash, DateTimeOffset now) =>
        $"""
        SELECT {UserRow.Columns:raw} FROM password_resets r JOIN users u ON u.id = r.user_id
        WHERE r.token_hash = {tokenHash} AND r.expires_at > {now}
          AND (r.company_id IS NULL
               OR (u.is_admin = 0
                   AND EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.company_id = r.company_id)
                   AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.company_id <> r.company_id)))
        """;

    private static Invitation Read(DbDataReader row) => new(
        row.GetString(0),
        row.Bytes(1),
        row.GetString(2),
        new Grant(row.TextOrNull(3), row.NameOrNull<Role>(4), row.Flag(5)),
        row.Time(6),
        row.Time(7));
}
