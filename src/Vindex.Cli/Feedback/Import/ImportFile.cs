using System.IO.Compression;

namespace Vindex.Cli.Feedback.Import;

/// <summary>The file, or standard input, that <c>vindex import</c> reads.</summary>
internal sealed class ImportFile : IDisposable
{
    private const string StandardInput = "-";

    private readonly Stream _stored;

    private ImportFile(string name, Stream stored, Stream content)
    {
        Name = name;
        _stored = stored;
        Content = content;
    }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>Its lines, unpacked.</summary>
    public Stream Content { get; }

    public static (ImportFile? File, string? Reason) Open(string path)
    {
        if (path == StandardInput)
        {
            var input = Console.OpenStandardInput();
            return (new("standard input", input, input), null);
        }

        // Without it, a truncated compressed file would look complete.
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);
        if (Directory.Exists(path)) return (null, $"{path}: this is a folder; name a file in it");
        try
        {
            var stored = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
            var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
            return (new(path, stored, packed ? new GZipStream(stored, CompressionMode.Decompress) : stored), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{path}: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"it cannot be read: {e.Message}")}");
        }
    }

    /// <summary>Fraction read so far, 0–1; null if the length is unknown.</summary>
    public double? FractionRead() => _stored is { CanSeek: true, Length: > 0 } ? (double)_stored.Position / _stored.Length : null;

    public void Dispose()
    {
        Content.Dispose();
        _stored.Dispose();
    }
}
