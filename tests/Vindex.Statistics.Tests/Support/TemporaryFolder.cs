namespace Vindex.Statistics.Tests.Support;

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

    /// <summary>Deletes, truncates, damages or restores files at random, or does nothing.</summary>
    public void Damage(Random random)
    {
        var files = Files();
        switch (random.Next(7))
        {
            case 0:
                Clear();
                break;
            case 1 when files.Length > 0:
                File.Delete(files[random.Next(files.Length)]);
                break;
            case 2 when files.Length > 0:
                using (var file = File.OpenWrite(files[random.Next(files.Length)]))
                    file.SetLength(random.NextInt64(file.Length));
                break;
            case 3 when files.Length > 0:
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                    Flip(random, files[random.Next(files.Length)]);
                break;
            case 4:
                Remember();
                break;
            case 5:
                Restore();
                break;
        }
    }

    private static void Flip(Random random, string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0)
            return;
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(path, bytes);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
