using Vindex.Storage.KeyRing;

namespace Vindex.Storage.Sql.Secrets;

/// <summary>The keys that encrypt secrets.</summary>
internal sealed class SqlKeyRing(ISqlDatabase database) : IKeyRing
{
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(connection => connection.ListAsync($"SELECT element FROM key_ring ORDER BY no", row => row.GetString(0)), cancellationToken);

    public Task AddAsync(string name, string element, CancellationToken cancellationToken) =>
        database.WriteAsync($"INSERT INTO key_ring (name, element) VALUES ({name}, {element})", cancellationToken);

    public async Task<bool> IsUsedAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(connection => connection.NumberAsync($"SELECT 1 WHERE {EncryptedRows.Any(int.MaxValue):raw}"), cancellationToken) is not null;
}
