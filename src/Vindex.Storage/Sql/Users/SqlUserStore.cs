using Dapper;
using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Users;

/// <summary>Accounts, and who belongs to which company.</summary>
internal sealed class SqlUserStore(ISqlDatabase database) : IUserStore
{
    public Task<bool> AddAsync(User user, Grant grant, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (!await AccountWrite.AddAsync(write, user) || !await AccountWrite.GrantAsync(write, user.Id, grant, user.CreatedAt))
                {
                    write.Undo();
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task<User?> FindAsync(string userId, CancellationToken cancellationToken) => OneAsync("id", userId, cancellationToken);

    public Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken) => OneAsync("email", email, cancellationToken);

    public Task<bool> GrantAsync(string userId, Grant grant, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (!await AccountWrite.GrantAsync(write, userId, grant, audit.At))
                {
                    write.Undo();
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task<IReadOnlyList<Member>> ListMembersAsync(string companyId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Member>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<MemberRow>($"{MemberRow.Query} ORDER BY m.created_at, u.id", new { companyId });
                return rows.Select(row => row.ToMember()).ToList();
            },
            cancellationToken);

    public Task<Member?> FindMemberAsync(string companyId, string userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection =>
                (await connection.QuerySingleOrDefaultAsync<MemberRow>($"{MemberRow.Query} AND m.user_id = @userId", new { companyId, userId }))?.ToMember(),
            cancellationToken);

    public Task<MemberChange> ChangeRoleAsync(string companyId, string userId, Role role, AuditEntry audit, CancellationToken cancellationToken)
    {
        const string Sql = "UPDATE memberships SET role = @role WHERE company_id = @companyId AND user_id = @userId";
        return ChangeAsync(companyId, userId, isOwnerAfter: role == Role.Owner, Sql, new { companyId, userId, role = EnumText<Role>.Of(role) }, audit, cancellationToken);
    }

    public Task<MemberChange> RemoveAsync(string companyId, string userId, AuditEntry audit, CancellationToken cancellationToken)
    {
        const string Sql =
            """
            DELETE FROM memberships WHERE company_id = @companyId AND user_id = @userId;
            DELETE FROM users WHERE id = @userId AND is_admin = 0 AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = users.id);
            """;
        return ChangeAsync(companyId, userId, isOwnerAfter: false, Sql, new { companyId, userId }, audit, cancellationToken);
    }

    public Task<bool> SetPasswordAsync(string userId, string passwordHash, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (!await AccountWrite.SetPasswordAsync(write, userId, passwordHash))
                {
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task RehashAsync(string userId, string presentHash, string newHash, CancellationToken cancellationToken) =>
        database.WriteAsync(
            write => write.Connection.ExecuteAsync(
                "UPDATE users SET password_hash = @newHash WHERE id = @userId AND password_hash = @presentHash", new { userId, presentHash, newHash }),
            cancellationToken);

    private Task<MemberChange> ChangeAsync(
        string companyId, string userId, bool isOwnerAfter, string sql, object values, AuditEntry audit, CancellationToken cancellationToken)
    {
        // Two owners that take each other out at one time must wait for each other, also where transactions run side by side.
        const string Lock = "UPDATE companies SET id = id WHERE id = @companyId";
        const string Others = "SELECT COUNT(*) FROM memberships WHERE company_id = @companyId AND role = 'owner' AND user_id <> @userId";
        return database.WriteAsync(
            async write =>
            {
                await write.Connection.ExecuteAsync(Lock, new { companyId });
                var present = await write.Connection.QuerySingleOrDefaultAsync<string>(
                    "SELECT role FROM memberships WHERE company_id = @companyId AND user_id = @userId", new { companyId, userId });
                if (present is null)
                {
                    return MemberChange.NotFound;
                }

                if (present == EnumText<Role>.Of(Role.Owner) && !isOwnerAfter && await write.Connection.ExecuteScalarAsync<long>(Others, new { companyId, userId }) == 0)
                {
                    return MemberChange.LastOwner;
                }

                await write.Connection.ExecuteAsync(sql, values);
                await write.Connection.ExecuteAsync("DELETE FROM sessions WHERE company_id = @companyId AND user_id = @userId", new { companyId, userId });
                await SqlAuditLog.AddAsync(write, audit);
                return MemberChange.Done;
            },
            cancellationToken);
    }

    private Task<User?> OneAsync(string column, string value, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection => (await connection.QuerySingleOrDefaultAsync<UserRow>(
                $"SELECT {UserRow.Columns} FROM users u WHERE u.{column} = @value", new { value }))?.ToUser(),
            cancellationToken);
}
