using System.IO.Compression;
using System.Text;

namespace Vindex.Cli.Feedback.Import;

/// <summary>The file, or standard input, that <c>vindex import</c> reads.</summary>
internal sealed class ImportFile : IDisposable
{
    private const string StandardInput = "-";
    private const int LongestHead = 64 * 1024;

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
    public Stream Content { get; private set; }

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

    /// <summary>The first line if the file is an archive of a company, and then <see cref="Content"/> is the rest; null for feedback.</summary>
    public async Task<string?> ArchiveStartAsync(CancellationToken cancellationToken)
    {
        // Reading a terminal or a pipe cannot be canceled: it is left behind instead.
        var head = await Task.Run(() => ReadHeadAsync(Content), cancellationToken).WaitAsync(cancellationToken);
        var end = Array.IndexOf(head, (byte)'\n');
        var first = Encoding.UTF8.GetString(head, 0, end < 0 ? head.Length : end).TrimStart('\uFEFF');
        var isArchive = ArchiveRun.Begins(first);
        Content = new PrefixedStream(isArchive ? head.AsMemory(end < 0 ? head.Length : end + 1) : head, Content);
        return isArchive ? first : null;
    }

    /// <summary>The first line, or as much as the line of a company can be long, with what was read after it.</summary>
    private static async Task<byte[]> ReadHeadAsync(Stream content)
    {
        var head = new byte[LongestHead];
        var length = 0;
        try
        {
            while (length < head.Length && Array.IndexOf(head, (byte)'\n', 0, length) < 0
                && await content.ReadAsync(head.AsMemory(length)) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // The next read fails in the same way, and is reported.
        }

        return head[..length];
    }

    /// <summary>Fraction read so far, 0–1; null if the length is unknown.</summary>
    public double? FractionRead() => _stored is { CanSeek: true, Length: > 0 } ? (double)_stored.Position / _stored.Length : null;

    public void Dispose()
    {
        Content.Dispose();
        _stored.Dispose();
    }
}
