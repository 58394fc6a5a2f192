namespace Vindex.Storage.Files;

/// <summary>
/// Files and folders that only their owner can read, because they contain ticket texts and hashes of keys. On Windows the folder's permissions apply.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder if there is none; an existing one keeps its permissions.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// Creates an empty file if there is none. SQLite treats an empty file as a new database, and gives its log and index the permissions of the database.
    /// </summary>
    public static void CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        new FileStream(path, options).Dispose();
    }

    /// <summary>Takes a file's permissions from everybody else.</summary>
    public static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Owner);
        }
    }
}
