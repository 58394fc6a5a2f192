using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Reading.Text;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>Sums of weights by feature, on the models that are shipped.</summary>
public sealed class LinearModelTests
{
    private static readonly LinearModel s_kinds = LinearModel.Load("Reading/kinds.txt");

    [Fact]
    public void Without_features_the_sums_are_the_constants()
    {
        var sums = new double[7];
        s_kinds.Sum([], new(), sums);

        for (var i = 0; i < 7; i++) sums[i].ShouldBe(s_kinds.BiasOf(i));
    }

    [Fact]
    public void Weights_of_features_are_added_to_them()
    {
        var sums = new double[7];
        s_kinds.Sum([Hash(0), Hash(5), Hash(9)], new(), sums);

        for (var i = 0; i < 7; i++) sums[i].ShouldBe(s_kinds.BiasOf(i) + s_kinds.WeightsOf(0)[i] + s_kinds.WeightsOf(5)[i] + s_kinds.WeightsOf(9)[i], 1e-9);
    }

    [Fact]
    public void The_order_of_features_does_not_matter_beyond_rounding()
    {
        var (one, other) = (new double[7], new double[7]);
        s_kinds.Sum([Hash(0), Hash(5), Hash(9)], new(), one);
        s_kinds.Sum([Hash(9), Hash(0), Hash(5)], new(), other);

        for (var i = 0; i < 7; i++) one[i].ShouldBe(other[i], 1e-9);
    }

    [Fact]
    public void What_was_counted_is_forgotten_with_the_next_ticket()
    {
        var seen = new LinearModel.Seen();
        var (one, other) = (new double[7], new double[7]);
        s_kinds.Sum([Hash(3)], seen, one);
        s_kinds.Sum([Hash(3)], seen, other);

        other.ShouldBe(one);
    }

    [Fact]
    public void A_larger_model_after_a_smaller_one_is_counted_anew()
    {
        var seen = new LinearModel.Seen();
        seen.Begin(3);
        seen.Add(2).ShouldBeTrue();
        seen.Add(2).ShouldBeFalse();
        seen.Begin(10);
        seen.Add(2).ShouldBeTrue();
        seen.Add(9).ShouldBeTrue();
        seen.Begin(10);
        seen.Add(9).ShouldBeTrue();
    }

    [Fact]
    public void Weights_are_found_by_name_and_are_zero_for_another()
    {
        s_kinds.WeightsOf(s_kinds.NameOf(4)).ToArray().ShouldBe(s_kinds.WeightsOf(4).ToArray());
        s_kinds.WeightsOf("W:kolibri").ToArray().ShouldBe(new float[7]);
        s_kinds.Find(FeatureBuffer.HashOf("W:kolibri")).ShouldBe(-1);
        s_kinds.Find(Hash(4)).ShouldBe(4);
    }

    [Fact]
    public void A_file_that_is_missing_is_a_bug() => Should.Throw<InvalidOperationException>(() => LinearModel.Load("Reading/none.txt"));

    [Fact]
    public void A_feature_has_the_hash_of_its_name_in_the_file()
    {
        var buffer = new FeatureBuffer { Names = [] };
        var group = new FeatureGroup("P");
        buffer.Add(group.Feature("shape-3"));
        buffer.Add(group, new Word("so", WordHash.Of("so")), new Word("that", WordHash.Of("that")));
        buffer.Add(group, new Word("so", WordHash.Of("so")));

        buffer.Hashes.ToArray().ShouldBe([FeatureBuffer.HashOf("P:shape-3"), FeatureBuffer.HashOf("P:so that"), FeatureBuffer.HashOf("P:so")]);
        buffer.Names!.Values.ShouldBe(["P:shape-3", "P:so that", "P:so"]);
        buffer.Clear();
        buffer.Count.ShouldBe(0);
    }

    [Fact]
    public void A_buffer_takes_any_number_of_features()
    {
        var buffer = new FeatureBuffer();
        var group = new FeatureGroup("W");
        for (var i = 0; i < 1_000; i++) buffer.Add(group, new Word("word" + i, WordHash.Of("word" + i)));

        buffer.Hashes.ToArray().ShouldBe(Enumerable.Range(0, 1_000).Select(i => FeatureBuffer.HashOf("W:word" + i)));
    }

    [Fact]
    public void Likelihoods_of_spans_are_between_0_and_1_and_none_in_code()
    {
        var text = Texts.Read("Keep the basket", "Shops lose orders because the total is wrong.\n\n```\ncode();\n```");
        var rows = new double[text.Segments.Length * ReadingModel.SpanTypes];
        Array.Fill(rows, 7);
        ReadingModel.Spans(text, TicketKind.Bug, new(), new(), rows);

        rows.ShouldAllBe(value => value >= 0 && value <= 1);
        rows.Skip(2 * ReadingModel.SpanTypes).ShouldAllBe(value => value == 0);
        rows[ReadingModel.SpanTypes + (int)SpanType.Reason].ShouldBeGreaterThan(rows[(int)SpanType.Reason]);
    }

    [Fact]
    public void Scores_of_words_depend_on_what_stands_before_them()
    {
        var text = Texts.Read("Basket", "Keep the basket because shops lose orders.");
        var tokens = text.TokensOf(text.Segments[1]).Length;
        var scores = new double[tokens * ReadingModel.SpanTypes];
        ReadingModel.Phrases(text, text.Segments[1], scores);

        double Reason(int token) => scores[(token * ReadingModel.SpanTypes) + (int)SpanType.Reason];
        Reason(4).ShouldBeGreaterThan(Reason(0));
        Reason(5).ShouldBeGreaterThan(Reason(1));
    }

    private static ulong Hash(int row) => FeatureBuffer.HashOf(s_kinds.NameOf(row));
}
