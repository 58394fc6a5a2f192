using Microsoft.Data.Sqlite;
using Vindex.Storage.Files;
using Vindex.Storage.Sql;
using Vindex.Storage.Sqlite.Threads;

namespace Vindex.Storage.Sqlite;

/// <summary>Writes a consistent copy of a database that goes on working.</summary>
internal static class SqliteBackup
{
    /// <summary>Copies one moment's state to a new file, which appears under its name only when it is whole, checked and on disk.</summary>
    public static async Task WriteAsync(string database, string file, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(file);
        if (File.Exists(target))
        {
            throw new StoreUnavailableException($"{target} already exists. Name a new file for the backup.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw new StoreUnavailableException($"The backup's folder {Path.GetDirectoryName(target)} does not exist.");
        }

        var partial = target + ".partial";
        try
        {
            File.Delete(partial);
            PrivateFiles.CreateFile(partial);
            await BlockingCall.RunAsync(() => SqliteConnections.Reader(database), connection => Copy(connection, partial), "vindex backup", cancellationToken);
            await VerifyAsync(partial, target, cancellationToken);
            DurableFiles.FlushFile(partial);
            File.Move(partial, target, overwrite: false);
            DurableFiles.FlushFolder(Path.GetDirectoryName(target)!);
        }
        catch (SqliteException e)
        {
            throw SqliteStore.Explain(target, e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Opens the copy as a restore would: a backup that would be refused then is of no use.</summary>
    private static async Task VerifyAsync(string copy, string target, CancellationToken cancellationToken)
    {
        var damage = await SqliteCheck.RunAsync(() => SqliteConnections.ReadOnly(copy), cancellationToken);
        if (damage.Count > 0)
        {
            throw new StoreUnavailableException(
                $"{target} was not written, because the copy has the same damage as the data: {string.Join(" ", damage.Take(3))} See vindex check.");
        }
    }

    private static bool Copy(SqliteConnection connection, string target)
    {
        // VACUUM INTO reads one snapshot and does not stop the writer, unlike the page-by-page backup API, which starts over whenever something is written.
        connection.Execute("PRAGMA query_only = OFF");
        SqlStatement copy = $"VACUUM INTO {target}";
        using var command = copy.On(connection);
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
        return true;
    }
}
