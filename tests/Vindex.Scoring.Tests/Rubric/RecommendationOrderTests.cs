using Shouldly;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric;

public sealed class RecommendationOrderTests
{
    private static readonly RuleTable s_table = RuleTable.Load();

    public static TheoryData<string> Tickets =>
    [
        "Redesign the entire shop with Redis\n\nBlocked by ABC-12. Should it be fast and modern? etc.",
        "As a clerk, I want to scan a voucher and email it to the customer using Kafka so that it is better\n\nTBD. Depends on ABC-7.",
        "As a developer, I want to refactor the database and improve everything as soon as possible\n\n- It works\n- It is fast and user-friendly",
        "The system must be easy to use and an indication is provided if possible\n\nHow should it look? Maybe blue.",
        "Print, email, archive, sign and delete receipts quickly, never slower than before, in all shops",
    ];

    /// <summary>The lift of an advice is what the overall score gains when a profile switches its rules off; this measures it from outside.</summary>
    [Theory]
    [MemberData(nameof(Tickets))]
    public void Advice_that_lifts_the_score_more_comes_first(string text)
    {
        var reading = Example.Read(text);
        var judgement = Example.Judge(text);
        var lifts = judgement.Recommendations.Select(advice => Lift(reading, judgement, advice)).ToList();

        lifts.Count.ShouldBeGreaterThan(2);
        for (var i =
            1; i < lifts.Count; i++)
        {
            lifts[i].ShouldBeLessThanOrEqualTo(
                    lifts[i - 1] + 0.02, $"\"{judgement.Recommendations[i]}\" stands after \"{judgement.Recommendations[i - 1]}\"");
        }
        lifts[^1].ShouldBeGreaterThan(0);
        lifts[0].ShouldBeGreaterThan(lifts[^1] + 0.05, "the ticket tells the order from its reverse");
    }

    [Theory]
    [MemberData(nameof(Tickets))]
    public void No_advice_left_out_would_have_lifted_more(string text)
    {
        var reading = Example.Read(text);
        var judgement = Example.Judge(text);
        if (judgement.Recommendations.Count < 5) return;
        var last = Lift(reading, judgement, judgement.Recommendations[^1]);

        foreach (var advice in judgement.Findings.Where(finding => finding.Advice.Length > 0)
            .Select(finding => finding.Advice)
            .Except(judgement.Recommendations)
            .Distinct())
        {
            var first = judgement.Findings.First(finding => finding.Advice == advice);
            if (FirstOf(judgement, first.Rule).Advice != advice) continue;
            Lift(reading, judgement, advice).ShouldBeLessThanOrEqualTo(last + 0.02, advice);
        }
    }

    private static double Lift(TicketReading reading, Judgement judgement, string advice) => judgement.Findings
        .Where(finding => finding.Advice == advice && FirstOf(judgement, finding.Rule).Advice == advice)
        .Select(finding => finding.Rule)
        .Distinct()
        .Sum(rule => (Exact(Without(reading, rule), Of(rule).Dimension) - Exact(judgement, Of(rule).Dimension)) / Dimensions.Count);

    /// <summary>A rule advises with the words of its clearest finding, which weighs most.</summary>
    private static Finding FirstOf(Judgement judgement, string rule) => judgement.Findings.First(finding => finding.Rule == rule);

    private static Judgement Without(TicketReading reading, string rule) =>
        new RubricJudge(Profile.Default with { RuleWeights = new Dictionary<string, double> { [rule] = 0 } }).Judge(reading);

    private static double Exact(Judgement judgement, Dimension dimension) =>
        Math.Min(s_table.Priors[(int)dimension] + judgement.Findings.Where(finding => finding.Dimension == dimension).Sum(finding => finding.Points), 10);

    private static Rule Of(string id) => s_table.Rules.Single(rule => rule.Id == id);
}
