using Microsoft.Data.Sqlite;
using SQLitePCL;
using Vindex.Storage.Files;
using Vindex.Storage.Sql.Secrets;

namespace Vindex.Storage.Sqlite;

/// <summary>What became of a restore.</summary>
public abstract record RestoreResult
{
    private RestoreResult()
    {
    }

    /// <summary>The backup is now the folder's database.</summary>
    /// <param name="KeptAs">Where the previous database is kept; null if there was none.</param>
    public sealed record Restored(string? KeptAs) : RestoreResult;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Reason">Why, for the operator.</param>
    public sealed record Refused(string Reason) : RestoreResult;
}

/// <summary>A backup to restore.</summary>
/// <param name="Backup">The backup's file.</param>
/// <param name="DataFolder">The folder whose database it becomes.</param>
public sealed record RestoreOrder(string Backup, string DataFolder)
{
    /// <summary>Whether to replace the folder's database; it is kept beside the new one.</summary>
    public bool Replace { get; init; }

    /// <summary>
    /// Asked when the backup holds sealed secrets, with its key ring (<see cref="KeyRing.IKeyRing"/>): why they could not be read after a restore; null if they
    /// could.
    /// </summary>
    public Func<IReadOnlyList<string>, string?> SecretsProblem { get; init; } = static _ => null;
}

/// <summary>Maintenance of a data folder that no server has open, for the command line.</summary>
public static class SqliteMaintenance
{
    /// <summary>
    /// Makes a backup the database of a folder. The backup is checked first. Nothing is changed if it is damaged or its secrets could not be read, or if the
    /// folder has a database that is not to be replaced.
    /// </summary>
    /// <exception cref="DataFolderInUseException">Another holder has the folder.</exception>
    /// <exception cref="StoreUnavailableException">The folder cannot be written to.</exception>
    public static Task<RestoreResult> RestoreAsync(RestoreOrder order, CancellationToken cancellationToken) =>
        Task.Run(() => Restore(order with { Backup = Path.GetFullPath(order.Backup) }), cancellationToken);

    /// <summary>Checks a folder that no process has open, without changing it; also after a crash. Empty if clean.</summary>
    /// <exception cref="DataFolderInUseException">Another holder has the folder.</exception>
    /// <exception cref="StoreUnavailableException">There is no database, or it cannot be opened at all.</exception>
    public static async Task<IReadOnlyList<string>> CheckAsync(string dataFolder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(dataFolder))
        {
            throw new StoreUnavailableException($"The data folder {Path.GetFullPath(dataFolder)} does not exist.");
        }

        using var folder = DataFolder.Take(dataFolder);
        if (!File.Exists(folder.Database))
        {
            throw new StoreUnavailableException($"There is no database in {folder.Path}.");
        }

        try
        {
            return await SqliteCheck.RunAsync(() => OpenKnown(folder.Database), cancellationToken);
        }
        catch (SqliteException e)
        {
            throw SqliteStore.Explain(folder.Database, e);
        }
    }

    private static RestoreResult Restore(RestoreOrder order)
    {
        var backup = order.Backup;
        if (Refusal(order) is { } reason)
        {
            return new RestoreResult.Refused(reason);
        }

        using var folder = DataFolder.Take(order.DataFolder);
        if (string.Equals(backup, folder.Database, StringComparison.Ordinal))
        {
            return new RestoreResult.Refused($"{backup} is the folder's own database.");
        }

        var exists = File.Exists(folder.Database);
        if (exists && !order.Replace)
        {
            return new RestoreResult.Refused($"{folder.Path} already contains a database. Replace it with --replace (the old one is kept), or name another folder.");
        }

        var copy = folder.Database + ".restoring";
        File.Copy(backup, copy, overwrite: true);
        PrivateFiles.Restrict(copy);
        Renumber(copy);
        DurableFiles.FlushFile(copy);
        var kept = exists ? SetAside(folder.Database) : null;
        File.Move(copy, folder.Database, overwrite: false);
        DurableFiles.FlushFolder(folder.Path);
        return new RestoreResult.Restored(kept);
    }

    /// <summary>Why a file cannot be restored; null if it can.</summary>
    private static string? Refusal(RestoreOrder order)
    {
        var backup = order.Backup;
        if (!File.Exists(backup))
        {
            return $"There is no file {backup}.";
        }

        try
        {
            using var connection = OpenKnown(backup);
            var damage = SqliteCheck.Run(connection);
            if (damage.Count > 0) return $"{backup} is damaged: {string.Join(" ", damage.Take(3))}";

            return HasSecrets(connection) ? order.SecretsProblem(KeyRing(connection)) : null;
        }
        catch (StoreUnavailableException e)
        {
            return e.Message;
        }
        catch (SqliteException e)
        {
            return SqliteStore.Explain(backup, e).Message;
        }
    }

    private static bool HasSecrets(SqliteConnection connection) =>
        connection.Number($"SELECT {EncryptedRows.Any(SqliteMigrations.VersionOf(connection))}") != 0;

    private static List<string> KeyRing(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT element FROM key_ring ORDER BY no";
        using var rows = command.ExecuteReader();
        var ring = new List<string>();
        while (rows.Read()) ring.Add(rows.GetString(0));
        return ring;
    }

    /// <summary>Tells those who follow changes by their numbers (block files of statistics) that the numbers now mean other rows.</summary>
    private static void Renumber(string database)
    {
        using var connection = SqliteConnections.Existing(database);
        if (SqliteMigrations.VersionOf(connection) >= 3)
        {
            connection.Execute("UPDATE numbering SET incarnation = lower(hex(randomblob(16)))");
        }
    }

    private static string SetAside(string database)
    {
        FoldLog(database);
        var kept = Enumerable.Range(1, int.MaxValue).Select(number => $"{database}.replaced-{number}").First(name => !File.Exists(name));
        foreach (var part in (string[])["-wal", "-shm", ""])
        {
            if (File.Exists(database + part))
            {
                File.Move(database + part, kept + part, overwrite: false);
            }
        }

        return kept;
    }

    /// <summary>Brings the log into the database, so that it can be moved as one file; a damaged database is moved as it is, log and all.</summary>
    private static void FoldLog(string database)
    {
        try
        {
            using var connection = SqliteConnections.Writer(database);
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // Its parts keep their names relative to each other, so nothing is lost.
        }
    }

    private static SqliteConnection OpenKnown(string file)
    {
        var connection = OpenUnchanged(file);
        try
        {
            var version = SqliteMigrations.VersionOf(connection);
            if (version == 0)
            {
                throw new NotAVindexDatabaseException(file, "it is empty.");
            }

            return version <= SqliteMigrations.Known ? connection : throw new NewerSchemaException(file, version, SqliteMigrations.Known);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection OpenUnchanged(string file)
    {
        var connection = SqliteConnections.ReadOnly(file);
        try
        {
            connection.Number("SELECT COUNT(*) FROM sqlite_master");
            return connection;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY)
        {
            // A log left by a crash cannot always be read without replaying it.
            connection.Dispose();
            return SqliteConnections.Reader(file);
        }
    }
}
