using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Untrusted;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>The arithmetic of a judgement, with signals and words given by hand.</summary>
public sealed class ExplanationTests
{
    private static readonly string[] s_names = TicketSignals.Names.ToArray();

    [Theory]
    [InlineData(TicketKind.Story, "Where a user story starts")]
    [InlineData(TicketKind.Feature, "Where a feature request starts")]
    [InlineData(TicketKind.Bug, "Where a bug report starts")]
    [InlineData(TicketKind.Task, "Where a task starts")]
    [InlineData(TicketKind.Spike, "Where a spike starts")]
    [InlineData(TicketKind.Epic, "Where an epic starts")]
    [InlineData(TicketKind.NotATicket, "Where a text that is not a ticket starts")]
    public void The_start_is_that_of_the_kind(TicketKind kind, string why)
    {
        var explanation = Build(FactsOf.Ticket("Show due dates", kind: kind), ("kind/" + kind.Name(), 1)).Explanation!;

        for (var d = 0; d < Dimensions.Count; d++)
        {
            var points = AdditiveModel.Constant(d) + AdditiveModel.Weight((int)kind, d);
            explanation[(Dimension)d].Start.ShouldBe(new StartingPoint(Math.Round(points, 2, MidpointRounding.AwayFromZero), why));
        }
    }

    [Fact]
    public void A_group_is_one_contribution_of_all_its_signals()
    {
        var judgement = Build(FactsOf.Ticket("Show due dates"), ("criteria/sum", 1), ("criteria/clearest", 1));
        var testable = judgement.Explanation![Dimension.Testable].Contributions.ShouldHaveSingleItem();

        testable.Points.ShouldBe(Math.Round(
            Weight("criteria/sum", Dimension.Testable) + Weight("criteria/clearest", Dimension.Testable), 2, MidpointRounding.AwayFromZero));
        (testable.Rule, testable.Why).ShouldBe(("testable.criteria", "Has criteria that can be checked"));
    }

    [Fact]
    public void Small_contributions_are_shown_together()
    {
        var weight = Weight("quoted/texts", Dimension.Estimable);
        var other = Build(
            FactsOf.Ticket("Show due dates"), ("quoted/texts", 0.09 / weight)).Explanation![Dimension.Estimable].Contributions.ShouldHaveSingleItem();
        var own = Build(
            FactsOf.Ticket("Show due dates"), ("quoted/texts", 0.1 / weight)).Explanation![Dimension.Estimable].Contributions.ShouldHaveSingleItem();

        (other.Rule, other.Points, other.Quote).ShouldBe(("estimable.other", 0.09, null));
        (own.Rule, own.Points).ShouldBe(("estimable.quoted", 0.1));
    }

