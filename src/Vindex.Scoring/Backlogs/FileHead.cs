using System.Text;

namespace Vindex.Scoring.Backlogs;

/// <summary>Recognises a file's format by its first bytes and its name.</summary>
internal static class FileHead
{
    /// <summary>What kind of file it is when it is no text; null when it may be text.</summary>
    public static string? Foreign(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8)) return "a ZIP archive or an Excel workbook";
        if (head.StartsWith("%PDF-"u8)) return "a PDF";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return "a gzip archive";
        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) return "an old Excel workbook";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "a picture";
        return null;
    }

    /// <summary>More than one character in ten is a control character that text does not have. A few stray ones do not matter: they are removed.</summary>
    public static bool IsBinary(ReadOnlySpan<char> head)
    {
        var strange = 0;
        foreach (var c in head)
        {
            if (c < ' ' && c is not ('\t' or '\n' or '\r' or '\f' or '\e')) strange++;
        }
        return strange > head.Length / 10;
    }

    /// <summary>The encoding: by byte order mark, by where zero bytes stand, UTF-8 where that is valid, else Latin-1.</summary>
    public static Encoding Encoding(ReadOnlySpan<byte> head, out int mark)
    {
        mark = 3;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return System.Text.Encoding.UTF8;
        mark = 2;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return System.Text.Encoding.Unicode;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return System.Text.Encoding.BigEndianUnicode;
        mark = 0;
        var sample = head[..Math.Min(head.Length, 4096)];
        var (even, odd) = (0, 0);
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] != 0) continue;
            if (i % 2 == 0) even++;
            else odd++;
        }
        // Half the bytes of Latin text are zero in UTF-16; a few zero bytes are stray characters in something else.
        if (odd > sample.Length / 4 && odd > 8 * even) return System.Text.Encoding.Unicode;
        if (even > sample.Length / 4 && even > 8 * odd) return System.Text.Encoding.BigEndianUnicode;
        return IsUtf8(head) ? System.Text.Encoding.UTF8 : System.Text.Encoding.Latin1;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        const int longest = 4;
        if (System.Text.Unicode.Utf8.IsValid(head)) return true;
        // The head of a longer file may end within a character.
        if (head.Length < LimitedStream.HeadSize) return false;
        for (var cut = 1; cut < longest; cut++)
        {
            if ((head[^cut] & 0xC0) == 0xC0) return System.Text.Unicode.Utf8.IsValid(head[..^cut]);
            if ((head[^cut] & 0xC0) != 0x80) return false;
        }
        return false;
    }

    /// <summary>The bytes as UTF-8, whatever the file's encoding.</summary>
    public static Stream AsUtf8(Stream stream, Encoding encoding) =>
        encoding.CodePage == System.Text.Encoding.UTF8.CodePage
            ? stream
            : System.Text.Encoding.CreateTranscodingStream(stream, encoding, new UTF8Encoding(false), leaveOpen: true);

    /// <summary>The format: by extension, or failing that by content.</summary>
    public static BacklogFormat Format(string fileName, string text) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" or ".tab" => BacklogFormat.Csv,
        ".jsonl" or ".ndjson" => BacklogFormat.Jsonl,
        ".json" => LooksLikeLines(text) ? BacklogFormat.Jsonl : BacklogFormat.Json,
        ".md" or ".markdown" or ".txt" => BacklogFormat.Text,
        _ => OfContent(text),
    };

    /// <summary>What a text is that was announced as a table and cannot be one; null when it may be.</summary>
    public static string? OtherThanTable(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return "a web page";
        if (start.StartsWith("<?xml", StringComparison.Ordinal)) return "XML";
        return OfContent(text) is BacklogFormat.Json or BacklogFormat.Jsonl ? "JSON" : null;
    }

    private static BacklogFormat OfContent(string text)
    {
        var start = text.AsSpan().TrimStart();
        var inner = start.Length > 1 ? start[1..].TrimStart() : default;
        if (start[0] == '[' && (inner.IsEmpty || inner[0] is '{' or ']')) return BacklogFormat.Json;
        if (start[0] == '{' && !inner.IsEmpty && inner[0] is '"' or '}') return LooksLikeLines(text) ? BacklogFormat.Jsonl : BacklogFormat.Json;
        return CsvBacklog.LooksLikeTable(text) ? BacklogFormat.Csv : BacklogFormat.Text;
    }

    /// <summary>The first line is an object of its own and another follows.</summary>
    private static bool LooksLikeLines(string text)
    {
        var start = text.AsSpan().TrimStart();
        var end = start.IndexOf('\n');
        return end > 0 && start[0] == '{' && start[..end].TrimEnd() is [.., '}'] && start[end..].TrimStart() is ['{', ..];
    }
}
