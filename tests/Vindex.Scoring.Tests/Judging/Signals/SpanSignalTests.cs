using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tests.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Signals;

/// <summary>How the likelihoods of spans become signals.</summary>
public sealed class SpanSignalTests
{
    private const double Exact = 1e-9;
    private const string TwoSentences = "The basket keeps items. It shows the total of each.";

    public static TheoryData<SpanType> Types =>
        [SpanType.Role, SpanType.Reason, SpanType.Criteria, SpanType.Dependency, SpanType.Prescribed, SpanType.Vague, SpanType.Several];

    [Theory]
    [MemberData(nameof(Types))]
    public void Likelihoods_are_added_up_and_the_clearest_is_kept(SpanType type)
    {
        var signals = SignalsOf.Spans("Keep the basket", TwoSentences, type, 0.1, 0.4, 0.8);
        var name = type.Name();

        signals[name + "/sum"].ShouldBe(Math.Log(1 + 1.3), Exact);
        signals[name + "/clearest"].ShouldBe(0.8, Exact);
        signals[name + "/title"].ShouldBe(0.1, Exact);
        // Three words in the title, four and six in the sentences.
        signals[name + "/words"].ShouldBe(Math.Log(1 + (0.1 * 3) + (0.4 * 4) + (0.8 * 6)), Exact);
        signals[name + "/share"].ShouldBe(((0.1 * 3) + (0.4 * 4) + (0.8 * 6)) / 13, Exact);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_says_nothing_about_another(SpanType type)
    {
        var signals = SignalsOf.Spans("Keep the basket", TwoSentences, type, 0.1, 0.4, 0.8);
        foreach (var other in Types.Select(row => row.Data).Where(other => other != type))
        {
            foreach (var detail in new[] { "sum", "clearest", "words", "share", "title" }) signals[$"{other.Name()}/{detail}"].ShouldBe(0);
        }
    }

    [Theory]
    [InlineData(SpanType.Reason)]
    [InlineData(SpanType.Criteria)]
    [InlineData(SpanType.Prescribed)]
    [InlineData(SpanType.Vague)]
    [InlineData(SpanType.Several)]
    public void What_counts_differs_by_kind(SpanType type)
    {
        var text = Texts.Read("Keep the basket", TwoSentences);
        var spans = new double[text.Segments.Length * ReadingModel.SpanTypes];
        spans[ReadingModel.SpanTypes + (int)type] = 0.5;
        double[] kinds = [0.1, 0.2, 0.3, 0.25, 0.05, 0.05, 0.05];

        var signals = SignalsOf.Of(text, spans, kinds);

        signals[type.Name() + "/of-bug"].ShouldBe(0.3 * Math.Log(1.5), Exact);
        signals[type.Name() + "/of-task"].ShouldBe(0.25 * Math.Log(1.5), Exact);
        signals[type.Name() + "/of-wish"].ShouldBe(0.3 * Math.Log(1.5), Exact);
    }

    [Theory]
    [InlineData("```\nthe basket keeps items\n```")]
    [InlineData("2031-03-02 10:11:12 the basket keeps items")]
    [InlineData("## Please\n\nN/A")]
    public void Code_logs_and_template_text_hold_no_evidence(string description)
    {
        var text = Texts.Read("Keep the basket", description);
        var last = text.Segments.Length - 1;
        var spans = new double[text.Segments.Length * ReadingModel.SpanTypes];
        spans.AsSpan(last * ReadingModel.SpanTypes, 7).Fill(0.9);

        var signals = SignalsOf.Of(text, spans, TicketKind.Feature);

        foreach (var type in Types.Select(row => row.Data)) signals[type.Name() + "/sum"].ShouldBe(0, type.Name());
    }

    [Fact]
    public void What_looks_like_a_template_is_weaker_evidence()
    {
        var text = Texts.Read("Keep the basket", "The basket keeps items.");
        var spans = new double[text.Segments.Length * ReadingModel.SpanTypes];
        spans[ReadingModel.SpanTypes + (int)SpanType.Criteria] = 0.8;
        spans[ReadingModel.SpanTypes + (int)SpanType.Boilerplate] = 0.5;

        SignalsOf.Of(text, spans, TicketKind.Feature)["criteria/clearest"].ShouldBe(0.4, Exact);
    }

    [Theory]
    [InlineData(SpanType.Several, 0.2)]
    [InlineData(SpanType.Dependency, 0.2)]
    [InlineData(SpanType.Criteria, 1)]
    [InlineData(SpanType.Reason, 1)]
    public void What_is_done_already_hardly_depends_and_hardly_joins(SpanType type, double factor) =>
        SignalsOf.Spans("Keep the basket", "- [x] the basket keeps items", type, 0, 0.5)[type.Name() + "/clearest"].ShouldBe(0.5 * factor, Exact);

    [Fact]
    public void Nothing_recognised_gives_no_evidence()
    {
        var signals = SignalsOf.Text("Keep the basket", TwoSentences);
        foreach (var (name, value) in signals)
        {
            if (Types.Any(row => name.StartsWith(row.Data.Name() + "/", StringComparison.Ordinal))) value.ShouldBe(0, name);
        }
    }
}
