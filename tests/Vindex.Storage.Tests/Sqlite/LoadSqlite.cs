using System.Runtime.CompilerServices;
using Vindex.Storage.Sqlite;

namespace Vindex.Storage.Tests.Sqlite;

/// <summary>Binds the SQLite library before any test runs: some tests open a file by hand, and may come before the first store is opened.</summary>
internal static class LoadSqlite
{
    [ModuleInitializer]
    internal static void Load() => SqliteLibrary.Load();
}
