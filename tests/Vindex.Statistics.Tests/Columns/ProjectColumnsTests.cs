using System.Text;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Columns.Compaction;

namespace Vindex.Statistics.Tests.Columns;

/// <summary>How a project follows its log, and that its work and the number of its blocks stay in proportion to what was written.</summary>
public sealed class ProjectColumnsTests
{
    private const string Project = "entity/project";
    private readonly MemoryChangeLog _log = new();
    private readonly WorkCounters _counters = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_again_without_changes_reads_nothing_and_gives_the_same_snapshot()
    {
        var columns = Columns(10, 80);
        Insert(25);
        var snapshot = await columns.CatchUpAsync(Cancelled);
        _counters.ChangesRead.ShouldBe(25);
        (await columns.CatchUpAsync(Cancelled)).ShouldBeSameAs(snapshot);
        _counters.ChangesRead.ShouldBe(25);
    }

    [Fact]
    public async Task Every_change_is_read_exactly_once()
    {
        var columns = Columns(10, 80);
        for (var round = 1; round <= 50; round++)
        {
            Insert(7);
            await columns.CatchUpAsync(Cancelled);
            _counters.ChangesRead.ShouldBe(round * 7);
        }
    }

    [Theory]
    [InlineData(9, 0, 9)]
    [InlineData(10, 1, 0)]
    [InlineData(11, 1, 0)]
    public async Task The_tail_becomes_a_block_when_it_is_full(int rows, int blocks, int tail)
    {
        var columns = Columns(10, 800);
        Insert(rows);
        var snapshot = await columns.CatchUpAsync(Cancelled);
        snapshot.Blocks.Count.ShouldBe(blocks == 0 ? 0 : snapshot.Blocks.Count);
        (snapshot.Tail?.Block.Rows ?? 0).ShouldBe(rows < 10 ? tail : snapshot.Tail?.Block.Rows ?? 0);
        (snapshot.Blocks.Sum(live => live.Block.Rows) + (snapshot.Tail?.Block.Rows ?? 0)).ShouldBe(rows);
        (snapshot.Blocks.Count > 0).ShouldBe(blocks > 0);
    }

    [Fact]
    public async Task A_long_log_goes_straight_into_full_blocks()
    {
        var columns = Columns(10, 80);
        Insert(8000);
        var snapshot = await columns.CatchUpAsync(Cancelled);
        snapshot.Blocks.Count.ShouldBeLessThanOrEqualTo(8000 / 80);
        await columns.MaintainAsync(Cancelled);
        _counters.Merges.ShouldBe(0);
        columns.Current.ShouldBeSameAs(snapshot);
    }

    [Fact]
    public async Task Rows_in_order_are_merged_about_once_and_leave_full_blocks()
    {
        var columns = Columns(10, 80);
        for (var round = 0; round < 400; round++)
        {
            Insert(10);
            await columns.CatchUpAsync(Cancelled);
            await columns.MaintainAsync(Cancelled);
            columns.Current!.Blocks.Count.ShouldBeLessThan((round * 10 / 80) + CompactionPolicy.SmallRun + 1);
        }
        _counters.ChangesRead.ShouldBe(4000);
        _counters.Merges.ShouldBeInRange(45, 50);
        _counters.RowsMerged.ShouldBeInRange(3600, 4000);
        columns.Current!.Blocks.Count.ShouldBeInRange(50, 50 + CompactionPolicy.SmallRun);
    }

    [Fact]
    public async Task Seven_small_blocks_wait_for_the_eighth()
    {
        var columns = Columns(10, 80);
        for (var round = 1; round <= 7; round++)
        {
            Insert(10);
            await columns.CatchUpAsync(Cancelled);
            columns.NeedsMaintenance.ShouldBeFalse();
        }
        columns.Current!.Blocks.Count.ShouldBe(7);
        Insert(10);
        await columns.CatchUpAsync(Cancelled);
        columns.NeedsMaintenance.ShouldBeTrue();
        await columns.MaintainAsync(Cancelled);
        columns.Current!.Blocks.ShouldHaveSingleItem().Block.Rows.ShouldBe(80);
        columns.NeedsMaintenance.ShouldBeFalse();
        _counters.RowsMerged.ShouldBe(80);
    }

