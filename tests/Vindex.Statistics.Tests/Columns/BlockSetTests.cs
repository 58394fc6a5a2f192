using Vindex.Statistics.Columns;
using Vindex.Statistics.Columns.Compaction;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Tests.Columns;

public sealed class BlockSetTests
{
    private static readonly Limits s_limits = new() { BlockRows = 100 };
    private readonly PathTable _paths = new(10);
    private readonly BlockSet _blocks = new();

    [Fact]
    public void A_deletion_is_visible_once_it_is_applied()
    {
        Add(1, 2, 3);
        var before = _blocks.ApplyTombstones();
        _blocks.MarkDeleted(2, 20).ShouldBeTrue();
        before[0].DeletedRows.ShouldBe(0);
        Live(_blocks.ApplyTombstones()).ShouldBe([1, 3]);
        before[0].DeletedRows.ShouldBe(0);
    }

    [Fact]
    public void Deleting_a_row_twice_deletes_one_row()
    {
        Add(1, 2, 3);
        _blocks.MarkDeleted(2, 20);
        _blocks.MarkDeleted(2, 20);
        _blocks.ApplyTombstones()[0].DeletedRows.ShouldBe(1);
        _blocks.MarkDeleted(2, 20);
        _blocks.ApplyTombstones()[0].DeletedRows.ShouldBe(1);
    }

    [Fact]
    public void Later_deletions_add_to_earlier_ones()
    {
        Add(1, 2, 3, 4);
        _blocks.MarkDeleted(1, 10);
        _blocks.ApplyTombstones();
        _blocks.MarkDeleted(4, 40);
        Live(_blocks.ApplyTombstones()).ShouldBe([2, 3]);
    }

