using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Users;

/// <summary>Identities at OpenID Connect providers.</summary>
internal sealed class SqlIdentityStore(ISqlDatabase database) : IIdentityStore
{
    public Task<User?> FindUserAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"""
                SELECT {UserRow.Columns:raw} FROM user_identities i JOIN users u ON u.id = i.user_id
                WHERE i.issuer = {issuer} AND i.subject = {subject}
                """,
                UserRow.Read),
            cancellationToken);

    public async Task<IReadOnlyList<UserIdentity>> ListAsync(string userId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT id, issuer, subject, user_id, created_at FROM user_identities WHERE user_id = {userId} ORDER BY created_at, id",
                row => new UserIdentity(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4))),
            cancellationToken);

    public Task<bool> AddAsync(UserIdentity identity, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(async write => await SqlAuditLog.AddIfAsync(write, await InsertAsync(write, identity), audit), cancellationToken);

    public Task<bool> CreateUserAsync(
        User user, UserIdentity identity, IReadOnlyList<Grant> grants, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var isDone = await AccountWrite.AddAsync(write, user) && await InsertAsync(write, identity);
                foreach (var grant in grants) isDone = isDone && await AccountWrite.GrantAsync(write, user.Id, grant, user.CreatedAt);
                if (!isDone)
                {
                    write.Undo();
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task<bool> RemoveAsync(string userId, string identityId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM user_identities WHERE id = {identityId} AND user_id = {userId}", audit, cancellationToken);

    public async Task<bool> UseStateAsync(string stateHash, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            $"INSERT INTO used_sign_ins (state_hash, expires_at) VALUES ({stateHash}, {expiresAt}) ON CONFLICT DO NOTHING", cancellationToken) == 1;

    public Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM used_sign_ins WHERE expires_at <= {now}", cancellationToken);

    private static async Task<bool> InsertAsync(SqlWrite write, UserIdentity identity) =>
        await write.ExecuteAsync(
            $"""
            INSERT INTO user_identities (id, issuer, subject, user_id, created_at)
            SELECT {identity.Id}, {identity.Issuer}, {identity.Subject}, u.id, {identity.CreatedAt} FROM users u WHERE u.id = {identity.UserId}
            ON CONFLICT DO NOTHING
            """) == 1;
}