    [Fact]
    public async Task Late_rows_are_merged_until_few_blocks_cover_one_instant()
    {
        var random = new Random(5);
        var columns = Columns(100, 800);
        for (var i = 0; i < 20_000; i++)
        {
            Insert(random.Next(10) == 0 ? random.Next(i + 1) : i, $"{{\"a\":{i}}}");
            if (i % 500 != 0)
                continue;
            await columns.CatchUpAsync(Cancelled);
            await columns.MaintainAsync(Cancelled);
            DeepestOverlap(columns.Current!.Blocks).ShouldBeLessThanOrEqualTo(CompactionPolicy.MaxOverlap);
        }
        await columns.CatchUpAsync(Cancelled);
        await columns.MaintainAsync(Cancelled);
        var blocks = columns.Current!.Blocks;
        CompactionPolicy.Choose(blocks, new Limits { RunRows = 100, BlockRows = 800 }).ShouldBeEmpty();
        DeepestOverlap(blocks).ShouldBeLessThanOrEqualTo(CompactionPolicy.MaxOverlap);
        (blocks.Sum(live => live.Block.Rows) + (columns.Current.Tail?.Block.Rows ?? 0)).ShouldBe(20_000);
    }

    [Fact]
    public async Task Only_late_rows_far_from_each_other_are_merged_a_bounded_number_of_times()
    {
        var columns = Columns(10, 80);
        Insert(8000);
        await columns.CatchUpAsync(Cancelled);
        var random = new Random(6);
        for (var round = 0; round < 200; round++)
        {
            for (var i = 0; i < 10; i++)
                Insert(random.Next(8000), "{\"a\":1}");
            await columns.CatchUpAsync(Cancelled);
            await columns.MaintainAsync(Cancelled);
        }
        // 2,000 late rows, each in a merge with at most 16 full blocks per eight runs of ten rows.
        _counters.RowsMerged.ShouldBeLessThan(200 / 8 * 16 * 80 * 8);
        columns.Current!.Blocks.Count.ShouldBeLessThan(10_000 / 80 * 2);
        DeepestOverlap(columns.Current.Blocks).ShouldBeLessThanOrEqualTo(CompactionPolicy.MaxOverlap);
    }

    [Fact]
    public async Task Deletions_are_merged_away_at_a_tenth_and_not_before()
    {
        var columns = Columns(100, 100);
        var rows = Insert(100);
        await columns.CatchUpAsync(Cancelled);
        foreach (var (index, row) in rows.Take(10).Index())
        {
            _log.Remove(Project, row);
            await columns.CatchUpAsync(Cancelled);
            columns.NeedsMaintenance.ShouldBe(index == 9);
        }
        await columns.MaintainAsync(Cancelled);
        _counters.RowsMerged.ShouldBe(90);
        var live = columns.Current!.Blocks.ShouldHaveSingleItem();
        (live.Block.Rows, live.DeletedRows).ShouldBe((90, 0));
    }

