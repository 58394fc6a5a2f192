using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite;

/// <summary>A store in a folder of its own.</summary>
public sealed class SqliteDriver : IStoreDriver
{
    private readonly TemporaryFolder _folder = new();

    public async Task<IStore> OpenAsync(CancellationToken cancellationToken) =>
        await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = _folder.Path, ScoreFeedback = Some.ScoreFeedback, Events = new SomeEvents(), Readers = 2 },
            cancellationToken);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A folder that is deleted in the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vindex-store-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
