using Vindex.Statistics.Columns;
using Vindex.Statistics.Columns.Compaction;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Tests.Columns;

public sealed class BlockMergerTests
{
    private readonly PathTable _paths = new(10);
    private long _ids = 100;

    [Fact]
    public void Interleaved_blocks_become_one_in_time_order()
    {
        var first = Block([1, 2, 3], [10, 30, 50]);
        var second = Block([4, 5, 6], [20, 40, 60]);
        Rows(Merge(100, first, second)).ShouldBe([(10, 1, 1.0), (20, 4, 4.0), (30, 2, 2.0), (40, 5, 5.0), (50, 3, 3.0), (60, 6, 6.0)]);
    }

    [Fact]
    public void Rows_of_one_time_are_ordered_by_sequence_number_whatever_the_order_of_the_sources()
    {
        var late = Block([7, 8], [10, 10]);
        var early = Block([1, 2], [10, 10]);
        Rows(Merge(100, late, early)).Select(row => row.Sequence).ShouldBe([1, 2, 7, 8]);
    }

    [Fact]
    public void Deleted_rows_are_left_out()
    {
        var block = Delete(Block([1, 2, 3, 4], [10, 20, 30, 40]), 1, 2);
        var merged = Merge(100, block);
        merged.ShouldHaveSingleItem().Rows.ShouldBe(2);
        Rows(merged).ShouldBe([(10, 1, 1.0), (40, 4, 4.0)]);
    }

    [Fact]
    public void A_block_without_live_rows_disappears() => Merge(100, Delete(Block([1, 2], [10, 20]), 0, 1)).ShouldBeEmpty();

    [Theory]
    [InlineData(10, 10, 1)]
    [InlineData(11, 10, 2)]
    [InlineData(100, 10, 10)]
    [InlineData(101, 10, 11)]
    public void Rows_are_spread_evenly_over_as_few_blocks_as_possible(int rows, int blockRows, int blocks)
    {
        var sequences = Enumerable.Range(1, rows).Select(i => (long)i).ToArray();
        var merged = Merge(blockRows, Block(sequences, sequences));
        merged.Length.ShouldBe(blocks);
        merged.Max(block => block.Rows).ShouldBeLessThanOrEqualTo(blockRows);
        merged.Sum(block => block.Rows).ShouldBe(rows);
        (merged.Max(block => block.Rows) - merged.Min(block => block.Rows)).ShouldBeLessThanOrEqualTo((rows / blocks) - merged.Min(block => block.Rows) + 1);
    }

    [Fact]
    public void Merged_blocks_do_not_overlap_and_know_their_bounds()
    {
        var merged = Merge(4, Block([1, 2, 3, 4, 5], [50, 40, 30, 20, 10]), Block([6, 7, 8], [15, 35, 55]));
        for (var i = 1; i < merged.Length; i++)
            merged[i].MinTime.ShouldBeGreaterThanOrEqualTo(merged[i - 1].MaxTime);
        foreach (var block in merged)
        {
            var rows = Rows([block]);
            block.MinTime.ShouldBe(rows.Min(row => row.Time));
            block.MaxTime.ShouldBe(rows.Max(row => row.Time));
            block.MinSequence.ShouldBe(rows.Min(row => row.Sequence));
            block.MaxSequence.ShouldBe(rows.Max(row => row.Sequence));
        }
    }

    [Fact]
    public void Every_merged_block_gets_an_id_of_its_own() =>
        Merge(2, Block([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6])).Select(block => block.Id).ShouldBe([101, 102, 103]);

    [Fact]
    public void Types_triggers_texts_booleans_and_arrays_survive()
    {
        LoggedRow[] rows =
        [
            TestBlocks.Row(1, 10, """{"x":"ä","b":true,"l":[1]}""", "type 1", "trigger"),
            TestBlocks.Row(2, 20, """{"x":"b"}""", "type 2"),
            TestBlocks.Row(3, 30, """{"b":false}""", "type 1", ""),
        ];
        var merged = new LiveBlock(Merge(100, [.. TestBlocks.Of(_paths, new Limits { BlockRows = 2 }, rows).Select(block => new LiveBlock(block))])[0]);
        Values(merged, "x", ValueKind.Text).ShouldBe(["ä", "b", null]);
        Values(merged, "b", ValueKind.Boolean).ShouldBe([1.0, null, 0.0]);
        Values(merged, "l", ValueKind.Array).ShouldBe(["[1]", null, null]);
        Texts(merged, ColumnKey.Type).ShouldBe(["type 1", "type 2", "type 1"]);
        Texts(merged, ColumnKey.Trigger).ShouldBe(["trigger", null, ""]);
    }

    [Fact]
    public void A_column_that_only_one_source_has_keeps_its_values_at_their_rows()
    {
        var without = new LiveBlock(TestBlocks.Of(_paths, new Limits(), TestBlocks.Row(1, 10, "{}"), TestBlocks.Row(2, 30, "{}"))[0]);
        var with = Block([3], [20]);
        Rows(Merge(100, without, with)).ShouldBe([(10, 1, null), (20, 3, 3.0), (30, 2, null)]);
    }

    [Fact]
    public void Texts_that_were_dropped_in_a_source_stay_dropped()
    {
        var limits = new Limits { Texts = 2 };
        LoggedRow[] rows = [.. Enumerable.Range(0, 3).Select(i => TestBlocks.Row(i + 1, i, $"{{\"x\":\"{i}\"}}"))];
        var dropped = new LiveBlock(TestBlocks.Of(_paths, limits, rows)[0]);
        var kept = new LiveBlock(TestBlocks.Of(_paths, limits, TestBlocks.Row(9, 9, """{"x":"y"}"""))[0]);
        _paths.TryFind("x", out var path).ShouldBeTrue();
        kept.Block.Codes(new ColumnKey(path, ValueKind.Text))!.TextsDropped.ShouldBeFalse();
        BlockMerger.Merge([dropped, kept], limits, () => ++_ids)[0].Codes(new ColumnKey(path, ValueKind.Text))!.TextsDropped.ShouldBeTrue();
    }

    private StoredBlock[] Merge(int blockRows, params LiveBlock[] sources) => BlockMerger.Merge(sources, new Limits { BlockRows = blockRows }, () => ++_ids);

    private LiveBlock Block(long[] sequences, long[] times)
    {
        var rows = sequences.Zip(times).Select(pair => TestBlocks.Row(pair.First, pair.Second, $"{{\"a\":{pair.First}}}")).ToArray();
        return new LiveBlock(TestBlocks.Of(_paths, new Limits(), rows).ShouldHaveSingleItem());
    }

    private static LiveBlock Delete(LiveBlock live, params int[] rows)
    {
        var tombstones = new PendingTombstones();
        foreach (var row in rows)
            tombstones.MarkDeleted(live, row);
        return tombstones.ApplyTombstones([live])[0];
    }

    private List<(long Time, long Sequence, object? Value)> Rows(StoredBlock[] blocks) =>
        [.. blocks.SelectMany(block => TestBlocks.Rows(new LiveBlock(block), _paths, "a", ValueKind.Number))];

    private IEnumerable<object?> Values(LiveBlock live, string path, ValueKind kind) => TestBlocks.Rows(live, _paths, path, kind).Select(row => row.Value);

    private static IEnumerable<string?> Texts(LiveBlock live, ColumnKey key)
    {
        var column = live.Block.Codes(key)!;
        return column.Codes(0, live.Block.Rows, new ushort[live.Block.Rows]).ToArray().Select(code => code == column.Distinct ? null : column.Texts![code]);
    }
}