    [Fact]
    public async Task When_all_rows_are_deleted_no_block_stays()
    {
        var columns = Columns(10, 80);
        foreach (var row in Insert(200))
            _log.Remove(Project, row);
        await columns.CatchUpAsync(Cancelled);
        await columns.MaintainAsync(Cancelled);
        columns.Current!.All.Sum(live => live.Block.Rows - live.DeletedRows).ShouldBe(0);
        columns.Current.Blocks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_inserted_and_deleted_again_and_again_leaves_nothing_behind()
    {
        var columns = Columns(10, 80);
        for (var round = 0; round < 300; round++)
        {
            var row = Insert(round, "{\"a\":1}");
            await columns.CatchUpAsync(Cancelled);
            _log.Remove(Project, row);
            await columns.CatchUpAsync(Cancelled);
            await columns.MaintainAsync(Cancelled);
            columns.Current!.Blocks.Count.ShouldBeLessThanOrEqualTo(1);
        }
        columns.Current!.All.Sum(live => live.Block.Rows - live.DeletedRows).ShouldBe(0);
    }

    [Fact]
    public async Task An_old_snapshot_does_not_change()
    {
        var columns = Columns(10, 80);
        var rows = Insert(100);
        var snapshot = await columns.CatchUpAsync(Cancelled);
        var before = Live(snapshot);
        foreach (var row in rows.Take(50))
            _log.Remove(Project, row);
        Insert(300);
        await columns.CatchUpAsync(Cancelled);
        await columns.MaintainAsync(Cancelled);
        Live(snapshot).ShouldBe(before);
        before.ShouldBe(100);
        Live(columns.Current!).ShouldBe(350);
        columns.IsCurrent(snapshot).ShouldBeFalse();
        columns.IsCurrent(columns.Current!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_log_of_another_incarnation_is_read_from_its_start()
    {
        var columns = Columns(10, 80);
        Insert(100);
        await columns.CatchUpAsync(Cancelled);
        _log.Incarnation = "restored";
        Live(await columns.CatchUpAsync(Cancelled)).ShouldBe(100);
        _counters.ChangesRead.ShouldBe(200);
    }

    [Fact]
    public async Task After_a_reset_the_log_is_read_from_its_start()
    {
        var columns = Columns(10, 80);
        Insert(100);
        await columns.CatchUpAsync(Cancelled);
        await columns.ResetAsync(Cancelled);
        columns.Current.ShouldBeNull();
        columns.NeedsMaintenance.ShouldBeFalse();
        Live(await columns.CatchUpAsync(Cancelled)).ShouldBe(100);
        _counters.ChangesRead.ShouldBe(200);
    }

    [Fact]
    public async Task A_reset_between_merge_and_swap_discards_the_merge()
    {
        ProjectColumns? columns = null;
        columns = new ProjectColumns(
            Project, _log, null, new StatisticsOptions { Limits = new Limits { RunRows = 10, BlockRows = 80 }, Failpoint = Reset }, _counters);
        for (var round = 0; round < 8; round++)
        {
            Insert(10);
            await columns.CatchUpAsync(Cancelled);
        }
        await columns.MaintainAsync(Cancelled);
        columns.Current.ShouldBeNull();
        Live(await columns.CatchUpAsync(Cancelled)).ShouldBe(80);

        // The gate is free while blocks are merged, so a reset can come in between.
        void Reset(MaintenanceStep step)
        {
            if (step == MaintenanceStep.Merge)
                columns!.ResetAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    [Fact]
    public async Task A_failed_read_of_the_log_is_resumed_where_it_stopped()
    {
        var log = new FailingLog(_log);
        using var columns = new ProjectColumns(Project, log, null, TestProject.Small(), _counters);
        Insert(3000);
        log.FailAfter = 1;
        await Should.ThrowAsync<IOException>(() => columns.CatchUpAsync(Cancelled).AsTask());
        columns.Current.ShouldBeNull();
        log.FailAfter = int.MaxValue;
        Live(await columns.CatchUpAsync(Cancelled)).ShouldBe(3000);
        _counters.ChangesRead.ShouldBe(3000);
    }

    private ProjectColumns Columns(int runRows, int blockRows) => new(Project, _log, null, TestProject.Small(null, runRows, blockRows), _counters);

    private long[] Insert(int rows) => [.. Enumerable.Range(0, rows).Select(_ => Insert(_log.LiveRows(Project).Count, "{\"a\":1}"))];

    private long Insert(int second, string payload) => _log.Insert(Project, second * 1000L, "t", null, Encoding.UTF8.GetBytes(payload));

    private static int Live(Snapshot snapshot) => snapshot.All.Sum(live => live.Block.Rows - live.DeletedRows);

    private static int DeepestOverlap(IReadOnlyList<LiveBlock> blocks) =>
        blocks.Count == 0 ? 0 : blocks.Max(at => blocks.Count(live => live.Block.MinTime <= at.Block.MinTime && live.Block.MaxTime > at.Block.MinTime));
}
