using Vindex.Storage.PostgreSql;
using Vindex.Storage.Tests.Conformance;
using Vindex.Storage.Tests.Sqlite;

namespace Vindex.Storage.Tests.PostgreSql;

/// <summary>A store in a database of its own. Tests are skipped where PostgreSQL is not installed.</summary>
public sealed class PostgreSqlDriver : IStoreDriver
{
    private readonly TemporaryFolder _folder = new();
    private string? _database;

    public static int Shortening => 5;

    public async Task<IStore> OpenAsync(CancellationToken cancellationToken)
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        _database ??= await SharedCluster.Databases.TakeAsync();
        return await PostgreSqlStore.OpenAsync(
            new PostgreSqlStoreOptions
            {
                Connection = (await SharedCluster.Databases.Cluster).Connection(_database) + ";Maximum Pool Size=12",
                DataFolder = _folder.Path,
                ScoreFeedback = Some.ScoreFeedback,
                Events = new SomeEvents(),
            },
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        if (_database is not null) await SharedCluster.Databases.GiveBackAsync(_database);
    }
}
