using Vindex.Scoring.Backlogs;

namespace Vindex.Cli.Score;

/// <summary>The file, or standard input, that <c>vindex score</c> reads.</summary>
internal sealed class BacklogInput : IDisposable
{
    private const string StandardInput = "-";
    private const int BufferSize = 64 * 1024;

    private readonly Stream? _stream;

    private BacklogInput(string name, Stream? stream, BacklogOpening opening)
    {
        _stream = stream;
        Name = name;
        Backlog = opening.Backlog;
        Reason = opening.Error;
    }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>Its tickets; null when it cannot be read at all.</summary>
    public Backlog? Backlog { get; }

    /// <summary>Why it cannot be read.</summary>
    public string? Reason { get; }

    public static BacklogInput Open(string file)
    {
        if (file == StandardInput)
        {
            var input = Console.OpenStandardInput();
            return new("standard input", input, Backlog.Open(input, file));
        }

        if (Directory.Exists(file)) return Refuse(file, "this is a folder; name a file in it");
        Stream? stream = null;
        try
        {
            stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferSize, FileOptions.SequentialScan);
            return new(file, stream, Backlog.Open(stream, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            return Refuse(file, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"it cannot be read: {e.Message}");
        }
    }

    /// <summary>Fraction read so far, 0–1; null if the length is unknown.</summary>
    public double? FractionRead() => _stream is { CanSeek: true, Length: > 0 } ? (double)_stream.Position / _stream.Length : null;

    public void Dispose() => _stream?.Dispose();

    private static BacklogInput Refuse(string file, string reason) => new(file, null, new BacklogOpening(null, reason));
}
