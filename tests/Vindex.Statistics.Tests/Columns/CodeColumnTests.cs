using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vindex.Statistics.Columns;

namespace Vindex.Statistics.Tests.Columns;

/// <summary>A column must give back the values it was built from, in each of the ways in which it can store them.</summary>
public sealed class CodeColumnTests
{
    private readonly ColumnBuilder _builder = new();
    private readonly ushort[] _scratch = new ushort[ColumnBlock.MaxRows];

    public static TheoryData<string> Layouts => ["dense bytes", "dense shorts", "sparse bytes", "sparse shorts", "constant", "sparse constant", "all distinct"];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_row_has_the_value_it_was_given(string layout)
    {
        var values = Values(layout);
        Decode(Column(values), 0, values.Length).ShouldBe(values);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Any_range_of_rows_has_its_values(string layout)
    {
        var values = Values(layout);
        var column = Column(values);
        foreach (var (from, to) in new[] { (0, 1), (1, values.Length), (values.Length / 3, values.Length / 2), (values.Length - 1, values.Length), (5, 5) })
            Decode(column, from, to).ShouldBe(values[from..to], $"{layout} {from}..{to}");
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Any_list_of_rows_has_its_values(string layout)
    {
        var values = Values(layout);
        var column = Column(values);
        var random = new Random(3);
        foreach (var share in new[] { 0.0, 0.01, 0.5, 1.0 })
        {
            var rows = Enumerable.Range(0, values.Length).Where(_ => random.NextDouble() < share).Select(row => (ushort)row).ToArray();
            Decode(column, column.Codes(rows, _scratch)).ShouldBe(rows.Select(row => values[row]), layout);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Counts_extremes_and_sum_are_those_of_the_values(string layout)
    {
        var values = Values(layout);
        var present = values.OfType<double>().ToList();
        var column = Column(values);
        column.Rows.ShouldBe(values.Length);
        column.Count.ShouldBe(present.Count);
        column.Distinct.ShouldBe(present.Distinct().Count());
        column.Numbers![0].ShouldBe(present.Min());
        column.Numbers[column.Distinct - 1].ShouldBe(present.Max());
        column.Sum.TryRound(out var sum).ShouldBeTrue();
        sum.ShouldBe((double)present.Sum(value => (decimal)value));
        foreach (var group in present.GroupBy(value => value))
            column.CountOf(column.Find(group.Key)).ShouldBe(group.Count());
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Cumulative_counts_are_left_out_exactly_when_every_value_occurs_once(string layout)
    {
        var values = Values(layout);
        var present = values.OfType<double>().ToList();
        var column = Column(values);
        (column.Cumulative is null).ShouldBe(present.Distinct().Count() == present.Count);
        for (var code = 0; code < column.Distinct && column.Cumulative is not null; code++)
            column.Cumulative[code].ShouldBe((ushort)present.Count(value => value <= column.Numbers![code]));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_column_reads_back_from_a_file_as_it_was_written(string layout)
    {
        var values = Values(layout);
        var column = Column(values);
        var read = RoundTrip(column);
        Decode(read, 0, values.Length).ShouldBe(values);
        read.Cumulative.ShouldBe(column.Cumulative);
        read.Sum.ShouldBe(column.Sum);
        read.Bytes.ShouldBe(column.Bytes);
    }

    [Fact]
    public void A_number_that_no_row_has_is_not_found()
    {
        var column = Column([1, 3, 5]);
        foreach (var number in new[] { 0, 2, 4, 6, double.NaN })
            column.Find(number).ShouldBe(-1, $"{number}");
        column.Find(3).ShouldBe(1);
    }

    [Fact]
    public void The_zero_behind_the_values_is_not_one_of_them() => Column([1, null, 2, 2]).Find(0).ShouldBe(-1);

    [Fact]
    public void Zero_is_found_among_negative_numbers() => Column([-1, 0, -1]).Find(0).ShouldBe(1);

    [Theory]
    [InlineData(24, 100, true)]
    [InlineData(25, 100, false)]
    public void A_column_is_sparse_when_less_than_a_quarter_of_the_rows_have_a_value(int present, int rows, bool isSparse)
    {
        var dense = Column([.. Enumerable.Range(0, rows).Select(row => (double?)(row % 3))]).Bytes;
        var column = Column([.. Enumerable.Range(0, rows).Select(row => row < present ? (double?)(row % 3) : null)]);
        (column.Bytes < dense).ShouldBe(isSparse);
    }

    [Theory]
    [InlineData(255, 1)]
    [InlineData(256, 2)]
    public void Codes_take_one_byte_for_up_to_255_distinct_values(int distinct, int bytesPerRow)
    {
        const int rows = 10_000;
        var column = Column([.. Enumerable.Range(0, rows).Select(row => (double?)(row % distinct))]);
        column.Bytes.ShouldBeInRange(rows * bytesPerRow, (rows * bytesPerRow) + (distinct * 12) + 200);
    }

    [Fact]
    public void The_bytes_of_a_column_are_those_of_its_arrays_and_texts()
    {
        // Codes of one byte, numbers with the 0 behind them, cumulative counts of two bytes.
        Column([1, 2, 2, 3]).Bytes.ShouldBe(160 + 4 + (8 * 4) + (2 * 3));
        // No cumulative counts: every value occurs once.
        Column([1, 2, 3]).Bytes.ShouldBe(160 + 3 + (8 * 4));
        // A sparse constant: the row that has the value.
        Column([null, null, null, null, null, null, 5, null, null]).Bytes.ShouldBe(160 + 2 + (8 * 2));
        _builder.Texts(3, [0, 1, 2], ["ab", "c", "ab"], 10).Bytes.ShouldBe(160 + 3 + 30 + 4 + 30 + 2);
    }

    [Fact]
    public void A_constant_column_takes_no_memory_per_row() => Column([.. Enumerable.Repeat((double?)7, 30_000)]).Bytes.ShouldBeLessThan(300);

    [Theory]
    [InlineData(1e-251)]
    [InlineData(1e281)]
    [InlineData(-1e281)]
    public void A_column_with_extreme_numbers_has_no_sum_of_its_own(double extreme)
    {
        Column([1, extreme]).SafeSum.ShouldBeFalse();
        Column([1, 0, 2]).SafeSum.ShouldBeTrue();
    }

    [Fact]
    public void Texts_are_stored_in_ordinal_order()
    {
        var column = _builder.Texts(5, [0, 1, 3, 4], ["b", "a", "B", "b"], 10);
        column.Texts.ShouldBe(["B", "a", "b"]);
        column.Codes(0, 5, _scratch).ToArray().ShouldBe(new ushort[] { 2, 1, 3, 0, 2 });
        column.TextsDropped.ShouldBeFalse();
        column.Count.ShouldBe(4);
        RoundTrip(column).Texts.ShouldBe(["B", "a", "b"]);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void Too_many_distinct_texts_are_dropped_and_only_their_presence_kept(int max, bool dropped)
    {
        var column = _builder.Texts(6, [0, 1, 2, 3], ["a", "b", "c", "a"], max);
        column.TextsDropped.ShouldBe(dropped);
        column.Count.ShouldBe(4);
        if (!dropped)
            return;
        column.Texts.ShouldBeNull();
        column.Codes(0, 6, _scratch).ToArray().ShouldBe(new ushort[] { 0, 0, 0, 0, 1, 1 });
        RoundTrip(column).TextsDropped.ShouldBeTrue();
    }

    [Fact]
    public void A_text_of_which_only_the_presence_is_known_drops_the_others() => _builder.Texts(2, [0, 1], ["a", null], 10).TextsDropped.ShouldBeTrue();

    [Fact]
    public void Texts_with_lone_surrogates_and_nul_read_back() =>
        RoundTrip(_builder.Texts(2, [0, 1], ["\ud83d", "a\0b"], 10)).Texts.ShouldBe(["a\0b", "\ud83d"]);

    [Fact]
    public void Any_values_come_back()
    {
        var rows = Gen.OneOf(
            Gen.Constant((double?)null),
            Gen.Choose(-5, 5).Select(i => (double?)i),
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(f => (double?)(f.Get + 0.0)));
        Prop.ForAll(rows.NonEmptyListOf().Where(list => list.Any(value => value is not null)).ToArbitrary(), list =>
        {
            var values = list.ToArray();
            Decode(Column(values), 0, values.Length).ShouldBe(values);
            Decode(RoundTrip(Column(values)), values.Length / 2, values.Length).ShouldBe(values[(values.Length / 2)..]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Longs_take_four_bytes_while_their_range_fits()
    {
        LongColumn.Of([5, 5L + uint.MaxValue]).Bytes.ShouldBe(64 + 8);
        LongColumn.Of([5, 6L + uint.MaxValue]).Bytes.ShouldBe(64 + 16);
    }

    [Theory]
    [InlineData(new long[] { })]
    [InlineData(new long[] { 0 })]
    [InlineData(new[] { 1_700_000_000_000L, 1_700_000_000_001L, 1_700_000_099_999L })]
    [InlineData(new[] { long.MinValue, 0, long.MaxValue })]
    [InlineData(new[] { -5L, -4, uint.MaxValue - 5L })]
    public void Longs_read_back_as_they_were_written(long[] values)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            LongColumn.Of(values).Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        var column = LongColumn.Read(reader);
        Enumerable.Range(0, column.Rows).Select(row => column[row]).ShouldBe(values);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 4)]
    [InlineData(30, 4)]
    [InlineData(31, 5)]
    public void The_lower_bound_is_the_first_row_not_below_a_value(long value, int row) => LongColumn.Of([10, 20, 20, 20, 30]).LowerBound(value).ShouldBe(row);

    private static double?[] Values(string layout)
    {
        var random = new Random(layout.Length);
        double? Number(int distinct) => random.Next(distinct) / 4.0;
        return layout switch
        {
            "dense bytes" => [.. Enumerable.Range(0, 1000).Select(_ => random.Next(5) == 0 ? null : Number(40))],
            "dense shorts" => [.. Enumerable.Range(0, 3000).Select(_ => random.Next(5) == 0 ? null : Number(600))],
            "sparse bytes" => [.. Enumerable.Range(0, 1000).Select(row => row % 7 == 0 ? Number(20) : null)],
            "sparse shorts" => [.. Enumerable.Range(0, 8000).Select(row => row % 6 == 0 ? row / 8.0 : (double?)null)],
            "constant" => [.. Enumerable.Repeat((double?)2.5, 500)],
            "sparse constant" => [.. Enumerable.Range(0, 500).Select(row => row % 9 == 0 ? 2.5 : (double?)null)],
            _ => [.. Enumerable.Range(0, 500).Select(row => (double?)((row * 7) % 500))],
        };
    }

    private CodeColumn Column(double?[] values)
    {
        var present = values.Index().Where(item => item.Item is not null).ToList();
        return _builder.Numbers(values.Length, [.. present.Select(item => item.Index)], [.. present.Select(item => item.Item!.Value)]);
    }

    private double?[] Decode(CodeColumn column, int from, int to) => Decode(column, column.Codes(from, to, _scratch));

    private static double?[] Decode(CodeColumn column, ReadOnlySpan<ushort> codes) =>
        [.. codes.ToArray().Select(code => code == column.Distinct ? (double?)null : column.Numbers![code])];

    private static CodeColumn RoundTrip(CodeColumn column)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            column.Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        return CodeColumn.Read(reader);
    }
}
