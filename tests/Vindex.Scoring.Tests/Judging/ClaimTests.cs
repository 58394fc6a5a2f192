using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>A contribution says no more than its evidence carries: it is so, it may be so, or it is one of the minor factors.</summary>
public sealed class ClaimTests
{
    private const string Sentence = "The desk prints the list each Monday.";
    private static readonly string[] s_names = TicketSignals.Names.ToArray();

    [Theory]
    [InlineData("role", 0.39, 0.21, 0.1, 0.1)]
    [InlineData("reason", 0.7, 0.39, 0.15, 0.08)]
    [InlineData("criteria", 0.7, 0.53, 0.15, 0.07)]
    [InlineData("dependency", 1, 1, 0.1, 0)]
    [InlineData("prescribed", 0.72, 0.72, 0.2, 0)]
    [InlineData("vague", 0.72, 0.4, 0.2, 0)]
    [InlineData("several", 1, 1, 0.2, 0)]
    public void A_claim_is_as_strong_as_its_clearest_sentence_is_likely(string name, double certain, double likely, double possible, double absent)
    {
        var group = SignalGroup.IndexOf(name);
        ClaimStrength Of(double likelihood) => Claims.Of(group, TicketKind.Feature, likelihood);

        Of(certain).ShouldBe(ClaimStrength.Certain);
        Of(certain - 0.001).ShouldBe(certain > likely ? ClaimStrength.Likely : ClaimStrength.Possible);
        Of(likely - 0.001).ShouldBe(ClaimStrength.Possible);
        Of(possible).ShouldBe(ClaimStrength.Possible);
        Of(possible - 0.001).ShouldBe(ClaimStrength.Unlikely);
        Claims.IsAbsent(group, TicketKind.Feature, absent).ShouldBeFalse();
        Claims.IsAbsent(group, TicketKind.Feature, absent - 0.001).ShouldBeTrue();
    }

    [Theory]
    [InlineData(TicketKind.Bug, 0.85, nameof(ClaimStrength.Likely))]
    [InlineData(TicketKind.Bug, 0.86, nameof(ClaimStrength.Certain))]
    [InlineData(TicketKind.Task, 0.7, nameof(ClaimStrength.Certain))]
    public void What_a_bug_tells_is_a_reason_less_often(TicketKind kind, double likelihood, string strength) =>
        Claims.Of(SignalGroup.IndexOf("reason"), kind, likelihood).ToString().ShouldBe(strength);

