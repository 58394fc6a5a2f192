using Vindex.Statistics.Columns;
using Vindex.Statistics.Columns.Compaction;

namespace Vindex.Statistics.Tests.Columns;

/// <summary>When blocks are merged, and which: too late lets blocks pile up, too early writes rows again and again.</summary>
public sealed class CompactionPolicyTests
{
    private static readonly Limits s_limits = new() { BlockRows = 1000, RunRows = 100 };
    private long _ids;

    [Fact]
    public void Without_blocks_there_is_nothing_to_do() => Choose().ShouldBeEmpty();

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 8)]
    [InlineData(9, 8)]
    [InlineData(30, 8)]
    public void Eight_small_blocks_are_merged_at_once_and_seven_are_not(int blocks, int merged) =>
        Choose([.. Enumerable.Range(0, blocks).Select(i => Block(100, i * 10, (i * 10) + 9))]).Count.ShouldBe(merged);

    [Fact]
    public void The_earliest_small_blocks_are_merged()
    {
        var blocks = Enumerable.Range(0, 12).Select(i => Block(100, i * 10, (i * 10) + 9)).Reverse().ToArray();
        Choose(blocks).Select(live => live.Block.MinTime).Order().ShouldBe([0, 10, 20, 30, 40, 50, 60, 70]);
    }

    [Theory]
    [InlineData(250, 8)]
    [InlineData(251, 0)]
    public void A_block_is_small_up_to_a_quarter_of_a_full_one(int rows, int merged) =>
        Choose([.. Enumerable.Range(0, 8).Select(i => Block(rows, i * 10, (i * 10) + 9))]).Count.ShouldBe(merged);

    [Fact]
    public void Full_blocks_between_small_ones_are_left_alone()
    {
        var small = Enumerable.Range(0, 8).Select(i => Block(10, i * 20, (i * 20) + 9)).ToArray();
        var full = Enumerable.Range(0, 8).Select(i => Block(1000, (i * 20) + 10, (i * 20) + 19)).ToArray();
        Choose([.. small, .. full]).ShouldBe(small, ignoreOrder: true);
    }

    [Theory]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(1000, 1)]
    public void A_block_is_rewritten_when_a_tenth_of_its_rows_is_deleted(int deleted, int rewritten) =>
        Choose(Block(1000, 0, 10), Deleted(Block(1000, 20, 30), deleted)).Count.ShouldBe(rewritten);

    [Fact]
    public void Only_the_block_with_deletions_is_rewritten()
    {
        var other = Block(1000, 0, 10);
        var deleted = Deleted(Block(1000, 20, 30), 500);
        Choose(other, deleted).ShouldBe([deleted]);
    }

    [Fact]
    public void Deletions_come_before_overlaps_and_overlaps_before_small_blocks()
    {
        var small = Enumerable.Range(0, 8).Select(i => Block(10, (i * 10) + 5000, (i * 10) + 5009)).ToArray();
        var overlapping = Enumerable.Range(0, 9).Select(i => Block(900, i, 1000 + i)).ToArray();
        var deleted = Deleted(Block(1000, 9000, 9010), 500);
        Choose([.. small, .. overlapping, deleted]).ShouldBe([deleted]);
        Choose([.. small, .. overlapping]).ShouldBe(overlapping, ignoreOrder: true);
        Choose(small).ShouldBe(small, ignoreOrder: true);
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(9, 9)]
    [InlineData(12, 12)]
    public void More_than_eight_blocks_over_one_instant_are_merged(int blocks, int merged) =>
        Choose([.. Enumerable.Range(0, blocks).Select(i => Block(900, i, 100 + i))]).Count.ShouldBe(merged);

    [Fact]
    public void Only_the_blocks_over_the_deepest_instant_are_merged()
    {
        var deep = Enumerable.Range(0, 10).Select(i => Block(900, 100 + Math.Min(i, 8), 200)).ToArray();
        LiveBlock[] others = [Block(900, 0, 105), Block(900, 0, 108), Block(900, 200, 300), Block(900, 500, 600)];
        var chosen = Choose([.. others, .. deep]);
        chosen.ShouldBe(deep, ignoreOrder: true);
    }

    [Fact]
    public void Of_equally_deep_instants_the_earliest_is_merged_first()
    {
        var early = Enumerable.Range(0, 9).Select(i => Block(900, 100 + i, 200)).ToArray();
        var late = Enumerable.Range(0, 9).Select(i => Block(900, 300 + i, 400)).ToArray();
        Choose([.. late, .. early]).ShouldBe(early, ignoreOrder: true);
    }

    [Fact]
    public void Blocks_of_a_single_instant_are_not_merged_with_those_around_them()
    {
        var overlapping = Enumerable.Range(0, 9).Select(i => Block(900, i, 100)).ToArray();
        var instants = Enumerable.Range(0, 9).Select(_ => Block(900, 50, 50)).ToArray();
        Choose([.. instants, .. overlapping]).ShouldBe(overlapping, ignoreOrder: true);
    }

    [Fact]
    public void Blocks_that_share_only_the_instant_where_they_meet_do_not_overlap() =>
        Choose([.. Enumerable.Range(0, 20).Select(i => Block(900, i * 10, (i + 1) * 10))]).ShouldBeEmpty();

    [Fact]
    public void Blocks_of_a_single_instant_cannot_be_separated_and_do_not_count_as_overlapping() =>
        Choose([.. Enumerable.Range(0, 20).Select(_ => Block(900, 5, 5))]).ShouldBeEmpty();

    [Fact]
    public void A_merge_reads_at_most_sixteen_full_blocks_the_smallest_first()
    {
        var blocks = Enumerable.Range(0, 20).Select(i => Block(i >= 16 ? 500 : 1000, i, 100 + i)).ToArray();
        var chosen = Choose(blocks);
        chosen.Sum(live => live.Block.Rows).ShouldBe(16_000);
        chosen.Count(live => live.Block.Rows == 500).ShouldBe(4);
        chosen.Count.ShouldBe(18);
    }

    [Fact]
    public void Merging_until_nothing_is_chosen_ends_and_leaves_few_blocks()
    {
        // Each merge of n blocks is replaced by what the merger would make of them.
        var blocks = Enumerable.Range(0, 500).Select(i => Block(100, i * 10, (i * 10) + 9)).ToList();
        var merges = 0;
        while (Choose([.. blocks]) is { Count: > 0 } chosen)
        {
            (++merges).ShouldBeLessThan(500);
            blocks.RemoveAll(chosen.Contains);
            blocks.Add(Block(chosen.Sum(live => live.Block.Rows), chosen.Min(live => live.Block.MinTime), chosen.Max(live => live.Block.MaxTime)));
        }
        merges.ShouldBeInRange(50, 75);
        blocks.Count.ShouldBeInRange(50, 70);
    }

    private static IReadOnlyList<LiveBlock> Choose(params LiveBlock[] blocks) => CompactionPolicy.Choose(blocks, s_limits);

    private LiveBlock Block(int rows, long minTime, long maxTime) => new(TestBlocks.Empty(++_ids, rows, minTime, maxTime));

    private static LiveBlock Deleted(LiveBlock live, int rows)
    {
        var tombstones = new PendingTombstones();
        for (var row = 0; row < rows; row++)
            tombstones.MarkDeleted(live, row);
        return tombstones.ApplyTombstones([live])[0];
    }
}
