using System.Text;
using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>Edits that must move a score one way, or not at all, whatever the ticket.</summary>
public sealed class MetamorphicTests
{
    /// <summary>A single word or sentence may move learned weights a little: so many tenths of the overall score.</summary>
    private const int Slack = 2;

    public static TheoryData<int> Tickets => [.. Enumerable.Range(0, SampleTickets.All.Count)];

    /// <summary>Tickets of at least 25 words: in a shorter one any sentence is something to judge.</summary>
    public static TheoryData<int> LongerTickets =>
        [.. Enumerable.Range(0, SampleTickets.All.Count).Where(i => SampleTickets.All[i].Description.Split(' ').Length >= 25)];

    [Theory]
    [MemberData(nameof(Tickets))]
    public void Blank_space_line_ends_and_invisible_marks_move_nothing(int ticket)
    {
        var (summary, description) = SampleTickets.All[ticket];
        var scores = Judged.Of(summary, description).Scores;

        Judged.Of("  " + summary + " ", description).Scores.ShouldBe(scores);
        Judged.Of(summary, description.ReplaceLineEndings("\r\n")).Scores.ShouldBe(scores);
        Judged.Of(summary, description.ReplaceLineEndings("\r")).Scores.ShouldBe(scores);
        Judged.Of(summary, description + "\n\n\n").Scores.ShouldBe(scores);
        Judged.Of(summary, description.Replace("\n\n", "\n \t\n\n", StringComparison.Ordinal)).Scores.ShouldBe(scores);
        Judged.Of(summary, "\uFEFF" + description).Scores.ShouldBe(scores);
        Judged.Of(summary, description.Normalize(NormalizationForm.FormC)).Scores.ShouldBe(scores);
    }

    [Theory]
    [MemberData(nameof(Tickets))]
    public void The_name_of_the_product_moves_nothing(int ticket)
    {
        var (summary, description) = SampleTickets.All[ticket];
        var scores = Judged.Of(summary, description).Scores;

        foreach (var name in new[] { "Zephyron", "Quillbert", "Marabuto" })
        {
            Judged.Of(
                summary.Replace("Kolibri", name, StringComparison.Ordinal),
                description.Replace("Kolibri", name, StringComparison.Ordinal)).Scores.ShouldBe(scores, name);
        }
    }

    [Theory]
    [MemberData(nameof(Tickets))]
    public void Key_and_comments_by_others_move_nothing(int ticket)
    {
        var (summary, description) = SampleTickets.All[ticket];
        var scores = Judged.Of(summary, description).Scores;

        Judged.Of(
            summary,
            description,
            context: [
                new(ContextKind.Comment, null, null, null, "Looks fine."), new(ContextKind.LinkedIssue, "LIB-1", "relates to", "Desk", null)
            ]).Scores.ShouldBe(scores);
        Judged.Of(summary, description, issueType: "Something of our own").Scores.ShouldBe(scores);
    }

    [Theory]
    [MemberData(nameof(Tickets))]
    public void Template_hints_comments_logs_and_code_raise_nothing(int ticket)
    {
        var (summary, description) = SampleTickets.All[ticket];
        var tenths = Judged.Of(summary, description).Scores.OverallTenths;

        foreach (var addition in new[]
        {
            "<!-- Please fill in every section. -->", "### Possible fixes\n\n(If you can, link to the line of code that might be responsible for the problem)",
            "### Notes\n\nN/A",
            "- [ ] Add tests\n- [ ] Update documentation", "2031-03-02 10:11:12 ERROR loan list failed\n\n2031-03-02 10:11:13 ERROR loan list failed again",
            "at org.example.Loan.extend(Loan.java:12)\n\nat org.example.Desk.run(Desk.java:99)", "_This issue was automatically created from a template._",
        })
        {
            Judged.Of(summary, description + "\n\n" + addition).Scores.OverallTenths.ShouldBeLessThanOrEqualTo(tenths + (2 * Slack), addition);
        }
    }

    [Theory]
    [MemberData(nameof(LongerTickets))]
    public void Filler_raises_nothing(int ticket)
    {
        var (summary, description) = SampleTickets.All[ticket];
        var tenths = Judged.Of(summary, description).Scores.OverallTenths;

        foreach (var filler in new[]
        {
            "Thanks in advance!", "This is really important for us.", "As discussed.", "See above.", "Lorem ipsum dolor sit amet.",
            "Hope this helps, best regards.", "🎉🎉🎉"
        })
        {
            Judged.Of(summary, description + "\n\n" + filler).Scores.OverallTenths.ShouldBeLessThanOrEqualTo(tenths + (2 * Slack), filler);
        }
    }

