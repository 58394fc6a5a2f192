using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric;

public sealed class JudgeTests
{
    private const string Story = "As a librarian, I want to renew a loan for a reader so that nobody has to carry books back and forth.";
    private const string Criteria =
        "Acceptance criteria:\n\n- A renewed loan shows a due date 14 days later.\n- A loan that another reader has reserved cannot be renewed and shows the reason.";

    [Fact]
    public void The_same_ticket_gives_the_same_bytes_from_any_instance_and_thread()
    {
        var reading = TicketReader.Read(new TicketInput(Story, Criteria), TicketLimits.Api);
        var first = JsonSerializer.Serialize(new RubricJudge(Profile.Default).Judge(reading));
        var judge = new RubricJudge(Profile.Default);
        var others = new string[64];

        Parallel.For(0, others.Length, i => others[i] = JsonSerializer.Serialize(judge.Judge(reading)));

        others.ShouldAllBe(other => other == first);
    }

    [Fact]
    public void A_refused_reading_is_a_bug_of_the_caller() =>
        Should.Throw<ArgumentException>(() => new RubricJudge(Profile.Default).Judge(new TicketReading(null, "summary", "blank", [])));

    [Fact]
    public void A_good_story_is_healthy_and_an_empty_phrase_is_at_risk()
    {
        Example.Judge(Story, Criteria).Scores.Overall.ShouldBeGreaterThanOrEqualTo(7.0m);
        Example.Judge("Autumn").Scores.Overall.ShouldBeLessThan(5.0m);
    }

    [Fact]
    public void For_any_text_scores_are_in_range_and_quotes_verbatim()
    {
        string[] parts =
        [
            "As a clerk, ", "I want to ", "create and edit ", "so that ", "Given ", "when ", "then ", "5 seconds", "- ", "• ", "\n", "\n\n", "# Expected\n",
            "```\n", "{code}", "|a|", "Redis ", "red button ",
            "blocked by ABC-12 ", "etc. ", "🙂", "‑", "​", "é", "İ", "\ud800", "(", ")", "<!-- x -->", "<b>", "fast ", "TBD ", "? ", "Acceptance criteria: ",
            "and ", "/", ",", ".", "*bold* ", "_x_ ", "https://a.b/c ",
        ];
        var texts = Gen.ArrayOf(Gen.Elements(parts)).Select(chosen => string.Concat(chosen));
        var property = Prop.ForAll(texts.ToArbitrary(), texts.ToArbitrary(), (summary, description) =>
        {
            var reading = TicketReader.Read(new TicketInput("x " + summary, description), TicketLimits.CommandLine);
            if (reading.Ticket is null) return;
            var judgement = new RubricJudge(Profile.Default).Judge(reading);
            foreach (var dimension in Dimensions.All) judgement.Scores[dimension].ShouldBeInRange(0, 10);
            judgement.Recommendations.Count.ShouldBeLessThanOrEqualTo(5);
            foreach (var finding in judgement.Findings) ShouldBeVerbatim(finding, reading.Ticket);
        });

        property.Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Findings_and_their_points_explain_every_score()
    {
        var table = Scoring.Rubric.Rules.RuleTable.Load();
        foreach (var text in table.Rules.SelectMany(rule => new[] { rule.Bad, rule.Good }).Distinct())
        {
            var judgement = Example.Judge(text);
            foreach (var dimension in Dimensions.All)
            {
                var sum = table.Priors[(int)dimension] + judgement.Findings.Where(f => f.Dimension == dimension).Sum(f => f.Points);
                ((double)judgement.Scores[dimension]).ShouldBe(Math.Clamp(sum, 0, 10), 0.56, text);
            }
        }
    }

    [Fact]
    public void Findings_come_worst_first_within_a_dimension_in_the_order_of_the_dimensions()
    {
        var findings = Example.Judge("Redesign the entire shop with Redis\n\nBlocked by ABC-12. Should it be fast and modern?").Findings;

        findings.ShouldBe(findings.OrderBy(f => f.Dimension).ThenBy(f => f.Points));
        findings.Count(f => f.Points < 0).ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Recommendations_begin_with_what_lifts_the_score_most()
    {
        var judgement = Example.Judge("As a clerk, I want to scan a voucher and email it to the customer so that the customer can pay at home", Criteria);

        judgement.Recommendations[0].ShouldStartWith("Split the ticket at \"");
        judgement.Recommendations.ShouldAllBe(text => !Dimensions.Names.Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Context_used_names_the_evidence_of_dimensions_that_have_some()
    {
        var judgement = Example.Judge("Print a receipt\n\nBlocked by ABC-12.");

        judgement.ContextUsed[Dimension.Testable].ShouldContain("No acceptance criteria");
        judgement.ContextUsed[Dimension.Independent].ShouldContain("Says \"Blocked by ABC-12\"");
        judgement.ContextUsed.Values.ShouldAllBe(statements => statements.Count > 0);
    }

    [Fact]
    public void A_blocking_link_is_quoted_from_the_context()
    {
        var finding = Example.Judge("Print a receipt\n@link is blocked by ABC-12").Findings.Single(f => f.Rule == "independent.blocking-link");

        finding.Field.ShouldBe(TicketField.Context);
        finding.Quote.ShouldBe("is blocked by ABC-12");
    }

    [Fact]
    public void Nothing_stated_about_other_work_is_no_defect() =>
        Example.Judge(Story).Findings.ShouldNotContain(f => f.Dimension == Dimension.Independent && f.Points < 0);

    internal static void ShouldBeVerbatim(Finding finding, Ticket ticket)
    {
        if (finding.Field is null or TicketField.Context)
        {
            (finding.Start is null && finding.End is null).ShouldBeTrue();
            (finding.Field is null).ShouldBe(finding.Quote is null);
            return;
        }

        var text =
            finding.Field switch { TicketField.Summary => ticket.Summary, TicketField.Description => ticket.Description, _ => ticket.AcceptanceCriteria };
        finding.Quote.ShouldBe(text.Source[finding.Start!.Value..finding.End!.Value]);
        finding.Quote.ShouldNotBeNullOrEmpty();
    }
}
