using Shouldly;
using Vindex.Scoring.Quality;
using Xunit;

namespace Vindex.Scoring.Tests.Quality;

public sealed class LabelQualityTests
{
    private static readonly EvaluationItem[] s_items = [.. Enumerable.Range(0, 6).Select(i => new EvaluationItem($"T-{i}", $"backlog {i % 2}", 10))];

    [Fact]
    public void A_low_score_of_a_ticket_with_the_defect_counts_for_the_judge()
    {
        var quality = LabelQuality.Measure(s_items, Answers([1, 2, 3, 7, 8, 9]), Labels("vague", "testable", 3))!;
        var criterion = quality.Criteria.ShouldHaveSingleItem();
        (criterion.Auc, criterion.Kappa, criterion.Tickets, criterion.Defects).ShouldBe((1, 1, 6, 3));
        quality.MacroAuc.ShouldBe(1);
        quality.CompleteSets.ShouldBeEmpty();
    }

    [Fact]
    public void A_score_of_five_is_no_defect()
    {
        LabelQuality.Measure(s_items, Answers([4.9, 4.9, 4.9, 5, 5, 5]), Labels("vague", "overall", 3))!.Criteria[0].Kappa.ShouldBe(1);
        LabelQuality.Measure(s_items, Answers([5, 5, 5, 6, 6, 6]), Labels("vague", "overall", 3))!.Criteria[0].Kappa.ShouldBe(0);
    }

    [Fact]
    public void Labels_without_a_score_are_counted_and_left_out()
    {
        var answers = Answers([1, 2, 3, 7, 8, 9]);
        answers.Remove("T-0");
        var quality = LabelQuality.Measure(s_items, answers, Labels("vague", "testable", 3))!;
        (quality.Scored, quality.WithoutScore, quality.Criteria[0].Tickets).ShouldBe((5, 1, 5));
    }

    [Fact]
    public void A_criterion_that_all_tickets_meet_cannot_be_measured()
    {
        LabelQuality.Measure(s_items, Answers([1, 2, 3, 7, 8, 9]), Labels("vague", "testable", 0)).ShouldBeNull();
        LabelQuality.Measure(
            s_items,
            Answers([1, 2, 3, 7, 8, 9]),
            [.. Labels("vague", "testable", 0), .. Labels("atomic", "small", 2)])!.Criteria.ShouldHaveSingleItem().Criterion.ShouldBe("atomic");
    }

    [Fact]
    public void A_set_with_all_six_is_compared_with_the_number_of_criteria_met()
    {
        DefectLabel[] labels = [.. Dimensions.Names.SelectMany((name, i) => Labels(name, name, i + 1 > 5 ? 5 : i + 1))];
        var quality = LabelQuality.Measure(s_items, Answers([0, 1, 2, 3, 4, 5]), labels)!;
        var set = quality.CompleteSets.ShouldHaveSingleItem();
        set.Dataset.ShouldBe("set");
        set.OverallCorrelation.ShouldBe(1, 1e-9);
        set.MacroAuc.ShouldBe(1);
        LabelQuality.Measure(s_items, Answers([0, 1, 2, 3, 4, 5]), labels[..^6])!.CompleteSets.ShouldBeEmpty();
    }

    private static DefectLabel[] Labels(string criterion, string dimension, int defects) =>
        [.. s_items.Select((item, i) => new DefectLabel(item.Id, "set", criterion, dimension, i < defects))];

    private static Dictionary<string, JudgeAnswer> Answers(double[] scores) =>
        s_items.Select((item, i) => (item.Id, Answer: new JudgeAnswer([.. Enumerable.Repeat(scores[i], 6)], scores[i], null)))
            .ToDictionary(pair => pair.Id, pair => pair.Answer);
}
