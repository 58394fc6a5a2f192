using System.Buffers;
using System.Data.Common;
using System.IO.Compression;
using System.Text;

namespace Vindex.Storage.Sql.Scores;

/// <summary>A text as a column holds it: compressed (Brotli) where that is shorter, else as it is.</summary>
/// <param name="Value">Null, a string, or compressed UTF-8.</param>
internal readonly record struct PackedText(object? Value)
{
    /// <summary>Shorter texts hardly get shorter.</summary>
    private const int ShortestPacked = 128;

    /// <summary>The fastest quality that looks for repetition: the next ones take several times as long for a tenth less.</summary>
    private const int Quality = 1;

    private const int Window = 18;

    /// <summary>Compresses a text. Costs processor time, so not within a write.</summary>
    public static PackedText Of(string? text)
    {
        if (text is null || text.Length < ShortestPacked)
        {
            return new PackedText(text);
        }

        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        var plain = ArrayPool<byte>.Shared.Rent(size);
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(size));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, plain);
            return BrotliEncoder.TryCompress(plain.AsSpan(0, length), packed, out var written, Quality, Window) && written < length
                ? new PackedText(packed.AsSpan(0, written).ToArray())
                : new PackedText(text);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>The text of a column; null when it has none.</summary>
    public static string? Read(DbDataReader row, int column) => row.GetValue(column) switch
    {
        byte[] packed => Unpack(packed),
        string text => text,
        _ => null,
    };

    private static string Unpack(byte[] packed)
    {
        using var plain = new StreamReader(new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.UTF8);
        return plain.ReadToEnd();
    }
}
