using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Vindex.Storage.Audit;
using Vindex.Storage.Keys;

namespace Vindex.Storage.Sql;

/// <summary>API keys.</summary>
internal sealed class SqlApiKeyStore(ISqlDatabase database) : IApiKeyStore
{
    private const string Columns =
        """
        id AS Id, company_id AS CompanyId, name AS Name, scopes AS Scopes, customer_ids AS CustomerIds, secret_hash AS SecretHash,
        previous_secret_hash AS PreviousSecretHash, previous_valid_until AS PreviousValidUntil, created_at AS CreatedAt, expires_at AS ExpiresAt
        """;

    private const string Insert =
        """
        INSERT INTO api_keys (id, company_id, name, scopes, customer_ids, secret_hash, previous_secret_hash, previous_valid_until, created_at, expires_at)
        SELECT @Id, @CompanyId, @Name, @Scopes, @CustomerIds, @SecretHash, @PreviousSecretHash, @PreviousValidUntil, @CreatedAt, @ExpiresAt
        WHERE EXISTS (SELECT 1 FROM companies WHERE id = @CompanyId)
        ON CONFLICT DO NOTHING
        """;

    public Task<bool> AddAsync(ApiKey key, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var row = new
                {
                    key.Id,
                    key.CompanyId,
                    key.Name,
                    Scopes = ToText(key.Scopes),
                    CustomerIds = key.CustomerIds is null ? null : ToText(key.CustomerIds),
                    key.SecretHash,
                    key.PreviousSecretHash,
                    PreviousValidUntil = key.PreviousValidUntil?.ToMs(),
                    CreatedAt = key.CreatedAt.ToMs(),
                    ExpiresAt = key.ExpiresAt?.ToMs(),
                };
                if (await write.Connection.ExecuteAsync(Insert, row) == 0)
                {
                    return false;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task<ApiKey?> FindAsync(string keyId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection => (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM api_keys WHERE id = @keyId", new { keyId }))?.ToKey(),
            cancellationToken);

    public Task<IReadOnlyList<ApiKey>> ListAsync(string companyId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ApiKey>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<Row>($"SELECT {Columns} FROM api_keys WHERE company_id = @companyId ORDER BY created_at, id", new { companyId });
                return rows.Select(row => row.ToKey()).ToList();
            },
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, string keyId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await write.Connection.ExecuteAsync("DELETE FROM api_keys WHERE id = @keyId AND company_id = @companyId", new { keyId, companyId }) == 0)
                {
                    return false;
                }

                await write.Connection.ExecuteAsync("DELETE FROM idempotency WHERE owner = @keyId", new { keyId });
                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task<ApiKey?> RotateAsync(
        string companyId, string keyId, byte[] secretHash, DateTimeOffset previousValidUntil, AuditEntry audit, CancellationToken cancellationToken)
    {
        const string Sql =
            $"""
            UPDATE api_keys SET previous_secret_hash = secret_hash, previous_valid_until = @until, secret_hash = @secretHash
            WHERE id = @keyId AND company_id = @companyId
            RETURNING {Columns}
            """;
        return database.WriteAsync(
            async write =>
            {
                var row = await write.Connection.QuerySingleOrDefaultAsync<Row>(Sql, new { keyId, companyId, secretHash, until = previousValidUntil.ToMs() });
                if (row is not null)
                {
                    await SqlAuditLog.AddAsync(write, audit);
                }

                return row?.ToKey();
            },
            cancellationToken);
    }

    private static string ToText(IReadOnlyList<string> values) => JsonSerializer.Serialize(values.ToArray(), KeyJson.Default.StringArray);

    private static string[] FromText(string text) => JsonSerializer.Deserialize(text, KeyJson.Default.StringArray)!;

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string CompanyId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Scopes { get; init; } = "";

        public string? CustomerIds { get; init; }

        public byte[] SecretHash { get; init; } = [];

        public byte[]? PreviousSecretHash { get; init; }

        public long? PreviousValidUntil { get; init; }

        public long CreatedAt { get; init; }

        public long? ExpiresAt { get; init; }

        public ApiKey ToKey() => new(
            Id,
            CompanyId,
            Name,
            FromText(Scopes),
            CustomerIds is null ? null : FromText(CustomerIds),
            SecretHash,
            PreviousSecretHash,
            PreviousValidUntil is { } until ? SqlTime.FromMs(until) : null,
            SqlTime.FromMs(CreatedAt),
            ExpiresAt is { } expires ? SqlTime.FromMs(expires) : null);
    }
}

/// <summary>Lists within a key's row; source-generated, as reflection would cost tens of milliseconds at start.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class KeyJson : JsonSerializerContext;
