using System.Collections.Concurrent;
using Vindex.Server.Scores;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Tests.PostgreSql;
using Xunit;

[assembly: AssemblyFixture(typeof(Vindex.Server.Tests.Hosting.TestStore))]

namespace Vindex.Server.Tests.Hosting;

/// <summary>Where the servers of tests keep their data: in a folder, or with <c>VINDEX_TEST_STORE=postgresql</c> in a database, one for each folder.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private static readonly DatabasePool s_databases = new(CreateSchemaAsync);
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> s_byFolder = new(StringComparer.Ordinal);

    private static bool IsPostgreSql => Environment.GetEnvironmentVariable("VINDEX_TEST_STORE") == "postgresql";

    public ValueTask DisposeAsync() => s_databases.DisposeAsync();

    /// <summary>The settings of the store for a server's folder.</summary>
    internal static async Task<IEnumerable<KeyValuePair<string, string?>>> SettingsAsync(string folder)
    {
        if (!IsPostgreSql) return [];
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        var database = await s_byFolder.GetOrAdd(folder, _ => new Lazy<Task<string>>(s_databases.TakeAsync)).Value;
        var connection = (await s_databases.Cluster).Connection(database);
        return [new("Store:Kind", "postgresql"), new("Store:Connection", connection + ";Maximum Pool Size=12")];
    }

    /// <summary>A folder is gone, and its data with it.</summary>
    internal static async Task ForgetAsync(string folder)
    {
        if (s_byFolder.TryRemove(folder, out var database)) await s_databases.GiveBackAsync(await database.Value);
    }

    private static async Task CreateSchemaAsync(string connection)
    {
        var folder = Directory.CreateTempSubdirectory("vindex-schema-");
        var options = new PostgreSqlStoreOptions { Connection = connection, DataFolder = folder.FullName, ScoreFeedback = ScoreFeedback.Row };
        await using (await PostgreSqlStore.OpenAsync(options, CancellationToken.None))
        {
            // Only its schema is wanted.
        }

        folder.Delete(recursive: true);
    }
}
