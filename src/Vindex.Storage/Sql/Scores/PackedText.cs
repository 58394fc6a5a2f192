using System.Buffers;
using System.Data.Common;
using System.Text;

namespace Vindex.Storage.Sql.Scores;

/// <summary>A text as a column holds it: compressed (Brotli) where that is shorter, else as it is.</summary>
/// <param name="Value">Null, a string, or compressed UTF-8.</param>
internal readonly record struct PackedText(object? Value)
{
    /// <summary>Shorter texts hardly get shorter.</summary>
    private const int ShortestPacked = 256;

    /// <summary>Compresses a text. Costs processor time, so not within a write.</summary>
    public static PackedText Of(string? text)
    {
        if (text is null || text.Length < ShortestPacked) return new(text);
        var plain = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, plain);
            var packed = Brotli.Pack(plain.AsSpan(0, length));
            return packed.Length < length ? new(packed) : new(text);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <summary>The text of a column; null when it has none.</summary>
    public static string? Read(DbDataReader row, int column) => row.GetValue(column) switch
    {
        byte[] packed => Encoding.UTF8.GetString(Brotli.Unpack(packed)),
        string text => text,
        _ => null,
    };
}
