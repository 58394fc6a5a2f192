using System.Data.Common;
using System.Text;

namespace Vindex.Storage.Sql.Scores;

/// <summary>Bytes as a column holds them: compressed where that is shorter.</summary>
/// <param name="Value">Compressed, or as they are.</param>
internal readonly record struct PackedBytes(byte[] Value)
{
    /// <summary>What is shorter is compact already.</summary>
    private const int ShortestPacked = 2048;

    /// <summary>Compresses bytes. Costs processor time, so not within a write.</summary>
    public static PackedBytes Of(byte[] plain)
    {
        var looksPacked = Brotli.IsPacked(plain);
        if (plain.Length < ShortestPacked && !looksPacked) return new(plain);
        var packed = Brotli.Pack(plain);
        return new(packed.Length < plain.Length || looksPacked ? packed : plain);
    }

    /// <summary>The bytes of a column; as a text in scores that were stored before they could be compressed.</summary>
    public static byte[] Read(DbDataReader row, int column) => row.GetValue(column) switch
    {
        byte[] bytes => Brotli.IsPacked(bytes) ? Brotli.Unpack(bytes) : bytes,
        string text => Encoding.UTF8.GetBytes(text),
        _ => [],
    };
}
