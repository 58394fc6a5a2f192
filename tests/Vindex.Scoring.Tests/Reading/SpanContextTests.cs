using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>What stands around a segment, and how it corrects the segment's likelihoods.</summary>
public sealed class SpanContextTests
{
    private const int Criteria = (int)SpanType.Criteria;
    private static readonly double[] s_kinds = [0, 0.25, 0.5, 0.125, 0, 0, 0];

    [Fact]
    public void Neighbors_list_and_rest_of_the_ticket_are_seen()
    {
        var text = Texts.Read("Loan list", "The list is slow.\n\n- One\n- Two\n- Three");
        text.Segments.Length.ShouldBe(5);
        var values = Values(text, [0.1, 0.2, 0.3, 0.4, 0.5], index: 3);

        values["own-criteria"].ShouldBe(Math.Log(0.4 / 0.6), 1e-9);
        values["own-of-bug-criteria"].ShouldBe(0.5 * Math.Log(0.4 / 0.6), 1e-9);
        values["own-of-wish-criteria"].ShouldBe(0.25 * Math.Log(0.4 / 0.6), 1e-9);
        values["before-criteria"].ShouldBe(0.3);
        values["after-criteria"].ShouldBe(0.5);
        values["group-criteria"].ShouldBe(0.4, 1e-9);
        values["clearest-criteria"].ShouldBe(0.5);
        values["rest-criteria"].ShouldBe(Math.Log(1 + 1.1), 1e-9);
        values["first-criteria"].ShouldBe(0);
        values["item"].ShouldBe(1);
        values["group-size"].ShouldBe(Math.Log(3), 1e-9);
        values["alone"].ShouldBe(0);
        values["place"].ShouldBe(0.5, 1e-9);
        values["kind-Bug"].ShouldBe(0.5);
    }

    [Fact]
    public void The_clearest_segment_is_compared_with_the_second()
    {
        var values = Values(Texts.Read("Loan list", "It is slow.\n\nIt must be fast."), [0.1, 0.2, 0.7], index: 2);

        values["clearest-criteria"].ShouldBe(0.2);
        values["first-criteria"].ShouldBe(1);
        values["after-criteria"].ShouldBe(0);
    }

    [Fact]
    public void The_title_is_no_neighbor_of_the_description()
    {
        Values(Texts.Read("Loan list", "It is slow."), [0.9, 0.2], index: 1)["before-criteria"].ShouldBe(0);
        Values(Texts.Read("Loan list", "It is slow."), [0.9, 0.2], index: 0)["after-criteria"].ShouldBe(0);
    }

    [Fact]
    public void Values_of_one_ticket_do_not_leak_into_the_next()
    {
        var context = new SpanContext();
        var (first, second) = (Texts.Read("Loan list", "One.\n\n- Two\n- Three\n- Four"), Texts.Read("Loan list", "One.\n\n- Two"));
        Values(first, [0.9, 0.9, 0.9, 0.9, 0.9], 1, context);

        Values(second, [0.1, 0.2, 0.3], 1, context).ShouldBe(Values(second, [0.1, 0.2, 0.3], 1));
    }

    [Theory]
    [InlineData(0.2, 0, 0.2)]
    [InlineData(0.5, 1, 0.7310585786)]
    [InlineData(0, 3, 0)]
    [InlineData(1, -3, 1)]
    public void A_correction_moves_the_log_odds(double share, double correction, double corrected) =>
        SpanContext.Corrected(share, correction).ShouldBe(corrected, 1e-9);

    [Fact]
    public void Likelihoods_are_those_of_the_segments_alone_corrected_for_some_types()
    {
        var text = Texts.Read("Loan list", "Acceptance criteria:\n\n- The list shows 20 loans\n- Paid loans are hidden\n- Sorting is kept");
        var (alone, corrected) = (new double[text.Segments.Length * 8], new double[text.Segments.Length * 8]);
        ReadingModel.Spans(text, TicketKind.Feature, new(), new(), alone);

        new SpanLikelihoods().Read(text, TicketKind.Feature, s_kinds, corrected);

        for (var i = 0; i < corrected.Length; i++)
        {
            corrected[i].ShouldBeInRange(0, 1);
            if ((SpanType)(i % 8) is SpanType.Role or SpanType.Dependency or SpanType.Boilerplate) corrected[i].ShouldBe(alone[i], 1e-12);
        }

        corrected.Where((_, i) => i % 8 == Criteria).ShouldNotBe(alone.Where((_, i) => i % 8 == Criteria));
    }

    private static Dictionary<string, double> Values(TicketText text, double[] criteria, int index, SpanContext? context = null)
    {
        text.Segments.Length.ShouldBe(criteria.Length);
        var rows = new double[criteria.Length * ReadingModel.SpanTypes];
        for (var i = 0; i < criteria.Length; i++) rows[(i * ReadingModel.SpanTypes) + Criteria] = criteria[i];
        var values = new double[SpanContext.Names.Length];
        context ??= new();
        context.Begin(text.Segments, rows);
        context.Write(text.Segments, index, rows, s_kinds, values);
        return SpanContext.Names.Zip(values).ToDictionary(pair => pair.First["context:".Length..], pair => pair.Second);
    }
}
