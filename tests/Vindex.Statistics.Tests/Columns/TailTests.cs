using Vindex.Statistics.Columns;
using Vindex.Statistics.Columns.Compaction;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Tests.Columns;

public sealed class TailTests
{
    private readonly PathTable _paths = new(10);

    [Fact]
    public void Rows_come_out_in_time_order_and_equal_times_by_sequence_number()
    {
        var tail = Filled((1, 30), (2, 10), (3, 20), (4, 10), (5, 30));
        var sorted = tail.Freeze().Sorted();
        sorted.Times.ShouldBe([10, 10, 20, 30, 30]);
        sorted.Sequences.ShouldBe([2, 4, 3, 1, 5]);
    }

    [Fact]
    public void Deleted_rows_are_left_out_and_counted()
    {
        var tail = Filled((1, 10), (2, 20), (3, 30));
        tail.Remove(2).ShouldBeTrue();
        tail.Remove(2).ShouldBeTrue();
        tail.Count.ShouldBe(3);
        tail.DeletedRows.ShouldBe(1);
        tail.Freeze().Sorted().Sequences.ShouldBe([1, 3]);
    }

    [Fact]
    public void A_row_that_the_tail_does_not_have_is_not_deleted()
    {
        var tail = Filled((5, 10), (7, 20));
        tail.Remove(6).ShouldBeFalse();
        tail.Remove(8).ShouldBeFalse();
        tail.DeletedRows.ShouldBe(0);
    }

    [Fact]
    public void Frozen_rows_do_not_change_when_more_are_added_or_deleted()
    {
        var tail = Filled((1, 10), (2, 20));
        var frozen = tail.Freeze();
        for (var i = 3; i < 300; i++)
            tail.Add(TestBlocks.Row(i, i, $"{{\"a\":{i},\"b\":\"new\"}}"));
        tail.Remove(1);
        frozen.Sorted().Sequences.ShouldBe([1, 2]);
        Values(frozen, "a", ValueKind.Number).ShouldBe([1.0, 2.0]);
    }

    [Fact]
    public void Rows_beyond_the_first_64_can_be_deleted_too()
    {
        var tail = Filled([.. Enumerable.Range(1, 200).Select(i => ((long)i, (long)i))]);
        foreach (var sequence in new[] { 64, 65, 128, 129, 200 })
            tail.Remove(sequence).ShouldBeTrue();
        tail.Freeze().Sorted().Sequences.ShouldBe(Enumerable.Range(1, 200).Except([64, 65, 128, 129, 200]).Select(i => (long)i));
    }

    [Fact]
    public void Values_follow_their_rows_through_sorting_and_deletion()
    {
        var tail = Filled((1, 30), (2, 10), (3, 20));
        tail.Remove(3);
        Values(tail.Freeze(), "a", ValueKind.Number).ShouldBe([2.0, 1.0]);
    }

    [Fact]
    public void The_bounds_are_those_of_all_rows_ever_added()
    {
        var tail = Filled((4, 30), (5, -10), (6, 20));
        (tail.MinTime, tail.MaxTime, tail.FirstSequence).ShouldBe((-10, 30, 4));
    }

    [Fact]
    public void A_text_longer_than_the_limit_is_kept_as_present_only()
    {
        var tail = new Tail(_paths, new Limits { TextBytes = 4 }, 100);
        tail.Add(TestBlocks.Row(1, 10, """{"a":"1234"}"""));
        Column(tail.Freeze(), "a", ValueKind.Text)!.TextsDropped.ShouldBeFalse();
        tail.Add(TestBlocks.Row(2, 20, """{"a":"12345"}"""));
        Column(tail.Freeze(), "a", ValueKind.Text)!.TextsDropped.ShouldBeTrue();
    }

    [Fact]
    public void The_limit_of_texts_counts_distinct_ones_and_scales_with_the_blocks_to_come()
    {
        var limits = new Limits { Texts = 2, BlockRows = 10 };
        foreach (var (rows, texts, dropped) in new[] { (10, 2, false), (10, 3, true), (30, 6, false), (30, 7, true) })
        {
            var tail = new Tail(new PathTable(10), limits, rows);
            for (var i = 0; i < 20; i++)
                tail.Add(TestBlocks.Row(i + 1, i, $"{{\"a\":\"{i % texts}\"}}"));
            var collector = new ValueCollector(1, 100);
            tail.Freeze().Collect(new ColumnKey(0, ValueKind.Text), collector);
            collector.Build(new ColumnBuilder(), 0, new ColumnKey(0, ValueKind.Text), 20, int.MaxValue)!.TextsDropped.ShouldBe(dropped, $"{rows} {texts}");
        }
    }

