using System.Buffers;
using System.IO.Compression;

namespace Vindex.Storage.Sql.Scores;

/// <summary>Compresses values of columns.</summary>
internal static class Brotli
{
    /// <summary>Takes about as long as the qualities below it; 5 takes twice as long for a tenth less.</summary>
    private const int Quality = 3;

    private const int Window = 18;

    /// <summary>Compresses bytes. Costs processor time, so not within a write.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> plain)
    {
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(plain.Length));
        try
        {
            return BrotliEncoder.TryCompress(plain, packed, out var written, Quality, Window)
                ? packed.AsSpan(0, written).ToArray()
                : throw new InvalidOperationException($"{plain.Length} bytes could not be compressed.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>Restores bytes.</summary>
    public static byte[] Unpack(byte[] packed)
    {
        using var plain = new MemoryStream(4 * packed.Length);
        using var stream = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>Whether bytes begin as <see cref="Pack"/> begins them: with the size of its window.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> bytes) => bytes is [var first, ..] && (first & 0x0F) == (((Window - 17) << 1) | 1);
}
