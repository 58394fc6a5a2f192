using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Storage.Audit;
using Vindex.Storage.Keys;

namespace Vindex.Storage.Sql;

/// <summary>API keys.</summary>
internal sealed class SqlApiKeyStore(ISqlDatabase database) : IApiKeyStore
{
    private const string Columns =
        "id, company_id, name, scopes, customer_ids, secret_hash, previous_secret_hash, previous_valid_until, created_at, expires_at";

    public Task<bool> AddAsync(ApiKey key, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var customerIds = key.CustomerIds is null ? null : ToText(key.CustomerIds);
                var added = await write.ExecuteAsync(
                    $"""
                    INSERT INTO api_keys ({Columns:raw})
                    SELECT {key.Id}, {key.CompanyId}, {key.Name}, {ToText(key.Scopes)}, {customerIds}, {key.SecretHash}, {key.PreviousSecretHash},
                           {key.PreviousValidUntil}, {key.CreatedAt}, {key.ExpiresAt}
                    WHERE EXISTS (SELECT 1 FROM companies WHERE id = {key.CompanyId})
                    ON CONFLICT DO NOTHING
                    """);
                return await SqlAuditLog.AddIfAsync(write, added > 0, audit);
            },
            cancellationToken);

    public Task<ApiKey?> FindAsync(string keyId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.FirstAsync($"SELECT {Columns:raw} FROM api_keys WHERE id = {keyId}", Read), cancellationToken);

    public async Task<IReadOnlyList<ApiKey>> ListAsync(string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync($"SELECT {Columns:raw} FROM api_keys WHERE company_id = {companyId} ORDER BY created_at, id", Read),
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
                var key = await write.FirstAsync(
                    $"""
                    UPDATE api_keys SET previous_secret_hash = secret_hash, previous_valid_until = {previousValidUntil}, secret_hash = {secretHash}
                    WHERE id = {keyId} AND company_id = {companyId}
                    RETURNING {Columns:raw}
                    """,
                    Read);
                await SqlAuditLog.AddIfAsync(write, key is not null, audit);
                return key;
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
        row.TimeOrNull(9));
}

/// <summary>Lists within a key's row; source-generated, as reflection would cost tens of milliseconds at start.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class KeyJson : JsonSerializerContext;
