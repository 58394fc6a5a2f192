namespace Vindex.Storage;

/// <summary>
/// The store cannot be opened or used at the moment: the one exception that a store throws for anything but a bug. The message is written for the operator,
/// says what to do where something can be done, and is never shown to customers.
/// </summary>
public class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Data has been found that cannot be as it was written. Trying again does not help.</summary>
public sealed class StoreDamagedException(string problem, Exception? inner = null)
    : StoreUnavailableException(
        $"The database is damaged: {problem.TrimEnd('.')}. Run vindex check to see what is affected, and restore a backup with vindex restore.", inner);

/// <summary>Another process has the data folder open.</summary>
public sealed class DataFolderInUseException(string folder, Exception? inner = null)
    : StoreUnavailableException($"The data folder {folder} is in use by another vindex process. Stop that process, or name another folder.", inner)
{
    /// <summary>The folder's path.</summary>
    public string Folder { get; } = folder;
}

/// <summary>The database was written by a newer program than this one.</summary>
public sealed class NewerSchemaException(string file, int found, int known)
    : StoreUnavailableException(
        $"{file} has schema version {found}, but this program supports only versions up to {known}. Use the newer program, or restore a backup written by this one.")
{
    /// <summary>The version in the database.</summary>
    public int Found { get; } = found;

    /// <summary>The highest version that this program knows.</summary>
    public int Known { get; } = known;
}

/// <summary>The file is not a database of this product, or is damaged beyond opening.</summary>
public sealed class NotAVindexDatabaseException(string file, string reason, Exception? inner = null)
    : StoreUnavailableException($"{file} is not a usable Vindex database: {reason}", inner);

/// <summary>The operating system's SQLite is missing, too old, or built without threads.</summary>
public sealed class SqliteLibraryException(string message, Exception? inner = null) : StoreUnavailableException(message, inner);
