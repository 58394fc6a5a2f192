using Shouldly;
using Vindex.Scoring.Quality;
using Xunit;

namespace Vindex.Scoring.Tests.Quality;

public sealed class PanelQualityTests
{
    private static readonly ReadAs s_bug = new("bug", [new("criteria", "the page loads in two seconds"), new("role", "riders")]);

    [Fact]
    public void Scores_are_compared_with_the_mean_of_the_readers()
    {
        var items = Items(4);
        var answers = Answers(items, i => i + 1);
        Rating[] ratings = [.. items.Select((item, i) => Rate(item.Id, i)), Rate("T-3", 5)];
        var quality = PanelQuality.Measure(items, answers, ratings)!;
        (quality.Tickets, quality.Readings, quality.WithoutScore).ShouldBe((4, 5, 0));
        var small = quality.Dimensions.Single(row => row.Dimension == "small");
        small.Correlation.ShouldBe(1, 1e-9);
        small.MeanAbsoluteError.ShouldBe(0.75); // 1, 1, 1 and 4 − (3 + 5) / 2
        small.Bias.ShouldBe(0.75);
        quality.Dimensions.Select(row => row.Dimension).ShouldBe(["independent", "negotiable", "valuable", "estimable", "small", "testable", "overall"]);
    }

    [Fact]
    public void Length_alone_is_compared_too()
    {
        var items = Items(4);
        var quality = PanelQuality.Measure(items, Answers(items, _ => 5), [.. items.Select((item, i) => Rate(item.Id, 10 - i))])!;
        quality.Dimensions[0].LengthAlone.ShouldBe(-1, 1e-9);
        quality.Dimensions[0].Correlation.ShouldBe(0);
    }

    [Fact]
    public void Two_readers_are_compared_when_they_share_more_than_twenty_tickets()
    {
        foreach (var (count, compared) in ((int, bool)[])[(20, false), (21, true)])
        {
            var items = Items(count);
            Rating[] ratings = [.. items.Select((item, i) => Rate(item.Id, i % 10)), .. items.Select((item, i) => Rate(item.Id, 10 - (i % 10)))];
            var between = PanelQuality.Measure(items, Answers(items, _ => 5), ratings)!.Dimensions[0].BetweenReaders;
            if (compared) between!.Value.ShouldBe(-1, 1e-9);
            else between.ShouldBeNull();
        }
    }

    [Fact]
    public void Rated_tickets_without_a_score_are_counted_and_left_out()
    {
        var items = Items(3);
        var answers = Answers(items.Take(2), i => i);
        PanelQuality.Measure(items, answers, [.. items.Select((item, i) => Rate(item.Id, i))])!.WithoutScore.ShouldBe(1);
        PanelQuality.Measure(items, new Dictionary<string, JudgeAnswer>(), [Rate("T-0", 3)]).ShouldBeNull();
    }

    [Fact]
    public void Kinds_count_when_one_of_the_readers_said_so()
    {
        var items = Items(2);
        var answers = Answers(items, _ => 5, new("task", []));
        Rating[] ratings = [Rate("T-0", 5, new("task", [])), Rate("T-1", 5, new("bug", [])), Rate("T-1", 5, new("epic", []))];
        PanelQuality.Measure(items, answers, ratings)!.Reading!.KindAccuracy.ShouldBe(0.5);
        PanelQuality.Measure(items, Answers(items, _ => 5), ratings)!.Reading.ShouldBeNull();
    }

    [Fact]
    public void Precision_is_against_every_reader_and_recall_against_the_first()
    {
        var items = Items(1);
        var answers = Answers(
            items, _ => 5, new("bug", [new("criteria", "loads in two seconds"), new("criteria", "something else entirely"), new("vague", "riders")]));
        Rating[] ratings = [Rate("T-0", 5, s_bug), Rate("T-0", 5, new("bug", [new("criteria", "something else"), new("vague", "riders")]))];
        var spans = PanelQuality.Measure(items, answers, ratings)!.Reading!.Spans.ToDictionary(span => span.Type);
        spans["criteria"].ShouldBe(new SpanQuality("criteria", 1, 2, 1, 1));
        spans["role"].ShouldBe(new SpanQuality("role", 0, 0, 0, 1));
        spans["vague"].ShouldBe(new SpanQuality("vague", 1, 1, 0, 0));
        spans["vague"].F1.ShouldBe(0);
        new SpanQuality("role", 0.5, 2, 1, 1).F1.ShouldBe(2.0 / 3, 1e-12);
    }

    private static EvaluationItem[] Items(int count) => [.. Enumerable.Range(0, count).Select(i => new EvaluationItem($"T-{i}", $"project {i % 3}", i + 1))];

    private static Dictionary<string, JudgeAnswer> Answers(IEnumerable<EvaluationItem> items, Func<int, double> score, ReadAs? reading = null) =>
        items.Select((item, i) => (item.Id, Answer: new JudgeAnswer([.. Enumerable.Repeat(score(i), 6)], score(i), reading)))
            .ToDictionary(pair => pair.Id, pair => pair.Answer);

    private static Rating Rate(string id, double score, ReadAs? reading = null) => new(id, [.. Enumerable.Repeat(score, 6)], score, reading ?? s_bug);
}
