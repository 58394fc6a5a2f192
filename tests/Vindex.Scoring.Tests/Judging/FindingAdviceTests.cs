using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

public sealed class FindingAdviceTests
{
    [Fact]
    public void A_finding_that_quotes_criteria_does_not_ask_for_criteria()
    {
        var ticket = new TicketInput(
            "Pause a trip at a shop",
            "As a rider I want to lock my bike for a short stop without ending the trip, so that no one takes it while I buy bread.",
            "* The pause lasts at most 30 minutes; at minute 25 I get a message.\n* A pause costs 0.05 EUR a minute, shown before I confirm.",
            IssueType: "Story");

        var judgement = JudgeVersions.Load(Profile.Default).Judge(TicketReader.Read(ticket, TicketLimits.CommandLine));

        var quoted = judgement.Findings
            .Where(finding => finding.Rule.EndsWith(".criteria", StringComparison.Ordinal) && finding is { Points: < 0, Quote: not null })
            .ToList();
        quoted.ShouldNotBeEmpty();
        quoted.ShouldAllBe(finding => finding.Advice.Length == 0);
    }
}
