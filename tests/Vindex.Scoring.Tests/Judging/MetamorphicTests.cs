using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>Edits that must move a score one way, or not at all.</summary>
public sealed class MetamorphicTests
{
    private static readonly (string Summary, string Description)[] s_tickets = [(Judged.BugSummary, Judged.BugText), (Judged.FeatureSummary, Judged.FeatureText)];

    [Fact]
    public void Taking_the_description_away_lowers_estimable_and_testable()
    {
        foreach (var (summary, description) in s_tickets)
        {
            var (full, bare) = (Judged.Of(summary, description).Scores, Judged.Of(summary).Scores);
            bare.Estimable.ShouldBeLessThan(full.Estimable);
            bare.Testable.ShouldBeLessThan(full.Testable);
            bare.Overall.ShouldBeLessThan(full.Overall);
        }
    }

    [Fact]
    public void Criteria_raise_testable()
    {
        const string criteria = "\n\nAcceptance criteria:\n\n- The report holds one line for each loan of the last 30 days\n- A reader without loans gets an empty report with the text \"No loans\"\n- The file opens in a spreadsheet";
        var plain = Judged.Of("Export the loan report", "The desk needs the loans of a reader as a file.").Scores;
        var better = Judged.Of("Export the loan report", "The desk needs the loans of a reader as a file." + criteria).Scores;

        better.Testable.ShouldBeGreaterThan(plain.Testable);
        better.Estimable.ShouldBeGreaterThanOrEqualTo(plain.Estimable);
        better.Overall.ShouldBeGreaterThan(plain.Overall);
    }

    [Fact]
    public void A_reason_raises_valuable()
    {
        var plain = Judged.Of("Export the loan report", "Add an export to the loan report.").Scores;
        var better = Judged.Of("Export the loan report", "Add an export to the loan report, because the desk copies 200 loans by hand every month and makes mistakes.").Scores;

        better.Valuable.ShouldBeGreaterThan(plain.Valuable);
    }

    [Theory]
    [InlineData("### Steps to reproduce\n\n1. Open the cart\n2. Click Pay", "h3. Steps to reproduce\n\n# Open the cart\n# Click Pay")]
    [InlineData("**Expected**\n\nThe payment page opens.", "*Expected*\n\nThe payment page opens.")]
    [InlineData("- The list shows the due date\n- The list shows the title", "* The list shows the due date\n* The list shows the title")]
    public void The_markup_moves_nothing(string markdown, string wiki) =>
        Judged.Of(Judged.BugSummary, wiki).Scores.ShouldBe(Judged.Of(Judged.BugSummary, markdown).Scores);

    [Fact]
    public void Blank_space_and_line_ends_move_nothing()
    {
        foreach (var (summary, description) in s_tickets)
        {
            var scores = Judged.Of(summary, description).Scores;
            Judged.Of("  " + summary + " ", description).Scores.ShouldBe(scores);
            Judged.Of(summary, description.ReplaceLineEndings("\r\n")).Scores.ShouldBe(scores);
            Judged.Of(summary, description + "\n\n\n").Scores.ShouldBe(scores);
        }
    }

    [Fact]
    public void Template_hints_and_comments_raise_nothing()
    {
        foreach (var (summary, description) in s_tickets)
        {
            var scores = Judged.Of(summary, description).Scores;
            Judged.Of(summary, "<!-- Please fill in every section. -->\n" + description).Scores.Overall.ShouldBeLessThanOrEqualTo(scores.Overall);
            Judged.Of(summary, description + "\n\n### Possible fixes\n\n(If you can, link to the line of code that might be responsible for the problem)").Scores.Overall.ShouldBeLessThanOrEqualTo(scores.Overall + 0.1m);
        }
    }

    [Fact]
    public void A_stack_trace_is_no_criterion()
    {
        const string trace = "\n\njava.lang.NullPointerException\nat org.example.Cart.total(Cart.java:12)\nat org.example.Shop.pay(Shop.java:99)";
        var plain = Judged.Of("Paying fails", "Paying fails with an error.");
        var traced = Judged.Of("Paying fails", "Paying fails with an error." + trace);

        traced.Reading!.Spans.ShouldNotContain(span => span.Type == Vindex.Scoring.Reading.SpanType.Criteria && span.Quote.Contains("Cart.java", StringComparison.Ordinal));
        (traced.Scores.Testable - plain.Scores.Testable).ShouldBeLessThanOrEqualTo(1);
    }
}
