using System.Text;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Files;

/// <summary>A block file is missing or damaged. No data is lost: the rows are in the store.</summary>
internal sealed class LostFileException(string path, string message, Exception? inner = null) : Exception($"{path} {message}", inner)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}

/// <summary>
/// One file per block: a header that lists the columns, then one section per column with its CRC-32C, so that a question reads only the columns it
/// needs. Not memory-mapped: a truncated file must give an error, not a signal.
/// </summary>
internal static class BlockFile
{
    private const uint Magic = 0x31424456;

    /// <summary>Writes a block; from then on its columns can be unloaded and read back.</summary>
    public static void Write(string path, StoredBlock block, IReadOnlyList<string> paths, WorkCounters counters)
    {
        using var sections = new MemoryStream();
        using var head = new MemoryStream();
        using (var writer = new BinaryWriter(head, Encoding.UTF8, leaveOpen: true))
            WriteHeader(writer, sections, block, paths);
        var check = Checksum.Of(head.GetBuffer().AsSpan(0, (int)head.Length));
        var part = path + ".part";
        using (var file = PrivateFile.Create(part))
        {
            Span<byte> opening = stackalloc byte[12];
            BitConverter.TryWriteBytes(opening, Magic);
            BitConverter.TryWriteBytes(opening[4..], (int)head.Length);
            BitConverter.TryWriteBytes(opening[8..], check);
            file.Write(opening);
            file.Write(head.GetBuffer().AsSpan(0, (int)head.Length));
            file.Write(sections.GetBuffer().AsSpan(0, (int)sections.Length));
        }
        File.Move(part, path, overwrite: true);
        counters.AddBlockWritten();
        block.FileCheck = check;
        foreach (var (key, load) in Sections(path, head.ToArray(), counters).Sections)
            block.Slots[KeyOf(key, paths)].SetLoader(load);
    }

    /// <summary>Opens a block whose columns are read on first use.</summary>
    /// <exception cref="LostFileException">The file is missing, truncated, changed, or not the expected one.</exception>
    public static StoredBlock Open(string path, long id, uint check, Func<string, int> pathId, WorkCounters counters)
    {
        var opening = ReadAt(path, 0, 12);
        var length = BitConverter.ToInt32(opening, 4);
        if (BitConverter.ToUInt32(opening) != Magic || BitConverter.ToUInt32(opening, 8) != check || length is < 0 or > 1 << 24)
            throw new LostFileException(path, "is not the expected block file.");
        var head = ReadAt(path, 12, length);
        if (Checksum.Of(head) != check)
            throw new LostFileException(path, "has a damaged header.");
        var (shape, sections) = Sections(path, head, counters);
        if (shape.Id != id)
            throw new LostFileException(path, $"holds block {shape.Id}, not {id}.");
        var slots = sections.ToDictionary(
            section => section.Key.Special ? new ColumnKey(section.Key.Path, default) : new ColumnKey(pathId(section.Key.Name), section.Key.Kind),
            section => new ColumnSlot(section.Load));
        return new StoredBlock(id, slots)
        {
            Rows = shape.Rows,
            MinTime = shape.MinTime,
            MaxTime = shape.MaxTime,
            MinSequence = shape.MinSequence,
            MaxSequence = shape.MaxSequence,
            FileCheck = check,
        };
    }

    private static void WriteHeader(BinaryWriter writer, MemoryStream sections, StoredBlock block, IReadOnlyList<string> paths)
    {
        writer.Write(block.Id);
        writer.Write(block.Rows);
        writer.Write(block.MinTime);
        writer.Write(block.MaxTime);
        writer.Write(block.MinSequence);
        writer.Write(block.MaxSequence);
        writer.Write(block.Slots.Count);
        foreach (var (key, slot) in block.Slots)
        {
            var from = sections.Position;
            using (var section = new BinaryWriter(sections, Encoding.UTF8, leaveOpen: true))
                slot.Get().Write(section);
            var length = (int)(sections.Position - from);
            writer.Write(key.Path);
            writer.Write((byte)key.Kind);
            writer.Write(key.Path >= 0 ? paths[key.Path] : "");
            writer.Write(from);
            writer.Write(length);
            writer.Write(Checksum.Of(sections.GetBuffer().AsSpan((int)from, length)));
        }
    }

    private static (Shape Shape, List<(SectionKey Key, Func<Column> Load)> Sections) Sections(string path, byte[] head, WorkCounters counters)
    {
        using var reader = new BinaryReader(new MemoryStream(head), Encoding.UTF8);
        var shape = new Shape(
            reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        var count = reader.ReadInt32();
        var sections = new List<(SectionKey, Func<Column>)>(count);
        for (var i = 0; i < count; i++)
        {
            var key = new SectionKey(reader.ReadInt32(), (ValueKind)reader.ReadByte(), reader.ReadString());
            var at = 12 + head.Length + reader.ReadInt64();
            var length = reader.ReadInt32();
            var check = reader.ReadUInt32();
            sections.Add((key, () => Load(path, key, new Section(at, length, check), counters)));
        }
        return (shape, sections);
    }

    private static Column Load(string path, SectionKey key, in Section section, WorkCounters counters)
    {
        counters.AddColumnLoaded();
        var bytes = ReadAt(path, section.At, section.Length);
        if (Checksum.Of(bytes) != section.Check)
            throw new LostFileException(path, "has a damaged column.");
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return key.Path == ColumnKey.Time.Path || key.Path == ColumnKey.Sequence.Path ? LongColumn.Read(reader) : CodeColumn.Read(reader);
    }

    private static ColumnKey KeyOf(SectionKey key, IReadOnlyList<string> paths) =>
        key.Special ? new ColumnKey(key.Path, default) : new ColumnKey(paths.Index().First(path => path.Item == key.Name).Index, key.Kind);

    private static byte[] ReadAt(string path, long at, int length)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var bytes = new byte[length];
            for (var read = 0; read < length;)
            {
                var count = RandomAccess.Read(file, bytes.AsSpan(read), at + read);
                if (count == 0)
                    throw new LostFileException(path, $"ends at {at + read} instead of {at + length}.");
                read += count;
            }
            return bytes;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new LostFileException(path, "cannot be read.", broken);
        }
    }

    private readonly record struct Shape(long Id, int Rows, long MinTime, long MaxTime, long MinSequence, long MaxSequence);

    private readonly record struct Section(long At, int Length, uint Check);

    private readonly record struct SectionKey(int Path, ValueKind Kind, string Name)
    {
        public bool Special => Path < 0;
    }
}
