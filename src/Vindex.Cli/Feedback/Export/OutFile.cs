using System.IO.Compression;

namespace Vindex.Cli.Feedback.Export;

/// <summary>A file that appears under its name only when it is complete; until then it is beside it, as <c>NAME.part</c>.</summary>
internal sealed class OutFile : IDisposable
{
    private readonly string _path;
    private readonly string _part;
    private readonly FileStream _file;
    private bool _kept;

    private OutFile(string path, string part, FileStream file)
    {
        _path = path;
        _part = part;
        _file = file;
        Content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionLevel.Fastest)
            : new BufferedStream(file, 128 * 1024);
    }

    /// <summary>Where to write.</summary>
    public Stream Content { get; }

    /// <exception cref="IOException">It cannot be made.</exception>
    public static OutFile Create(string path)
    {
        var part = path + ".part";
        return new OutFile(path, part, new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0));
    }

    /// <summary>It is complete: gives it its name.</summary>
    public void Keep()
    {
        Content.Dispose(); // the end of the packed data, and all that is buffered
        using (var written = new FileStream(_part, FileMode.Open, FileAccess.Write)) written.Flush(flushToDisk: true);
        File.Move(_part, _path, overwrite: true);
        _kept = true;
    }

    public void Dispose()
    {
        if (_kept) return;
        try
        {
            Content.Dispose();
        }
        catch (IOException)
        {
            // Usually a full disk, which was reported when writing.
        }

        _file.Dispose();
        File.Delete(_part);
    }
}
