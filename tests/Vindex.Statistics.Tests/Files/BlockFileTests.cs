using Vindex.Statistics.Columns;
using Vindex.Statistics.Files;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Tests.Files;

public sealed class BlockFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WorkCounters _counters = new();
    private readonly PathTable _paths = new(10);

    private string BlockPath => Path.Combine(_folder.Path, "7.block");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_block_reads_back_as_it_was_written()
    {
        var block = Write();
        var read = Open(block);
        (read.Id, read.Rows, read.MinTime, read.MaxTime, read.MinSequence, read.MaxSequence).ShouldBe((1, 3, -5, 20, 1, 3));
        read.Slots.Keys.ShouldBe(block.Slots.Keys, ignoreOrder: true);
        foreach (var (path, kind) in new[] { ("n", ValueKind.Number), ("b.c", ValueKind.Text), ("b.d", ValueKind.Boolean), ("l", ValueKind.Array) })
            TestBlocks.Rows(new LiveBlock(read), _paths, path, kind).ShouldBe(TestBlocks.Rows(new LiveBlock(block), _paths, path, kind));
        read.Codes(ColumnKey.Type)!.Texts.ShouldBe(["t", "ü"]);
        read.Codes(ColumnKey.Trigger)!.Count.ShouldBe(1);
    }

    [Fact]
    public void Opening_a_block_reads_no_column_and_using_one_reads_only_that()
    {
        var read = Open(Write());
        _counters.ColumnsLoaded.ShouldBe(0);
        read.Times[0].ShouldBe(-5);
        _ = read.Times;
        _counters.ColumnsLoaded.ShouldBe(1);
        read.Bytes.ShouldBeLessThan(200 + (96 * read.Slots.Count) + 200);
    }

    [Fact]
    public void After_writing_columns_can_be_unloaded_and_read_back()
    {
        var block = Write();
        _counters.BlocksWritten.ShouldBe(1);
        block.Slots.Values.Sum(slot => slot.Unload(includeRecentlyUsed: true)).ShouldBeGreaterThan(0);
        block.Slots.Values.Sum(slot => slot.Bytes).ShouldBe(0);
        TestBlocks.Rows(new LiveBlock(block), _paths, "n", ValueKind.Number).Select(row => row.Value).ShouldBe([3.0, 1.5, null]);
        _counters.ColumnsLoaded.ShouldBe(2 + 1);
    }

    [Fact]
    public void Path_numbers_may_differ_when_a_block_is_opened()
    {
        var block = Write();
        var others = new PathTable(10);
        others.Restore(["x", "l", "b.d", "b.c", "n"], overflowed: false);
        var read = BlockFile.Open(
            BlockPath, block.Id, block.FileCheck!.Value, name => others.TryFind(name, out var id) ? id : throw new InvalidDataException(name), _counters);
        TestBlocks.Rows(new LiveBlock(read), others, "n", ValueKind.Number).Select(row => row.Value).ShouldBe([3.0, 1.5, null]);
    }

    [Fact]
    public void A_file_of_another_block_or_another_version_of_it_is_refused()
    {
        var block = Write();
        Lost(() => Open(block.Id + 1, block.FileCheck!.Value)).Message.ShouldContain("block 1, not 2");
        Lost(() => Open(block.Id, block.FileCheck!.Value ^ 1)).Path.ShouldBe(BlockPath);
    }

    [Fact]
    public void Every_single_damaged_byte_is_noticed_when_it_is_read()
    {
        var block = Write();
        var bytes = File.ReadAllBytes(BlockPath);
        for (var at = 0; at < bytes.Length; at++)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x10;
            File.WriteAllBytes(BlockPath, damaged);
            Lost(() =>
            {
                foreach (var slot in Open(block).Slots.Values)
                    slot.Get();
            });
        }
    }

    [Fact]
    public void Every_truncation_is_noticed_when_it_is_read()
    {
        var block = Write();
        var bytes = File.ReadAllBytes(BlockPath);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(BlockPath, bytes[..length]);
            Lost(() =>
            {
                foreach (var slot in Open(block).Slots.Values)
                    slot.Get();
            });
        }
    }

    [Fact]
    public void A_missing_file_and_a_folder_in_its_place_are_lost_files()
    {
        var block = Write();
        File.Delete(BlockPath);
        Lost(() => Open(block)).InnerException.ShouldBeOfType<FileNotFoundException>();
        Directory.CreateDirectory(BlockPath);
        Lost(() => Open(block));
    }

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xE3069283u)]
    public void Checksums_are_those_of_the_standard(string text, uint checksum) => Checksum.Of(System.Text.Encoding.ASCII.GetBytes(text)).ShouldBe(checksum);

    [Fact]
    public void Checksums_of_zeros_and_ones_are_those_of_RFC_3720()
    {
        Checksum.Of(new byte[32]).ShouldBe(0x8A9136AAu);
        Checksum.Of([.. Enumerable.Repeat((byte)0xFF, 32)]).ShouldBe(0x62A8AB43u);
        Checksum.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]).ShouldBe(0x46DD794Eu);
    }

    [Fact]
    public void An_array_longer_than_its_file_is_refused_before_it_is_allocated()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(int.MaxValue);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Should.Throw<InvalidDataException>(() => reader.ReadArray<double>());
    }

    private static LostFileException Lost(Action read) => Should.Throw<LostFileException>(read);

    private StoredBlock Write()
    {
        var block = TestBlocks.Of(
            _paths,
            new Limits(),
            TestBlocks.Row(1, 10, """{"n":1.5,"b":{"c":"x\u0000ü","d":true}}""", "t", "trigger"),
            TestBlocks.Row(2, -5, """{"n":3,"l":[1]}""", "ü"),
            TestBlocks.Row(3, 20, """{"b":{"c":"y","d":false}}""")).ShouldHaveSingleItem();
        BlockFile.Write(BlockPath, block, _paths.Paths, _counters);
        return block;
    }

    private StoredBlock Open(StoredBlock block) => Open(block.Id, block.FileCheck!.Value);

    private StoredBlock Open(long id, uint check) =>
        BlockFile.Open(BlockPath, id, check, name => _paths.TryFind(name, out var path) ? path : throw new InvalidDataException(name), _counters);
}