    [Fact]
    public void The_strongest_come_first_whatever_their_sign()
    {
        var contributions = Build(
            FactsOf.Ticket("Show due dates", "The loan list shows dates."),
            ("vague/clearest", 1),
            ("criteria/clearest", 3),
            ("detail/names", 5)).Explanation![Dimension.Testable].Contributions;

        contributions.Select(c => c.Rule).ShouldBe(["testable.criteria", "testable.vague", "testable.detail"]);
        contributions.Select(c => Math.Abs(c.Points)).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void A_score_is_its_sum_rounded_half_away_from_zero_and_kept_within_0_and_10()
    {
        var high = Build(FactsOf.Ticket("Show due dates"), ("criteria/clearest", 30)).Explanation![Dimension.Testable];
        var low = Build(FactsOf.Ticket("Show due dates"), ("vague/clearest", 30)).Explanation![Dimension.Testable];

        (high.Sum > 10, high.Score, low.Sum < 0, low.Score).ShouldBe((true, 10, true, 0));
    }

    [Theory]
    [InlineData(0.494, 7)]
    [InlineData(0.506, 8)]
    public void Half_a_point_makes_the_next_score(double above, int score)
    {
        var from = AdditiveModel.Constant((int)Dimension.Negotiable);
        var rest = 7 + above - Math.Round(from, 2);
        var how = Build(
            FactsOf.Ticket("Show due dates"), ("reason/title", rest / Weight("reason/title", Dimension.Negotiable))).Explanation![Dimension.Negotiable];

        how.Score.ShouldBe(score);
    }

    [Fact]
    public void Caps_bring_a_dimension_down_to_their_limit_and_not_up_to_it()
    {
        var judgement = Build(FactsOf.Ticket("Redesign the whole shop", kind: TicketKind.Epic));
        var small = judgement.Explanation![Dimension.Small];

        (small.Sum, small.Score).ShouldBe((2, 2));
        small.Contributions.ShouldHaveSingleItem().Why.ShouldBe("An epic should be planned in slices, not as one ticket");
        judgement.Explanation[Dimension.Testable].Contributions.ShouldBeEmpty();
        Build(FactsOf.Ticket("🎉", "🚀"), ("vague/clearest", 30)).Explanation![Dimension.Testable].Contributions.ShouldNotContain(c =>
            c.Rule == "testable.empty");
    }

    [Fact]
    public void Text_that_speaks_to_the_judge_is_reported_in_every_dimension_and_costs_only_one()
    {
        var found = (TicketField.Description, new UntrustedText(4, 8, UntrustedReason.ScoreDemand));
        var judgement = Build(FactsOf.Ticket("Show due dates", "The loan list shows dates.", untrusted: found));

        foreach (var (dimension, how) in judgement.Explanation!)
        {
            var told = how.Contributions.ShouldHaveSingleItem();
            (told.Rule, told.Quote, told.Start, told.End).ShouldBe((dimension.Name() + ".instructions", "loan", 4, 8));
            told.Points.ShouldBe(dimension == Dimension.Testable ? -0.5 : 0);
        }
    }

    [Fact]
    public void Findings_are_all_contributions_the_worst_first()
    {
        var judgement = Build(FactsOf.Ticket("Show due dates"), ("vague/clearest", 1), ("criteria/clearest", 1), ("several/clearest", 1));

        foreach (var dimension in Dimensions.All)
        {
            var own = judgement.Findings.Where(finding => finding.Dimension == dimension).ToList();
            own.Select(finding => finding.Points).ShouldBeInOrder();
            own.Select(finding => finding.Rule).Order().ShouldBe(judgement.Explanation![dimension].Contributions.Select(c => c.Rule).Order());
        }

        judgement.Findings.Select(finding => finding.Dimension).ShouldBe(judgement.Findings.Select(finding => finding.Dimension).Order());
    }

    [Fact]
    public void A_profile_multiplies_a_group_and_the_rest_stays()
    {
        var twice = new ProfileWeights(Profile.Default with { RuleWeights = new Dictionary<string, double> { ["testable.criteria"] = 2 } });
        twice.Of("criteria", (int)Dimension.Testable).ShouldBe(2);
        twice.Of("criteria", (int)Dimension.Small).ShouldBe(1);
        twice.Of("reason", (int)Dimension.Testable).ShouldBe(1);
        new ProfileWeights(Profile.Default).Of("criteria", (int)Dimension.Testable).ShouldBe(1);

        var (plain, double_) = (Build(
            FactsOf.Ticket("Show due dates"), ("criteria/clearest", 1)), Build(FactsOf.Ticket("Show due dates"), twice, ("criteria/clearest", 1)));
        double_.Explanation![Dimension.Testable].Contributions[0].Points.ShouldBe(2 * plain.Explanation![Dimension.Testable].Contributions[0].Points, 0.011);
        double_.Explanation[Dimension.Small].ShouldSatisfyAllConditions(how => how.Sum.ShouldBe(plain.Explanation[Dimension.Small].Sum));
    }

    [Fact]
    public void The_three_weightiest_words_are_one_contribution_and_the_others_are_minor()
    {
        const int d = (int)Dimension.Estimable;
        var model = AdditiveModel.Words;
        var rows = Enumerable.Range(0, model.Count)
            .Where(row =>
                model.NameOf(row).StartsWith("W:", StringComparison.Ordinal) && !model.NameOf(row).Contains('_') && model.WeightsOf(row)[d] >= 0.06)
            .ToArray();
        rows.Length.ShouldBeGreaterThan(3);
        var how = OfWords(string.Join(' ', rows.Select(row => model.NameOf(row)[2..])), rows).Explanation![Dimension.Estimable];

        var top = rows.Select(row => Math.Round(model.WeightsOf(row)[d], 2, MidpointRounding.AwayFromZero))
            .OrderDescending()
            .Take(3)
            .Where(points => points >= 0.1);
        var shown = how.Contributions.Where(c => c.Rule == "estimable.wording").ShouldHaveSingleItem();
        shown.Points.ShouldBe(Math.Round(top.Sum(), 2));
        shown.Why.ShouldBe("Uses words that clear tickets often use");
        how.Contributions.Sum(c => c.Points).ShouldBe(rows.Sum(row => (double)model.WeightsOf(row)[d]), 0.02);
    }

    [Theory]
    [InlineData("the", null)]
    [InlineData("the all", null)]
    [InlineData("the change", "change")]
    [InlineData("change all", "change")]
    public void Words_are_shown_by_one_that_is_more_than_a_function_word(string description, string? quote)
    {
        var model = AdditiveModel.Words;
        int[] rows = [.. Enumerable.Range(0, model.Count).Where(row => description.Split(' ').Contains(model.NameOf(row)[2..]) && model.NameOf(row)[0] == 'W')];

        var told = OfWords(description, rows).Explanation!.Values.SelectMany(how => how.Contributions)
            .Where(c => c.Rule.EndsWith(".wording", StringComparison.Ordinal));

        told.Select(c => c.Quote).ShouldContain(quote);
        told.ShouldAllBe(c => c.Quote == null || c.Quote == quote);
    }

    private static Judgement OfWords(string description, int[] rows)
    {
        var facts = FactsOf.Ticket("Pelican", description);
        return new JudgementBuilder().Of(
            facts,
            new(Profile.Default),
            new double[s_names.Length],
            [.. rows.Select(row => FeatureBuffer.HashOf(AdditiveModel.Words.NameOf(row)))],
            new double[facts.Text.Segments.Length * ReadingModel.SpanTypes]);
    }

    [Fact]
    public void A_word_counts_once_however_often_it_is_told()
    {
        var hash = FeatureBuffer.HashOf(AdditiveModel.Words.NameOf(0));
        var facts = FactsOf.Ticket("Pelican");
        Judgement Of(params ulong[] words) =>
            new JudgementBuilder().Of(
                facts, new(Profile.Default), new double[s_names.Length], words, new double[facts.Text.Segments.Length * ReadingModel.SpanTypes]);

        Of(hash, hash, hash, 12345).Explanation![Dimension.Testable].Sum.ShouldBe(Of(hash).Explanation![Dimension.Testable].Sum);
    }

    [Fact]
    public void Statements_of_evidence_are_at_most_four_with_their_quotes_on_one_line()
    {
        var contributions = Enumerable.Range(0, 6).Select(i =>
            new Contribution($"small.rule{i}", 1, TicketField.Description, $"line {i}\nnext", 0, 1, "Why")).Prepend(
                new("small.other", 9, null, null, null, null, "Other"))
            .Prepend(new("small.wording", 8, TicketField.Summary, "x", 0, 1, "Wording"))
                .Append(new("small.rule", 1, null, null, null, null, "Absent"))
                .ToArray();
        var explanation = Dimensions.All.ToDictionary(
            d => d,
            d =>
                new DimensionExplanation(
                    new(0, ""), d == Dimension.Small ? contributions : d == Dimension.Testable ? [contributions[^1], contributions[^1]] : [], [], 0, 0));

        var statements = new EvidenceStatements().Of(explanation);

        statements.Keys.ShouldBe([Dimension.Small, Dimension.Testable]);
        statements[Dimension.Small].ShouldBe(["Why: “line 0 next”", "Why: “line 1 next”", "Why: “line 2 next”", "Why: “line 3 next”"]);
        statements[Dimension.Testable].ShouldBe(["Absent"]);
    }

    private static double Weight(string signal, Dimension dimension) => AdditiveModel.Weight(Array.IndexOf(s_names, signal), (int)dimension);

    private static Judgement Build(
        TicketFacts facts, params (string Name, double Value)[] signals) => Build(facts, new ProfileWeights(Profile.Default), signals);

    private static Judgement Build(TicketFacts facts, ProfileWeights weights, params (string Name, double Value)[] signals)
    {
        var values = new double[s_names.Length];
        foreach (var (name, value) in signals) values[Array.IndexOf(s_names, name)] = value;
        return new JudgementBuilder().Of(facts, weights, values, [], Likely(facts.Text, 0.95));
    }

    // Each sentence is as likely to be of any type, and no boilerplate.
    private static double[] Likely(TicketText text, double likelihood)
    {
        var rows = new double[text.Segments.Length * ReadingModel.SpanTypes];
        Array.Fill(rows, likelihood);
        for (var i = (int)SpanType.Boilerplate; i < rows.Length; i += ReadingModel.SpanTypes) rows[i] = 0;
        return rows;
    }
}
