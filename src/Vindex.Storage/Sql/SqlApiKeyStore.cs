using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Storage.Audit;
using Vindex.Storage.Keys;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql;

/// <summary>API keys.</summary>
internal sealed class SqlApiKeyStore(ISqlDatabase database) : IApiKeyStore
{
    private const string Stored =
        "id, company_id, name, scopes, customer_ids, secret_hash, previous_secret_hash, previous_valid_until, created_at, expires_at, user_id";

    // A personal key counts only while its person is a member, whatever became of the row.
    private const string Select =
        "SELECT k.id, k.company_id, k.name, k.scopes, k.customer_ids, k.secret_hash, k.previous_secret_hash, k.previous_valid_until, k.created_at, "
        + "k.expires_at, k.user_id, m.role, CASE WHEN u.password_hash <> '' THEN 1 ELSE 0 END, "
        + "CASE WHEN EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = k.user_id AND f.is_on = 1) THEN 1 ELSE 0 END, c.second_factor_required "
        + "FROM api_keys k JOIN companies c ON c.id = k.company_id LEFT JOIN users u ON u.id = k.user_id "
        + "LEFT JOIN memberships m ON m.company_id = k.company_id AND m.user_id = k.user_id "
        + "WHERE (k.user_id IS NULL OR m.user_id IS NOT NULL)";

    public Task<bool> AddAsync(ApiKey key, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var customerIds = key.CustomerIds is null ? null : ToText(key.CustomerIds);
                var added = await write.ExecuteAsync(
                    $"""
                    INSERT INTO api_keys ({Stored:raw})
                    SELECT {key.Id}, {key.CompanyId}, {key.Name}, {ToText(key.Scopes)}, {customerIds}, {key.SecretHash}, {key.PreviousSecretHash},
                           {key.PreviousValidUntil}, {key.CreatedAt}, {key.ExpiresAt}, {key.UserId}
                    WHERE EXISTS (SELECT 1 FROM companies WHERE id = {key.CompanyId})
                      AND (CAST({key.UserId} AS TEXT) IS NULL
                           OR EXISTS (SELECT 1 FROM memberships WHERE company_id = {key.CompanyId} AND user_id = {key.UserId}))
                    ON CONFLICT DO NOTHING
                    """);
                return await SqlAuditLog.AddIfAsync(write, added > 0, audit);
            },
            cancellationToken);

    public Task<ApiKey?> FindAsync(string keyId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.FirstAsync($"{Select:raw} AND k.id = {keyId}", Read), cancellationToken);

    public async Task<IReadOnlyList<ApiKey>> ListAsync(string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync($"{Select:raw} AND k.company_id = {companyId} ORDER BY k.created_at, k.id", Read),
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, string keyId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.ExecuteAsync($"DELETE FROM api_keys WHERE id = {keyId} AND company_id = {companyId}") == 0)
                {
                    return false;
                }

                await write.ExecuteAsync($"DELETE FROM idempotency WHERE owner = {keyId}");
                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task<ApiKey?> RotateAsync(
        string companyId, string keyId, byte[] secretHash, DateTimeOffset previousValidUntil, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var rotated = await write.ExecuteAsync(
                    $"""
                    UPDATE api_keys SET previous_secret_hash = secret_hash, previous_valid_until = {previousValidUntil}, secret_hash = {secretHash}
                    WHERE id = {keyId} AND company_id = {companyId}
                    """);
                return await SqlAuditLog.AddIfAsync(write, rotated > 0, audit) ? await write.FirstAsync($"{Select:raw} AND k.id = {keyId}", Read) : null;
            },
            cancellationToken);

    private static string ToText(IReadOnlyList<string> values) => JsonSerializer.Serialize(values.ToArray(), KeyJson.Default.StringArray);

    private static string[] FromText(string text) => JsonSerializer.Deserialize(text, KeyJson.Default.StringArray)!;

    private static ApiKey Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        FromText(row.GetString(3)),
        row.TextOrNull(4) is { } customerIds ? FromText(customerIds) : null,
        row.Bytes(5),
        row.BytesOrNull(6),
        row.TimeOrNull(7),
        row.Time(8),
        row.TimeOrNull(9))
    {
        UserId = row.TextOrNull(10),
        Person = row.NameOrNull<Role>(11) is { } role ? new KeyPerson(role, row.Flag(12), row.Flag(13), row.Flag(14)) : null,
    };
}

/// <summary>Lists within a key's row; source-generated, as reflection would cost tens of milliseconds at start.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class KeyJson : JsonSerializerContext;
