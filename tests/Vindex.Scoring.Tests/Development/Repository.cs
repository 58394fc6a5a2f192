namespace Vindex.Scoring.Tests.Development;

/// <summary>The repository that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Its folder; null where only the binaries are.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vindex.slnx"))) folder = folder.Parent;
        return folder?.FullName;
    }
}