    [Fact]
    public void Each_kind_of_value_at_a_path_has_a_column_of_its_own()
    {
        var tail = new Tail(_paths, new Limits(), 100);
        foreach (var (i, value) in new[] { "1", "true", "\"x\"", "[2]", "null", "{}" }.Index())
            tail.Add(TestBlocks.Row(i + 1, i, $"{{\"a\":{value}}}"));
        var frozen = tail.Freeze();
        Values(frozen, "a", ValueKind.Number).ShouldBe([1.0, null, null, null, null, null]);
        Values(frozen, "a", ValueKind.Boolean).ShouldBe([null, 1.0, null, null, null, null]);
        Values(frozen, "a", ValueKind.Text).ShouldBe([null, null, "x", null, null, null]);
        Values(frozen, "a", ValueKind.Array).ShouldBe([null, null, null, "[2]", null, null]);
        frozen.Keys().Select(key => key.Kind).ShouldBe(Enum.GetValues<ValueKind>(), ignoreOrder: true);
    }

    [Fact]
    public void A_column_that_no_row_has_is_null()
    {
        var tail = Filled((1, 10));
        Column(tail.Freeze(), "a", ValueKind.Text).ShouldBeNull();
        var collector = new ValueCollector(1, 1);
        tail.Freeze().Collect(new ColumnKey(99, ValueKind.Number), collector);
        collector.Build(new ColumnBuilder(), 0, new ColumnKey(99, ValueKind.Number), 1, 10).ShouldBeNull();
    }

    [Fact]
    public void Memory_use_grows_with_rows_and_not_with_repeated_texts()
    {
        var (few, many) = (new Tail(_paths, new Limits(), 100), new Tail(_paths, new Limits(), 100));
        for (var i = 0; i < 1000; i++)
        {
            few.Add(TestBlocks.Row(i + 1, i, "{\"a\":1}"));
            many.Add(TestBlocks.Row(i + 1, i, "{\"a\":1}", "a type", "a trigger"));
        }
        (many.Bytes - few.Bytes).ShouldBeInRange(0, 400);
        few.Bytes.ShouldBeGreaterThan(1000 * 32);
    }

    [Theory]
    [InlineData("1", 32 + 12)]
    [InlineData("true", 32 + 12)]
    [InlineData("\"text\"", 32 + 12 + 8)]
    [InlineData("\"a text beyond the limit\"", 32 + 4 + 8)]
    [InlineData("null", 32)]
    public void Memory_use_grows_by_the_same_amount_with_every_further_row(string value, long bytes)
    {
        var tail = new Tail(_paths, new Limits { TextBytes = 10 }, 100);
        for (var i = 0; i < 100; i++)
        {
            var before = tail.Bytes;
            tail.Add(TestBlocks.Row(i + 1, i, $"{{\"a\":{value}}}"));
            if (i > 0)
                (tail.Bytes - before).ShouldBe(bytes);
        }
    }

    [Fact]
    public void Memory_use_grows_with_every_new_type_and_trigger()
    {
        var tail = new Tail(_paths, new Limits(), 100);
        tail.Add(TestBlocks.Row(1, 1, "{}", "type", "trigger"));
        tail.Bytes.ShouldBe(2048 + 32 + 80 + (2 * 4) + 80 + (2 * 7));
        tail.Add(TestBlocks.Row(2, 2, "{}", "type", "trigger"));
        tail.Bytes.ShouldBe(2048 + (2 * 32) + 80 + (2 * 4) + 80 + (2 * 7));
    }

    private Tail Filled(params (long Sequence, long Time)[] rows)
    {
        var tail = new Tail(_paths, new Limits(), 100);
        foreach (var (sequence, time) in rows)
            tail.Add(TestBlocks.Row(sequence, time, $"{{\"a\":{sequence}}}"));
        return tail;
    }

    private CodeColumn? Column(TailRows rows, string path, ValueKind kind)
    {
        _paths.TryFind(path, out var id).ShouldBeTrue();
        var count = rows.Sorted().Count;
        return new TailBlock(rows, 4096) { Rows = count, MinTime = 0, MaxTime = 0 }.Codes(new ColumnKey(id, kind));
    }

    private object?[] Values(TailRows rows, string path, ValueKind kind)
    {
        var count = rows.Sorted().Count;
        if (Column(rows, path, kind) is not { } column)
            return new object?[count];
        return [.. column.Codes(0, count, new ushort[count]).ToArray()
            .Select(code => code == column.Distinct ? null : column.Numbers is { } numbers ? (object)numbers[code] : column.Texts![code])];
    }
}
