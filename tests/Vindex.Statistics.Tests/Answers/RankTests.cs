using FsCheck;
using FsCheck.Fluent;
using Vindex.Statistics.Answers.Ranks;
using Vindex.Statistics.Columns;

namespace Vindex.Statistics.Tests.Answers;

public sealed class RankTests
{
    [Fact]
    public void The_value_at_every_rank_over_several_sources_is_that_of_the_sorted_values()
    {
        var source = Gen.Choose(-20, 20).Select(i => i / 2.0).NonEmptyListOf().Select(list => list.Order().ToArray());
        Prop.ForAll(source.NonEmptyListOf().ToArbitrary(), sources => Check([.. sources])).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_value_at_every_rank_of_skewed_sources_is_that_of_the_sorted_values()
    {
        double[] spread = [.. Enumerable.Range(0, 300).Select(i => Math.Pow(1.2, i))];
        double[] narrow = [.. Enumerable.Range(0, 300).Select(i => 1e6 + (i * 1e-9))];
        Check([spread, narrow, [.. Enumerable.Repeat(1e6, 200)], [-1e300, 1e300]]);
    }

    [Fact]
    public void Columns_and_counted_codes_can_be_ranked_together()
    {
        double[] values = [1, 2, 4, 8];
        var counts = new CodeCounts();
        counts.Count([0, 3, 3, 1], distinct: 4).ShouldBe(4);
        counts.AddUp();
        var ranks = new RankSources();
        ranks.AddCounted(values, 4, counts, 4);
        ranks.AddWhole([3, 8], 2, [2, 5], 5);
        ranks.AddWhole([0, 5], 2, cumulative: null, 2);
        double[] sorted = [0, 1, 2, 3, 3, 5, 8, 8, 8, 8, 8];
        Ranks(ranks, sorted.Length).ShouldBe(sorted);
    }

    [Fact]
    public void The_next_value_is_that_of_the_next_rank_and_the_last_has_none()
    {
        var ranks = new RankSources();
        ranks.AddSorted([1, 3], 2);
        ranks.AddSorted([2, 2], 2);
        ranks.Select(0).ShouldBe((1, 2));
        ranks.Select(1).ShouldBe((2, 2));
        ranks.Select(2).ShouldBe((2, 3));
        ranks.Select(3).ShouldBe((3, 3));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(1, 0)]
    [InlineData(1.5, 2)]
    [InlineData(2, 2)]
    [InlineData(9, 6)]
    public void Values_below_a_bound_are_counted_in_all_sources(double bound, long below)
    {
        var ranks = new RankSources();
        ranks.AddSorted([1, 1, 2], 3);
        ranks.AddWhole([2, 8], 2, [1, 3], 3);
        ranks.CountBelow(bound).ShouldBe(below);
    }

    [Fact]
    public void After_clearing_only_new_sources_count()
    {
        var ranks = new RankSources();
        ranks.AddSorted([100], 1);
        ranks.Clear();
        ranks.AddSorted([1, 2], 2);
        Ranks(ranks, 2).ShouldBe([1, 2]);
        ranks.ReleaseColumns();
        ranks.CountBelow(1000).ShouldBe(0);
    }

    [Fact]
    public void More_sources_than_there_is_room_for_at_first_are_all_ranked()
    {
        var ranks = new RankSources();
        for (var i = 0; i < 50; i++)
            ranks.AddSorted([50 - i], 1);
        Ranks(ranks, 50).ShouldBe(Enumerable.Range(1, 50).Select(i => (double)i));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    [InlineData(ColumnBlock.MaxRows)]
    public void Codes_are_counted_for_any_number_of_distinct_values(int distinct)
    {
        var random = new Random(distinct);
        var codes = Enumerable.Range(0, 5001).Select(_ => (ushort)random.Next(distinct + 1)).ToArray();
        var counts = new CodeCounts();
        counts.Count(codes, distinct).ShouldBe(codes.Count(code => code != distinct));
        counts.AddUp();
        var sorted = codes.Where(code => code != distinct).Order().ToArray();
        foreach (var code in codes.Append((ushort)(distinct - 1)))
        {
            counts.Fine[Math.Min(code, distinct - 1)].ShouldBe((ushort)sorted.Count(other => other == Math.Min(code, distinct - 1)));
            counts.Below(code).ShouldBe(sorted.Count(other => other < code));
            if (codes.Length > 200 && code % 50 != 0)
                break;
        }
        for (var rank = 0; rank < sorted.Length; rank += 7)
            counts.AtRank(rank).ShouldBe(sorted[rank]);
        counts.AtRank(0).ShouldBe(sorted[0]);
        counts.AtRank(sorted.Length - 1).ShouldBe(sorted[^1]);
    }

    [Theory]
    [InlineData(1, 40)]
    [InlineData(63, 1)]
    [InlineData(64, 15)]
    [InlineData(65, 16)]
    [InlineData(1000, 17)]
    [InlineData(10_001, 1389)]
    [InlineData(ColumnBlock.MaxRows, 5000)]
    public void Codes_counted_by_strides_have_the_same_ranks(int distinct, int rows)
    {
        var random = new Random(distinct);
        var strides = new StrideCounts();
        for (var run = 0; run < 3; run++)
        {
            var codes = Enumerable.Range(0, rows).Select(_ => (ushort)random.Next(distinct + 1)).ToArray();
            var sorted = codes.Where(code => code != distinct).Order().ToArray();
            strides.Count(codes, distinct).ShouldBe(sorted.Length);
            for (var rank = 0; rank < sorted.Length; rank++)
                strides.AtRank(rank).ShouldBe(sorted[rank], $"run {run}, rank {rank}");
            foreach (var code in codes.Take(100).Append((ushort)0).Append((ushort)distinct))
                strides.Below(code).ShouldBe(sorted.Count(other => other < code), $"run {run}, code {code}");
        }
    }

    [Fact]
    public void A_stride_of_equal_codes_is_counted_across_vectors()
    {
        var strides = new StrideCounts();
        strides.Count([.. Enumerable.Repeat((ushort)130, 50), .. Enumerable.Repeat((ushort)131, 3), 128], 1000).ShouldBe(54);
        strides.AtRank(0).ShouldBe(128);
        strides.AtRank(1).ShouldBe(130);
        strides.AtRank(50).ShouldBe(130);
        strides.AtRank(51).ShouldBe(131);
        strides.Below(131).ShouldBe(51);
        strides.Below(999).ShouldBe(54);
    }

    [Fact]
    public void Few_values_are_counted_like_many()
    {
        var codes = Enumerable.Range(0, 1000).Select(i => (ushort)(i % 7 % 5)).ToArray();
        var few = new CodeCounts();
        few.Count(codes, 4).ShouldBe(codes.Count(code => code < 4));
        few.Fine[..4].ToArray().ShouldBe(Enumerable.Range(0, 4).Select(code => (ushort)codes.Count(other => other == code)));
    }

    [Fact]
    public void Counting_again_forgets_the_previous_counts()
    {
        var counts = new CodeCounts();
        counts.Count([0, 1, 2, 3], 4).ShouldBe(4);
        counts.Count([2], 4).ShouldBe(1);
        counts.AddUp();
        counts.Fine[..4].ToArray().ShouldBe(new ushort[] { 0, 0, 1, 0 });
        counts.Below(4).ShouldBe(1);
    }

    [Fact]
    public void A_full_block_of_one_value_does_not_overflow_its_count()
    {
        var counts = new CodeCounts();
        counts.Count(new ushort[ColumnBlock.MaxRows], 1).ShouldBe(ColumnBlock.MaxRows);
        counts.AddUp();
        counts.Below(1).ShouldBe(ColumnBlock.MaxRows);
        counts.AtRank(ColumnBlock.MaxRows - 1).ShouldBe(0);
    }

    private static void Check(List<double[]> sources)
    {
        var ranks = new RankSources();
        foreach (var (index, source) in sources.Index())
        {
            var distinct = source.Distinct().ToArray();
            if (index % 2 == 0)
                ranks.AddSorted(source, source.Length);
            else
                ranks.AddWhole(distinct, distinct.Length, [.. distinct.Select(value => (ushort)source.Count(other => other <= value))], source.Length);
        }
        Ranks(ranks, sources.Sum(source => source.Length)).ShouldBe(sources.SelectMany(source => source).Order());
    }

    private static IEnumerable<double> Ranks(RankSources ranks, int count) => Enumerable.Range(0, count).Select(rank => ranks.Select(rank).Value);
}
