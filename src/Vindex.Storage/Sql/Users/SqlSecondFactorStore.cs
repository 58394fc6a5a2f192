using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Users;

/// <summary>Second factors and recovery codes.</summary>
internal sealed class SqlSecondFactorStore(ISqlDatabase database) : ISecondFactorStore
{
    public Task<SecondFactor?> FindAsync(string userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"""
                SELECT f.secret, f.is_on, f.last_step, (SELECT COUNT(*) FROM recovery_codes r WHERE r.user_id = f.user_id), f.changed_at
                FROM second_factors f WHERE f.user_id = {userId}
                """,
                row => new SecondFactor(row.Bytes(0), row.Flag(1), row.GetInt64(2), (int)row.GetInt64(3), row.Time(4))),
            cancellationToken);

    public async Task<bool> PrepareAsync(string userId, byte[] secret, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            $"""
            INSERT INTO second_factors (user_id, secret, is_on, last_step, changed_at)
            SELECT u.id, {secret}, 0, 0, {now} FROM users u WHERE u.id = {userId}
            ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, changed_at = excluded.changed_at WHERE second_factors.is_on = 0
            """,
            cancellationToken) == 1;

    public Task<bool> TurnOnAsync(
        string userId, byte[] secret, long step, IReadOnlyList<string> recoveryCodes, string sessionId, AuditEntry audit,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var turnedOn = await write.ExecuteAsync(
                    $"""
                    UPDATE second_factors SET is_on = 1, last_step = {step}, changed_at = {audit.At}
                    WHERE user_id = {userId} AND is_on = 0 AND secret = {secret}
                    """);
                if (turnedOn == 1)
                {
                    await write.ExecuteAsync($"DELETE FROM sessions WHERE user_id = {userId} AND id <> {sessionId}");
                }

                return await ReplaceIfAsync(write, turnedOn == 1, userId, recoveryCodes, audit);
            },
            cancellationToken);

    public async Task<bool> UseStepAsync(string userId, long step, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            $"UPDATE second_factors SET last_step = {step} WHERE user_id = {userId} AND is_on = 1 AND last_step < {step}", cancellationToken) == 1;

    public Task<bool> UseRecoveryCodeAsync(string userId, string codeHash, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM recovery_codes WHERE user_id = {userId} AND code_hash = {codeHash}", audit, cancellationToken);

    public Task<bool> ReplaceRecoveryCodesAsync(
        string userId, IReadOnlyList<string> recoveryCodes, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                // Changes nothing, but makes replacements wait for each other and for a removal.
                var isOn = await write.ExecuteAsync($"UPDATE second_factors SET is_on = 1 WHERE user_id = {userId} AND is_on = 1");
                return await ReplaceIfAsync(write, isOn == 1, userId, recoveryCodes, audit);
            },
            cancellationToken);

    public Task<bool> RemoveAsync(string userId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM second_factors WHERE user_id = {userId} AND is_on = 1", audit, cancellationToken);

    private static async Task<bool> ReplaceIfAsync(SqlWrite write, bool isOn, string userId, IReadOnlyList<string> recoveryCodes, AuditEntry audit)
    {
        if (!isOn)
        {
            return false;
        }

        await write.ExecuteAsync($"DELETE FROM recovery_codes WHERE user_id = {userId}");
        foreach (var code in recoveryCodes)
        {
            await write.ExecuteAsync($"INSERT INTO recovery_codes (user_id, code_hash) VALUES ({userId}, {code})");
        }

        await SqlAuditLog.AddAsync(write, audit);
        return true;
    }
}
