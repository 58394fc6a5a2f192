namespace Vindex.Statistics.Tests;

/// <summary>A folder for block files that can be put back to how it was.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly List<(string File, byte[] Bytes)> _remembered = [];

    public string Path { get; } = Directory.CreateTempSubdirectory("vindex-statistics-").FullName;

    public string[] Files() => [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public void Clear()
    {
        Directory.Delete(Path, recursive: true);
        Directory.CreateDirectory(Path);
    }

    public void Remember()
    {
        _remembered.Clear();
        _remembered.AddRange(Files().Select(file => (file, File.ReadAllBytes(file))));
    }

    public void Restore()
    {
        if (_remembered.Count == 0)
            return;
        Clear();
        foreach (var (file, bytes) in _remembered)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
