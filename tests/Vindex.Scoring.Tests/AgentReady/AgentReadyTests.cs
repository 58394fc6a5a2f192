using Shouldly;
using Vindex.Scoring.AgentReady;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Tests.Rewriting;
using Xunit;

namespace Vindex.Scoring.Tests.AgentReady;

public sealed class AgentReadyTests
{
    private const string Bare = "The receipt shows the return date twice.";

    private const string Complete = """
        The receipt shows the return date twice. The cause is in `src/Receipts/ReceiptPrinter.cs`.

        Expected: one date at the top.

        ## How to verify

        The unit tests in ReceiptPrinterTests pass.

        ## Out of scope

        The layout of the second page.
        """;

    private static readonly TicketJudge s_judge = JudgeVersions.Load(Profile.AgentReady);

    public static TheoryData<string, string> Samples => Rewritten.Samples;

    [Theory]
    [InlineData(Bare, new ReadinessTopic[0])]
    [InlineData("Change ReceiptPrinter.cs.", new[] { ReadinessTopic.Files })]
    [InlineData("Rename `print_date`.", new[] { ReadinessTopic.Files })]
    [InlineData("Add a regression test for it.", new[] { ReadinessTopic.Verification })]
    [InlineData("Do not change the database.", new[] { ReadinessTopic.Limits })]
    [InlineData("The format of the file stays backwards compatible.", new[] { ReadinessTopic.Limits })]
    [InlineData(Complete, new[] { ReadinessTopic.Files, ReadinessTopic.Behavior, ReadinessTopic.Verification, ReadinessTopic.Limits })]
    public void What_a_ticket_says_to_an_agent_is_found(string description, ReadinessTopic[] expected)
    {
        var reading = Rewritten.Read("Receipt has two dates", description);

        var results = AgentReadiness.Of(reading.Ticket!, reading: null);

        results.Where(result => result.IsMet).Select(result => result.Check.Topic).ShouldBe(expected);
        foreach (var result in results.Where(result => result.IsMet))
            reading.Ticket!.Description.Source[result.Start!.Value..result.End!.Value].ShouldBe(result.Quote);
    }

    [Fact]
    public void The_profile_says_what_an_agent_lacks()
    {
        var judgement = s_judge.Judge(Rewritten.Read("Receipt has two dates", Bare));

        foreach (var check in ReadinessCheck.All)
        {
            var finding = judgement.Findings.Single(one => one.Rule == check.Rule);
            finding.Points.ShouldBe(check.Missing);
            finding.Advice.ShouldBe(check.Advice);
        }

        judgement.Recommendations.ShouldContain(text => ReadinessCheck.All.Any(check => check.Advice == text));
        judgement.Recommendations.Count.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void A_complete_ticket_scores_higher_than_with_the_default_profile_and_prescribing_costs_nothing()
    {
        var reading = Rewritten.Read("Receipt has two dates", Complete);
        var judgement = s_judge.Judge(reading);

        judgement.Scores.Overall.ShouldBeGreaterThan(Rewritten.Judge.Judge(reading).Scores.Overall);
        judgement.Findings.ShouldNotContain(finding => finding.Rule == "negotiable.prescribed");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Contributions_still_add_up_to_each_score(string summary, string description)
    {
        var reading = Rewritten.Read(summary, description);
        var judgement = s_judge.Judge(reading);

        foreach (var dimension in Dimensions.All)
        {
            var explanation = judgement.Explanation![dimension];
            (explanation.Start.Points + explanation.Contributions.Sum(contribution => contribution.Points)).ShouldBe(explanation.Sum, 0.05);
            explanation.Score.ShouldBe((int)Math.Clamp(Math.Round(explanation.Sum, MidpointRounding.AwayFromZero), 0, 10));
            judgement.Scores[dimension].ShouldBe(explanation.Score);
        }

        judgement.RecommendationDetails.Select(detail => detail.Lift).ShouldBe(judgement.RecommendationDetails.Select(detail => detail.Lift).OrderDescending());
        s_judge.Judge(reading).Scores.ShouldBe(judgement.Scores);
    }

    [Fact]
    public void A_work_order_says_what_is_known_and_what_to_ask()
    {
        var reading = Rewritten.Read("Receipt has two dates", Complete, issueType: "Bug");
        var order = WorkOrder.Write(reading.Ticket!, OfflineRewriter.Rewrite(reading, s_judge), "https://example.com/LIB-7");

        order.ShouldStartWith("# Receipt has two dates\n\nTicket: https://example.com/LIB-7\n");
        order.ShouldContain("- Where to begin: “`src/Receipts/ReceiptPrinter.cs`”");
        order.ShouldContain("- `src/Receipts/ReceiptPrinter.cs`\n- `ReceiptPrinterTests`\n");
        order.ShouldContain("## Ask before you begin\n\n- Which steps lead to it?");
        order.ShouldContain("## Ticket\n\n### Description\n");
        order.ShouldNotContain("[Question");
    }

    [Fact]
    public void A_work_order_for_a_title_tells_the_agent_to_ask()
    {
        var reading = Rewritten.Read("Clipboard");
        var order = WorkOrder.Write(reading.Ticket!, OfflineRewriter.Rewrite(reading, s_judge));

        order.ShouldContain("- Expected behavior: not stated. Ask what should happen.");
        order.TrimEnd().ShouldEndWith("## Ticket");
    }
}
