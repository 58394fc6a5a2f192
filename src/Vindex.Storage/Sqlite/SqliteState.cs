namespace Vindex.Storage.Sqlite;

/// <summary>Measures a database's files.</summary>
internal static class SqliteState
{
    /// <summary>The size of a database and of its log.</summary>
    public static StoreState WithSizes(this StoreState state, string file)
    {
        return state with { Bytes = Size(file), LogBytes = Size(file + "-wal") };

        static long Size(string path) => new FileInfo(path) is { Exists: true } found ? found.Length : 0;
    }
}