    [Theory]
    [MemberData(nameof(Tickets))]
    public void A_criterion_does_not_lower_testable(int ticket)
    {
        var (summary, description) = SampleTickets.All[ticket];
        var testable = Judged.Of(summary, description).Scores.Testable;

        foreach (var criterion in new[]
        {
            "- The loan list shows the due date in red from the day after it on",
            "- A reader with ten open loans sees the text \"Limit reached\" and the button is disabled",
            "- Given a book that is reserved, when the reader clicks Extend, then the message \"Reserved\" appears",
        })
        {
            Judged.Of(summary, description + "\n\nAcceptance criteria:\n\n" + criterion).Scores.Testable.ShouldBeGreaterThanOrEqualTo(testable, criterion);
            Judged.Of(summary, description, criteria: criterion).Scores.Testable.ShouldBeGreaterThanOrEqualTo(testable, criterion);
        }
    }

    [Theory]
    [MemberData(nameof(LongerTickets))]
    public void Vague_wishes_raise_nothing_while_the_kind_stays(int ticket)
    {
        var (summary, description) = SampleTickets.All[ticket];
        var plain = Judged.Of(summary, description);

        foreach (var wish in new[]
        {
            "It should also be nicer and more user-friendly somehow.", "Maybe improve some other things as well, etc.",
            "It should work properly in most cases."
        })
        {
            var vague = Judged.Of(summary, description + "\n\n" + wish);
            if (vague.Reading!.Kind == plain.Reading!.Kind)
                vague.Scores.OverallTenths.ShouldBeLessThanOrEqualTo(plain.Scores.OverallTenths + (3 * Slack), wish);
        }
    }

    [Theory]
    [MemberData(nameof(Tickets))]
    public void Waiting_for_other_work_lowers_independent(int ticket)
    {
        var (summary, description) = SampleTickets.All[ticket];
        var independent = Judged.Of(summary, description).Scores.Independent;

        Judged.Of(summary, description + "\n\nBlocked by LIB-77 until that team has finished.").Scores.Independent.ShouldBeLessThanOrEqualTo(independent);
        Judged.Of(summary, description, context: [new(ContextKind.LinkedIssue, "LIB-77", "is blocked by", "Cards", null)]).Scores.Independent.ShouldBeInRange(
            Math.Max(0, independent - 3), Math.Max(0, independent - 2));
    }

    [Theory]
    [MemberData(nameof(Tickets))]
    public void Taking_the_description_away_raises_nothing(int ticket)
    {
        var (summary, description) = SampleTickets.All[ticket];
        var (full, bare) = (Judged.Of(summary, description).Scores, Judged.Of(summary).Scores);

        bare.Estimable.ShouldBeLessThanOrEqualTo(full.Estimable + (ticket == 6 ? 1 : 0));
        bare.Testable.ShouldBeLessThanOrEqualTo(full.Testable + (ticket == 6 ? 1 : 0));
    }

    [Theory]
    [MemberData(nameof(Tickets))]
    public void The_order_of_sections_hardly_matters(int ticket)
    {
        var (summary, description) = SampleTickets.All[ticket];
        const string first = "## Background\n\nThe desk gets ten calls a day about this.", second = "## Environment\n\nFirefox 118 on the desk computers";
        var one = Judged.Of(summary, $"{description}\n\n{first}\n\n{second}").Scores.OverallTenths;
        var other = Judged.Of(summary, $"{description}\n\n{second}\n\n{first}").Scores.OverallTenths;

        Math.Abs(one - other).ShouldBeLessThanOrEqualTo(2 * Slack);
    }

    [Theory]
    [MemberData(nameof(Tickets))]
    public void Letter_case_hardly_matters(int ticket)
    {
        var (summary, description) = SampleTickets.All[ticket];
        var tenths = Judged.Of(summary, description).Scores.OverallTenths;

        Judged.Of(summary.ToUpperInvariant(), description).Scores.OverallTenths.ShouldBeInRange(tenths - (3 * Slack), tenths + (2 * Slack));
        Judged.Of(summary.ToLowerInvariant(), description.ToLowerInvariant()).Scores.OverallTenths.ShouldBeInRange(tenths - (3 * Slack), tenths + (2 * Slack));
    }

