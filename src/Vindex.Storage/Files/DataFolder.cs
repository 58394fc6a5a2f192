namespace Vindex.Storage.Files;

/// <summary>A data folder held by this process alone, until disposed.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "vindex.lock";
    private const string DatabaseName = "vindex.db";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    /// <summary>The database's path.</summary>
    public string Database => System.IO.Path.Combine(Path, DatabaseName);

    /// <summary>Takes the folder.</summary>
    /// <exception cref="DataFolderInUseException">Another holder has it.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be created or written to.</exception>
    public static DataFolder Take(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        try
        {
            PrivateFiles.CreateFolder(path);
            // The file stays behind on purpose: deleting a lock file opens a gap in which two processes hold "the" lock.
            return new DataFolder(path, new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException or PathTooLongException)
        {
            throw new StoreUnavailableException($"The data folder {path} cannot be written to: {e.Message}", e);
        }
        catch (IOException e) when (File.Exists(System.IO.Path.Combine(path, LockName)))
        {
            throw new DataFolderInUseException(path, e);
        }
        catch (IOException e)
        {
            throw new StoreUnavailableException($"The data folder {path} cannot be created: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
