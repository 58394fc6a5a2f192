namespace Vindex.Server.Tests.Callbacks.Receivers;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The full path of a file or folder in it.</summary>
    public static string PathOf(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vindex.slnx")))
                return Path.Combine([folder.FullName, .. parts]);
        }

        throw new DirectoryNotFoundException("the repository's root, with Vindex.slnx, was not found above the test's folder");
    }
}
