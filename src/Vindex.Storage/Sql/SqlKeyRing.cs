using Dapper;
using Vindex.Storage.KeyRing;

namespace Vindex.Storage.Sql;

/// <summary>The keys that seal secrets.</summary>
internal sealed class SqlKeyRing(ISqlDatabase database) : IKeyRing
{
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<string>>(
            async connection => (await connection.QueryAsync<string>("SELECT element FROM key_ring ORDER BY no")).ToList(), cancellationToken);

    public Task AddAsync(string name, string element, CancellationToken cancellationToken) =>
        database.WriteAsync(
            write => write.Connection.ExecuteAsync("INSERT INTO key_ring (name, element) VALUES (@name, @element)", new { name, element }), cancellationToken);
}
