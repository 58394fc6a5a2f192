using System.Buffers.Binary;
using System.Numerics;

namespace Vindex.Storage.Sql.Scores.Titles;

/// <summary>
/// Entries of one company, in the order of their numbers, as one piece of bytes that is searched as it is: the numbers and the times of creation (8 bytes
/// each), where each entry's text ends (4 bytes each), and the texts one after the other. All numbers are little-endian.
/// </summary>
internal readonly ref struct TitleBlock
{
    private const int NumberSize = sizeof(long);
    private const int EndSize = sizeof(int);
    private const int EntrySize = (2 * NumberSize) + EndSize;

    private readonly ReadOnlySpan<byte> _numbers;
    private readonly ReadOnlySpan<byte> _times;
    private readonly ReadOnlySpan<byte> _ends;
    private readonly ReadOnlySpan<byte> _texts;

    private TitleBlock(ReadOnlySpan<byte> content, int rows)
    {
        var numbers = rows * NumberSize;
        _numbers = content[..numbers];
        _times = content.Slice(numbers, numbers);
        _ends = content.Slice(2 * numbers, rows * EndSize);
        _texts = content[(rows * EntrySize)..];
        Rows = rows;
    }

    /// <summary>How many entries it has.</summary>
    public int Rows { get; }

    /// <summary>Opens a block. False if it is damaged.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> content, int rows, long checksum, out TitleBlock block)
    {
        var isSound = rows > 0 && content.Length > (long)rows * EntrySize && Checksum(content, rows) == checksum;
        block = isSound ? new TitleBlock(content, rows) : default;
        return isSound;
    }

    /// <summary>Packs entries, which are in the order of their numbers.</summary>
    public static byte[] Pack(ReadOnlySpan<TitleEntry> entries)
    {
        var length = 0;
        foreach (var entry in entries) length += entry.Text.Length;
        var content = new byte[(entries.Length * EntrySize) + length];
        var end = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(i * NumberSize), entry.No);
            BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan((entries.Length + i) * NumberSize), entry.CreatedAt);
            entry.Text.Span.CopyTo(content.AsSpan((entries.Length * EntrySize) + end));
            end += entry.Text.Length;
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan((2 * entries.Length * NumberSize) + (i * EndSize)), end);
        }

        return content;
    }

    /// <summary>A checksum (CRC-32C) of a block's bytes and how many entries it has, by which damage is found.</summary>
    public static long Checksum(ReadOnlySpan<byte> content, int rows)
    {
        var sum = BitOperations.Crc32C(uint.MaxValue, (uint)rows);
        for (; content.Length >= NumberSize; content = content[NumberSize..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(content));
        }

        foreach (var rest in content) sum = BitOperations.Crc32C(sum, rest);
        return sum;
    }

    /// <summary>Its entries.</summary>
    public List<TitleEntry> Unpack()
    {
        var entries = new List<TitleEntry>(Rows);
        for (var i = 0; i < Rows; i++) entries.Add(new TitleEntry(No(i), CreatedAt(i), _texts[Begin(i)..EndOf(i)].ToArray()));
        return entries;
    }

    /// <summary>Adds the numbers of the entries that have all words and are within the range.</summary>
    public void Find(TitleWords words, List<long> found)
    {
        var entry = 0;
        for (var position = 0; _texts[position..].IndexOf(words.Longest) is >= 0 and var offset; position = EndOf(entry))
        {
            while (EndOf(entry) <= position + offset) entry++;
            if (words.Includes(CreatedAt(entry)) && words.OthersOccurIn(_texts[Begin(entry)..EndOf(entry)])) found.Add(No(entry));
        }
    }

    private long No(int entry) => BinaryPrimitives.ReadInt64LittleEndian(_numbers[(entry * NumberSize)..]);

    private long CreatedAt(int entry) => BinaryPrimitives.ReadInt64LittleEndian(_times[(entry * NumberSize)..]);

    private int Begin(int entry) => entry == 0 ? 0 : EndOf(entry - 1);

    private int EndOf(int entry) => BinaryPrimitives.ReadInt32LittleEndian(_ends[(entry * EndSize)..]);
}
