using System.Runtime.InteropServices;

namespace Vindex.Statistics.Columns;

/// <summary>A column of a block. Immutable; can be written to a block file and read back.</summary>
internal abstract class Column
{
    /// <summary>Approximate memory use in bytes.</summary>
    public abstract long Bytes { get; }

    public abstract void Write(BinaryWriter writer);
}

/// <summary>Arrays of numbers in a block file: length (−1 for null) and bytes (little-endian, as in memory).</summary>
internal static class ArrayFormat
{
    public static void WriteArray<T>(this BinaryWriter writer, T[]? values)
        where T : unmanaged
    {
        writer.Write(values?.Length ?? -1);
        if (values is not null)
            writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    public static T[]? ReadArray<T>(this BinaryReader reader)
        where T : unmanaged
    {
        var length = reader.ReadInt32();
        if (length < 0)
            return null;
        if (length > reader.BaseStream.Length)
            throw new InvalidDataException($"An array of {length} items does not fit in {reader.BaseStream.Length} bytes.");
        var values = new T[length];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