    [Theory]
    [MemberData(nameof(Tickets))]
    public void Not_a_text_at_all_is_never_better(int ticket)
    {
        var tenths = Judged.Of(SampleTickets.All[ticket].Summary, SampleTickets.All[ticket].Description).Scores.OverallTenths;

        foreach (var (summary, description) in new[]
        {
            ("test", "test"), ("🎉", "🚀"), ("asdf", "qwerty"), ("Bug", "## Steps\n\nN/A")
        })
        {
            Judged.Of(summary, description).Scores.OverallTenths.ShouldBeLessThanOrEqualTo(tenths);
        }
    }

    [Theory]
    [InlineData("### Steps to reproduce\n\n1. Open the cart\n2. Click Pay", "h3. Steps to reproduce\n\n# Open the cart\n# Click Pay")]
    [InlineData("**Expected**\n\nThe payment page opens.", "*Expected*\n\nThe payment page opens.")]
    [InlineData("- The list shows the due date\n- The list shows the title", "* The list shows the due date\n* The list shows the title")]
    [InlineData("The *list* shows the **due date** of `each` loan.", "The list shows the due date of each loan.")]
    [InlineData("## Expected\n\nThe payment page opens.", "Expected\n--------\n\nThe payment page opens.")]
    [InlineData("```\nloan lost\n```", "{code}\nloan lost\n{code}")]
    public void The_markup_moves_nothing(string markdown, string other) =>
        Judged.Of(Judged.BugSummary, other).Scores.ShouldBe(Judged.Of(Judged.BugSummary, markdown).Scores);

    [Fact]
    public void A_field_of_its_own_for_criteria_counts_as_a_section_does()
    {
        const string text =
            "The desk needs the loans of a reader as a file.", criteria =
                "- The file holds one line for each loan\n- A reader without loans gets the text \"No loans\"";
        var plain = Judged.Of("Export the loan report", text).Scores;
        var section = Judged.Of("Export the loan report", text + "\n\n## Acceptance criteria\n\n" + criteria).Scores;
        var field = Judged.Of("Export the loan report", text, criteria: criteria).Scores;

        field.Testable.ShouldBeGreaterThan(plain.Testable);
        section.Testable.ShouldBeGreaterThan(plain.Testable);
        field.Testable.ShouldBeInRange(section.Testable - 1, section.Testable + 1);
    }

    [Fact]
    public void A_reason_raises_valuable()
    {
        var plain = Judged.Of("Export the loan report", "Add an export to the loan report.").Scores;
        var better = Judged.Of(
            "Export the loan report", "Add an export to the loan report, because the desk copies 200 loans by hand every month and makes mistakes.").Scores;

        better.Valuable.ShouldBeGreaterThan(plain.Valuable);
    }

    [Fact]
    public void Criteria_raise_testable_and_the_overall_score()
    {
        const string criteria =
            "\n\nAcceptance criteria:\n\n- The report holds one line for each loan of the last 30 days\n- A reader without loans gets an empty report with the text \"No loans\"\n- The file opens in a spreadsheet";
        var plain = Judged.Of("Export the loan report", "The desk needs the loans of a reader as a file.").Scores;
        var better = Judged.Of("Export the loan report", "The desk needs the loans of a reader as a file." + criteria).Scores;

        better.Testable.ShouldBeGreaterThan(plain.Testable);
        better.Estimable.ShouldBeGreaterThanOrEqualTo(plain.Estimable);
        better.Overall.ShouldBeGreaterThan(plain.Overall);
    }

    [Fact]
    public void Steps_and_an_expected_result_raise_a_bug()
    {
        var plain = Judged.Of("Paying fails for large carts", "Customers with more than 100 items in the cart cannot pay.");
        var better = Judged.Of(
            "Paying fails for large carts",
            "Customers with more than 100 items in the cart cannot pay.\n\n## Steps to reproduce\n\n1. Put 101 items into the cart\n2. Click Pay\n\n## Expected\n\nThe payment page shows the total.");

        better.Scores.Testable.ShouldBeGreaterThan(plain.Scores.Testable);
        better.Scores.Estimable.ShouldBeGreaterThan(plain.Scores.Estimable);
    }

    [Fact]
    public void A_stack_trace_is_no_criterion()
    {
        const string trace = "\n\njava.lang.NullPointerException\nat org.example.Cart.total(Cart.java:12)\nat org.example.Shop.pay(Shop.java:99)";
        var plain = Judged.Of("Paying fails", "Paying fails with an error.");
        var traced = Judged.Of("Paying fails", "Paying fails with an error." + trace);

        traced.Reading!.Spans.ShouldNotContain(span => span.Type == SpanType.Criteria && span.Quote.Contains("Cart.java", StringComparison.Ordinal));
        (traced.Scores.Testable - plain.Scores.Testable).ShouldBeLessThanOrEqualTo(1);
    }
}
