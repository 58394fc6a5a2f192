using System.Buffers;
using System.Text;

namespace Vindex.Server.Callbacks;

/// <summary>The beginning of a receiver's answer, kept with the attempt so that its author can see what went wrong.</summary>
internal static class ResponseExcerpt
{
    /// <summary>How much of an answer is read, in bytes.</summary>
    public const int Limit = 16 * 1024;

    /// <summary>
    /// Reads up to <see cref="Limit"/> bytes. An answer that breaks off or stalls gives what came until then: its status is already known, and that decides.
    /// </summary>
    public static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Limit);
        try
        {
            var length = 0;
            try
            {
                var body = await content.ReadAsStreamAsync(cancellationToken);
                while (length < Limit)
                {
                    var read = await body.ReadAsync(buffer.AsMemory(length, Limit - length), cancellationToken);
                    if (read == 0)
                        break;
                    length += read;
                }
            }
            catch (Exception broken) when (broken is IOException or HttpRequestException or OperationCanceledException)
            {
                // What was read so far is the excerpt; the caller looks at its own cancellation.
            }

            return content.Headers.ContentEncoding.Count > 0
                ? $"[{length} bytes, {string.Join(", ", content.Headers.ContentEncoding)}]"
                : Clean(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// As text: broken UTF-8 replaced, a character cut at the end dropped, control characters but line feed and tab left out (no database keeps U+0000).
    /// </summary>
    internal static string Clean(ReadOnlySpan<byte> bytes)
    {
        var cut = bytes.Length == Limit ? bytes.Length - UnfinishedTail(bytes) : bytes.Length;
        var text = Encoding.UTF8.GetString(bytes[..cut]);
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\n' or '\t' || !char.IsControl(c))
                clean.Append(c);
        }

        return clean.ToString();
    }

    private static int UnfinishedTail(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if ((b & 0xc0) == 0x80)
                continue;
            var needed = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
            return needed > back ? back : 0;
        }

        return 0;
    }
}