    [Fact]
    public void What_is_read_off_the_text_is_certain()
    {
        foreach (var name in new[] { "links", "steps", "headings", "title" })
        {
            Claims.IsLikelihood(SignalGroup.IndexOf(name)).ShouldBeFalse();
            Claims.Of(SignalGroup.IndexOf(name), TicketKind.Bug, 0).ShouldBe(ClaimStrength.Certain);
            Claims.IsAbsent(SignalGroup.IndexOf(name), TicketKind.Bug, 0).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(SpanType.Reason, "reason/clearest", Dimension.Valuable, 0.75, "Says why")]
    [InlineData(SpanType.Reason, "reason/clearest", Dimension.Valuable, 0.4, "Says why, probably here")]
    [InlineData(SpanType.Reason, "reason/clearest", Dimension.Valuable, 0.2, "May say why")]
    [InlineData(SpanType.Role, "role/clearest", Dimension.Valuable, 0.15, "May say who wants it or is affected")]
    [InlineData(SpanType.Criteria, "criteria/clearest", Dimension.Testable, 0.2, "May have criteria that can be checked")]
    [InlineData(SpanType.Prescribed, "prescribed/clearest", Dimension.Negotiable, 0.75, "Prescribes the solution")]
    [InlineData(SpanType.Prescribed, "prescribed/clearest", Dimension.Negotiable, 0.6, "May prescribe the solution")]
    [InlineData(SpanType.Prescribed, "prescribed/clearest", Dimension.Estimable, 0.6, "May say how to build it")]
    [InlineData(SpanType.Several, "several/clearest", Dimension.Small, 0.7, "May combine several deliverables")]
    [InlineData(SpanType.Several, "several/clearest", Dimension.Small, 0.5, "May combine several deliverables")]
    [InlineData(SpanType.Dependency, "dependency/clearest", Dimension.Independent, 0.5, "May need other work first")]
    [InlineData(SpanType.Vague, "vague/clearest", Dimension.Testable, 0.5, "Wording leaves success or scope open, probably here")]
    [InlineData(SpanType.Vague, "vague/clearest", Dimension.Testable, 0.3, "Wording may leave success or scope open")]
    public void It_is_worded_as_strongly_as_it_is_certain(SpanType type, string signal, Dimension dimension, double likelihood, string why)
    {
        var told = Contributions(type, signal, dimension, likelihood, 0.3).ShouldHaveSingleItem();

        (told.Why, told.Quote, Math.Abs(told.Points)).ShouldBe((why, Sentence, 0.3));
        (told.Points < 0).ShouldBe(AdditiveModel.Weight(Array.IndexOf(s_names, signal), (int)dimension) < 0);
    }

    [Theory]
    [InlineData(0.1, 0.5, false)]
    [InlineData(0.2, 0.24, false)]
    [InlineData(0.2, 0.25, true)]
    [InlineData(0.6, 0.1, true)]
    public void What_is_unlikely_or_small_is_a_minor_factor(double likelihood, double points, bool isTold)
    {
        var told = Contributions(SpanType.Reason, "reason/clearest", Dimension.Valuable, likelihood, points).ShouldHaveSingleItem();

        (told.Rule, told.Points).ShouldBe((isTold ? "valuable.reason" : "valuable.other", points));
        if (!isTold) (told.Why, told.Quote).ShouldBe(("Minor and uncertain factors combined", null));
    }

    [Fact]
    public void Who_wants_it_lowers_nothing_for_itself() =>
        Contributions(SpanType.Role, "role/sum", Dimension.Small, 0.9, 0.4).ShouldHaveSingleItem().Rule.ShouldBe("small.other");

    [Theory]
    [InlineData(0, "Has no description")]
    [InlineData(24, "Has a short description")]
    [InlineData(25, "Has a description of more than 25 words")]
    [InlineData(100, "Has a description of more than 25 words")]
    [InlineData(101, "Has a description of more than 100 words")]
    public void Detail_is_told_by_the_length_of_the_description(int words, string why)
    {
        var description = string.Join(' ', Enumerable.Repeat("word", words));
        var told = OfGroup("detail/none", Dimension.Estimable, -0.2, "Show due dates", description);
        if (words > 0) told = OfGroup("detail/names", Dimension.Estimable, 0.2, "Show due dates", description);

        told.Why.ShouldBe(why);
    }

    [Theory]
    [InlineData(250, "Has a description of more than 25 words")]
    [InlineData(251, "The description is very long")]
    public void A_description_can_be_too_long(int words, string why) =>
        OfGroup("detail/much", Dimension.Estimable, -0.2, "Show due dates", string.Join(' ', Enumerable.Repeat("word", words))).Why.ShouldBe(why);

    [Theory]
    [InlineData("Show due dates", "estimable.title", "The title is short")]
    [InlineData("Show the due dates", "estimable.other", "Minor and uncertain factors combined")]
    public void Only_a_short_title_lowers(string title, string rule, string why)
    {
        var told = OfGroup("title/one-or-two", Dimension.Estimable, -0.3, title, null);
        (told.Rule, told.Why).ShouldBe((rule, why));
    }

    [Theory]
    [InlineData("steps/numbered", "1. Open it\n2. Wait", "Has a numbered list")]
    [InlineData("steps/numbered", "## Steps to reproduce\n\n1. Open it\n2. Wait", "Has steps to reproduce")]
    [InlineData("environment/versions", "It is 1.2.", "Mentions a version number")]
    [InlineData("environment/versions", "## Environment\n\nFirefox 118.0", "Names version or environment")]
    [InlineData("template/empty", "## Steps\n\n## Notes\nThe desk waits.", "Has empty sections")]
    [InlineData("template/empty", "## Steps\n\nN/A", "Has template text or placeholders")]
    [InlineData("questions/marks", "Who pays?", "Contains a question")]
    [InlineData("questions/marks", "See /list?all for it.", "Minor and uncertain factors combined")]
    public void A_fact_is_told_as_it_is_found(string signal, string description, string why)
    {
        var sign = Math.Sign(AdditiveModel.Weight(Array.IndexOf(s_names, signal), (int)Dimension.Estimable));
        OfGroup(signal, Dimension.Estimable, sign * 0.2, "Show the due dates", description).Why.ShouldBe(why);
    }

    private static IReadOnlyList<Contribution> Contributions(SpanType type, string signal, Dimension dimension, double likelihood, double points)
    {
        var facts = FactsOf.Ticket("Show the due dates", Sentence);
        var spans = new double[facts.Text.Segments.Length * ReadingModel.SpanTypes];
        spans[ReadingModel.SpanTypes + (int)type] = likelihood;
        return Build(facts, signal, dimension, points, spans);
    }

    private static Contribution OfGroup(string signal, Dimension dimension, double points, string title, string? description)
    {
        var facts = FactsOf.Ticket(title, description);
        return Build(facts, signal, dimension, Math.Abs(points), new double[facts.Text.Segments.Length * ReadingModel.SpanTypes]).ShouldHaveSingleItem();
    }

    // The signal is as strong as it takes for the points.
    private static IReadOnlyList<Contribution> Build(TicketFacts facts, string signal, Dimension dimension, double points, double[] spans)
    {
        var at = Array.IndexOf(s_names, signal);
        var values = new double[s_names.Length];
        values[at] = Math.Abs(points / AdditiveModel.Weight(at, (int)dimension));
        return new JudgementBuilder().Of(facts, new ProfileWeights(Profile.Default), values, [], spans).Explanation![dimension].Contributions;
    }
}
