using Vindex.Storage.PostgreSql;
using Vindex.Storage.Tests.Conformance;
using Vindex.Storage.Tests.Sqlite;

namespace Vindex.Storage.Tests.PostgreSql;

/// <summary>The server that all tests of this assembly share.</summary>
public sealed class SharedCluster : IAsyncDisposable
{
    /// <summary>Its databases.</summary>
    public static DatabasePool Databases { get; } = new(CreateSchemaAsync);

    public ValueTask DisposeAsync() => Databases.DisposeAsync();

    private static async Task CreateSchemaAsync(string connection)
    {
        using var folder = new TemporaryFolder();
        var options = new PostgreSqlStoreOptions { Connection = connection, DataFolder = folder.Path, ScoreFeedback = Some.ScoreFeedback };
        await using var store = await PostgreSqlStore.OpenAsync(options, default);
    }
}
