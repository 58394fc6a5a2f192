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

    public Task<User?> FindAsync(string userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync($"SELECT {UserRow.Columns:raw} FROM users u WHERE u.id = {userId}", UserRow.Read), cancellationToken);

    public Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync($"SELECT {UserRow.Columns:raw} FROM users u WHERE u.email = {email}", UserRow.Read), cancellationToken);

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

    public async Task<IReadOnlyList<Member>> ListMembersAsync(string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(Members(companyId).Add($" ORDER BY m.created_at, u.id"), UserRow.ReadMember), cancellationToken);

    public Task<Member?> FindMemberAsync(string companyId, string userId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.FirstAsync(Members(companyId).Add($" AND m.user_id = {userId}"), UserRow.ReadMember), cancellationToken);

    public Task<MemberChange> ChangeRoleAsync(string companyId, string userId, Role role, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(
            companyId,
            userId,
            isOwnerAfter: role == Role.Owner,
            async write => await write.ExecuteAsync($"UPDATE memberships SET role = {role} WHERE company_id = {companyId} AND user_id = {userId}"),
            audit,
            cancellationToken);

    public Task<MemberChange> RemoveAsync(string companyId, string userId, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(
            companyId,
            userId,
            isOwnerAfter: false,
            async write =>
            {
                await write.ExecuteAsync($"DELETE FROM memberships WHERE company_id = {companyId} AND user_id = {userId}");
                await write.ExecuteAsync(
                    $"DELETE FROM idempotency WHERE owner IN (SELECT id FROM api_keys WHERE company_id = {companyId} AND user_id = {userId})");
                await write.ExecuteAsync($"DELETE FROM api_keys WHERE company_id = {companyId} AND user_id = {userId}");
                await write.ExecuteAsync(
                    $"DELETE FROM users WHERE id = {userId} AND is_admin = 0 AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = users.id)");
            },
            audit,
            cancellationToken);

    public Task<bool> SetPasswordAsync(string userId, string passwordHash, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write => await SqlAuditLog.AddIfAsync(write, await AccountWrite.SetPasswordAsync(write, userId, passwordHash), audit), cancellationToken);

    public Task RehashAsync(string userId, string presentHash, string newHash, CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE users SET password_hash = {newHash} WHERE id = {userId} AND password_hash = {presentHash}", cancellationToken);

    private static SqlStatement Members(string companyId) =>
        $"SELECT {UserRow.MemberColumns:raw} FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.company_id = {companyId}";

    private Task<MemberChange> ChangeAsync(
        string companyId, string userId, bool isOwnerAfter, Func<SqlWrite, Task> change, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                // Two owners who remove each other at the same time must wait for each other, even if transactions run concurrently.
                await write.ExecuteAsync($"UPDATE companies SET id = id WHERE id = {companyId}");
                var present = await write.ListAsync(
                    $"SELECT role FROM memberships WHERE company_id = {companyId} AND user_id = {userId}", row => row.Name<Role>(0));
                if (present.Count == 0)
                {
                    return MemberChange.NotFound;
                }

                if (present[0] == Role.Owner && !isOwnerAfter && !await HasOtherOwnerAsync(write, companyId, userId))
                {
                    return MemberChange.LastOwner;
                }

                await change(write);
                await write.ExecuteAsync($"DELETE FROM sessions WHERE company_id = {companyId} AND user_id = {userId}");
                await SqlAuditLog.AddAsync(write, audit);
                return MemberChange.Done;
            },
            cancellationToken);

    private static async Task<bool> HasOtherOwnerAsync(SqlWrite write, string companyId, string userId) =>
        await write.NumberAsync($"SELECT COUNT(*) FROM memberships WHERE company_id = {companyId} AND role = 'owner' AND user_id <> {userId}") > 0;
}