    [Theory]
    [InlineData(9, 20)]
    [InlineData(2, 21)]
    [InlineData(2, 900)]
    [InlineData(2, -5)]
    public void A_row_that_no_block_has_is_not_deleted(long sequence, long time)
    {
        Add(1, 2, 3);
        _blocks.MarkDeleted(sequence, time).ShouldBeFalse();
        Live(_blocks.ApplyTombstones()).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Of_rows_with_one_time_the_one_with_the_sequence_number_is_deleted()
    {
        _blocks.Add(TestBlocks.Of(_paths, s_limits, [.. Enumerable.Range(1, 70).Select(i => TestBlocks.Row(i, 5, "{}"))]));
        _blocks.MarkDeleted(64, 5).ShouldBeTrue();
        _blocks.MarkDeleted(65, 5).ShouldBeTrue();
        Live(_blocks.ApplyTombstones()).ShouldBe(Enumerable.Range(1, 70).Except([64, 65]).Select(i => (long)i));
    }

    [Fact]
    public void The_row_is_found_in_whichever_block_has_it()
    {
        Add(1, 2);
        Add(3, 4);
        _blocks.MarkDeleted(4, 40).ShouldBeTrue();
        _blocks.ApplyTombstones().Select(live => live.DeletedRows).ShouldBe([0, 1]);
    }

    [Fact]
    public void Merged_blocks_replace_their_sources_and_others_stay()
    {
        Add(1, 2);
        Add(3, 4);
        Add(5, 6);
        var all = _blocks.ApplyTombstones();
        _blocks.TryReplace([all[0], all[1]], Merge(all[0], all[1])).ShouldBeTrue();
        var blocks = _blocks.ApplyTombstones();
        blocks.Count.ShouldBe(2);
        blocks[0].Block.ShouldBe(all[2].Block);
        Live(blocks).ShouldBe([5, 6, 1, 2, 3, 4]);
    }

    [Fact]
    public void A_row_deleted_while_its_block_was_merged_is_deleted_in_the_merged_block()
    {
        Add(1, 2);
        Add(3, 4);
        _blocks.MarkDeleted(1, 10);
        var all = _blocks.ApplyTombstones();
        var merged = Merge(all[0], all[1]);
        _blocks.MarkDeleted(2, 20);
        _blocks.MarkDeleted(4, 40);
        _blocks.TryReplace(all, merged).ShouldBeTrue();
        Live(_blocks.ApplyTombstones()).ShouldBe([3]);
    }

    [Fact]
    public void A_deletion_that_was_applied_while_its_block_was_merged_is_carried_over_too()
    {
        Add(1, 2, 3);
        var all = _blocks.ApplyTombstones();
        var merged = Merge(all[0]);
        _blocks.MarkDeleted(2, 20);
        _blocks.ApplyTombstones();
        _blocks.TryReplace(all, merged).ShouldBeTrue();
        Live(_blocks.ApplyTombstones()).ShouldBe([1, 3]);
    }

    [Fact]
    public void A_merge_that_left_no_rows_removes_its_sources()
    {
        Add(1);
        _blocks.MarkDeleted(1, 10);
        var all = _blocks.ApplyTombstones();
        var merged = Merge(all[0]);
        merged.ShouldBeEmpty();
        _blocks.TryReplace(all, merged).ShouldBeTrue();
        _blocks.ApplyTombstones().ShouldBeEmpty();
    }

    [Fact]
    public void After_a_reset_merged_blocks_are_rejected()
    {
        Add(1, 2);
        var all = _blocks.ApplyTombstones();
        var merged = Merge(all[0]);
        _blocks.Clear();
        Add(7, 8);
        _blocks.TryReplace(all, merged).ShouldBeFalse();
        Live(_blocks.ApplyTombstones()).ShouldBe([7, 8]);
    }

    [Fact]
    public void If_one_of_the_sources_is_gone_nothing_is_replaced()
    {
        Add(1, 2);
        Add(3, 4);
        var all = _blocks.ApplyTombstones();
        _blocks.TryReplace([all[0]], Merge(all[0])).ShouldBeTrue();
        _blocks.TryReplace(all, Merge(all[0], all[1])).ShouldBeFalse();
        Live(_blocks.ApplyTombstones()).ShouldBe([3, 4, 1, 2]);
    }

    [Fact]
    public void A_failure_while_deletions_are_carried_over_leaves_the_sources_in_place()
    {
        var slots = new Dictionary<ColumnKey, ColumnSlot>
        {
            [ColumnKey.Time] = new(LongColumn.Of([10, 20])),
            [ColumnKey.Sequence] = new(LongColumn.Of([1, 2])),
        };
        var source = new LiveBlock(new StoredBlock(1, slots) { Rows = 2, MinTime = 10, MaxTime = 20, MinSequence = 1, MaxSequence = 2 });
        _blocks.Load([source]);
        _blocks.MarkDeleted(2, 20).ShouldBeTrue();
        var broken = new StoredBlock(2, new() { [ColumnKey.Time] = new(() => throw new InvalidOperationException("unreadable")) })
        {
            Rows = 2,
            MinTime = 10,
            MaxTime = 20,
            MinSequence = 1,
            MaxSequence = 2,
        };
        Should.Throw<InvalidOperationException>(() => _blocks.TryReplace([source], [broken]));
        var live = _blocks.ApplyTombstones().ShouldHaveSingleItem();
        live.Block.ShouldBe(source.Block);
        live.IsDeleted(1).ShouldBeTrue();
    }

    [Fact]
    public void Loading_drops_what_was_there_and_its_pending_deletions()
    {
        Add(1, 2);
        var loaded = _blocks.ApplyTombstones();
        _blocks.MarkDeleted(1, 10);
        _blocks.Load(loaded);
        Live(_blocks.ApplyTombstones()).ShouldBe([1, 2]);
    }

    private void Add(params long[] sequences) =>
        _blocks.Add(TestBlocks.Of(_paths, s_limits, [.. sequences.Select(sequence => TestBlocks.Row(sequence, sequence * 10, "{\"a\":1}"))]));

    private static StoredBlock[] Merge(params LiveBlock[] sources)
    {
        var id = 1000L;
        return BlockMerger.Merge(sources, s_limits, () => ++id);
    }

    private List<long> Live(IReadOnlyList<LiveBlock> blocks) =>
        [.. blocks.SelectMany(live => TestBlocks.Rows(live, _paths, "a", ValueKind.Number)).Select(row => row.Sequence)];
}
