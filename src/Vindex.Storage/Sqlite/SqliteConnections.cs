using Microsoft.Data.Sqlite;
using Vindex.Storage.Sqlite.Reading;

namespace Vindex.Storage.Sqlite;

/// <summary>Opens connections with the settings that each use needs.</summary>
internal static class SqliteConnections
{
    /// <summary>"Vndx" in the file's header identifies a Vindex database.</summary>
    public const int ApplicationId = 0x566E6478;

    // cell_size_check finds damaged pages when they are read; without it, a search in one finds nothing and says nothing.

    /// <summary>The one connection that writes. Memory for pages: 32 MiB.</summary>
    public static SqliteConnection Writer(string file) => Open(
        file,
        SqliteOpenMode.ReadWriteCreate,
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA recursive_triggers = ON;
        PRAGMA wal_autocheckpoint = 16000;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -32768;
        PRAGMA cell_size_check = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA busy_timeout = 30000;
        """);

    /// <summary>A connection that cannot write, beside a writer. Memory for pages: 8 MiB.</summary>
    public static SqliteConnection Reader(string file) => Open(
        file,
        SqliteOpenMode.ReadWrite,
        """
        PRAGMA query_only = ON;
        PRAGMA cell_size_check = ON;
        PRAGMA cache_size = -8192;
        """,
        keepsCommands: true);

    /// <summary>A connection that changes a database that no one else has open, whatever the file's journal mode.</summary>
    public static SqliteConnection Existing(string file) => Open(file, SqliteOpenMode.ReadWrite, "PRAGMA synchronous = FULL;");

    /// <summary>A connection to a database that no one else has open; the file is not changed.</summary>
    public static SqliteConnection ReadOnly(string file) => Open(file, SqliteOpenMode.ReadOnly, "PRAGMA query_only = ON;");

    private static SqliteConnection Open(string file, SqliteOpenMode mode, string settings, bool keepsCommands = false)
    {
        SqliteLibrary.Load();
        var place = new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ConnectionString;
        var connection = keepsCommands ? new SqliteReadConnection(place) : new SqliteConnection(place);
        try
        {
            connection.Open();
            connection.Execute(settings);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements without parameters and results.</summary>
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row as a number; 0 if there is none.</summary>
    public static long Number(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long value ? value : 0;
    }
}
