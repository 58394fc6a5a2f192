using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>What a ticket has already, so that nobody is asked for it again.</summary>
public sealed class AdviceFactsTests
{
    [Theory]
    [InlineData("It is red.", nameof(Facts.Bare))]
    [InlineData("one two three four five six seven eight nine", nameof(Facts.Bare))]
    [InlineData("## Steps to reproduce\n\nOpen it", nameof(Facts.Steps))]
    [InlineData("1. Open it\n2. Press it", nameof(Facts.Steps))]
    [InlineData("## Expected\n\nA date", nameof(Facts.Expected))]
    [InlineData("## Environment\n\nFirefox", nameof(Facts.Version))]
    [InlineData("Since 4.2 it is red", nameof(Facts.Version))]
    [InlineData("2031-03-02 10:11:12 loan lost", nameof(Facts.Trace))]
    [InlineData("```\none\ntwo\n```", nameof(Facts.Trace))]
    [InlineData("## Acceptance criteria\n\n- a date is shown", nameof(Facts.Criteria))]
    [InlineData("- title\n- date\n- tax", nameof(Facts.List))]
    public void A_description_has_the_fact(string description, string fact) => Of("Loan list", description).Has.HasFlag(Enum.Parse<Facts>(fact)).ShouldBeTrue();

    [Theory]
    [InlineData("one two three four five six seven eight nine ten", nameof(Facts.Bare))]
    [InlineData("2031-03-02 10:11:12 loan lost", nameof(Facts.Bare))]
    [InlineData("1. Open it", nameof(Facts.Steps))]
    [InlineData("## Steps to reproduce\n\nN/A", nameof(Facts.Steps))]
    [InlineData("## Acceptance criteria\n\n1. a date is shown\n2. a tax is shown", nameof(Facts.Steps))]
    [InlineData("## Expected", nameof(Facts.Expected))]
    [InlineData("Since 4 weeks it is red", nameof(Facts.Version))]
    [InlineData("```\none\n```", nameof(Facts.Trace))]
    [InlineData("- title\n- date", nameof(Facts.List))]
    [InlineData("It is red.", nameof(Facts.Long))]
    [InlineData("It has 12 rows.", nameof(Facts.Figure))]
    public void A_description_does_not_have_the_fact(
        string description, string fact) => Of("Loan list", description).Has.HasFlag(Enum.Parse<Facts>(fact)).ShouldBeFalse();

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void A_hundred_words_are_long(
        int words, bool isLong) => Of("Loan list", string.Join(' ', Enumerable.Repeat("word", words))).Has.HasFlag(Facts.Long).ShouldBe(isLong);

    [Theory]
    [InlineData("Upgrade to 9", true)]
    [InlineData("Upgrade to 9.7", true)]
    [InlineData("Upgrade it", false)]
    public void A_figure_of_the_summary_is_noted(string summary, bool figure) => Of(summary, null).Has.HasFlag(Facts.Figure).ShouldBe(figure);

    [Theory]
    [InlineData("- a title\n- a date\n- a tax\n- a total", 4)]
    [InlineData("- One. Two.\n- Three.", 2)]
    [InlineData("No list.", 0)]
    public void Items_are_counted(string description, int items) => Of("Loan list", description).ListItems.ShouldBe(items);

    [Theory]
    [InlineData("## Steps\n\n## Notes\n\nIt is red.", "“Steps”")]
    [InlineData("## Steps\n\n## Expected result\n\nN/A", "“Steps” and “Expected result”")]
    [InlineData("## Steps\n\n## Expected result\n\n## Actual result\n\n## Environment", "“Steps”, “Expected result” and “Actual result”")]
    [InlineData("## Alpha\n\n## Beta", "“Beta”")]
    [InlineData("## Steps\n\nOpen it", null)]
    [InlineData("## Steps\n\n```\nx\n```", null)]
    [InlineData("## Steps\n\n- [x] done", null)]
    [InlineData("It is red.", null)]
    [InlineData("## ab", null)]
    [InlineData("## Steps:\n\n## STEPS", "“Steps”")]
    [InlineData("## A very long heading that says much more than a heading ought to", null)]
    public void Empty_sections_are_named(string description, string? sections) => Of("Loan list", description).EmptySections.ShouldBe(sections);

    private static AdviceFacts Of(string summary, string? description) => AdviceFacts.Of(AdviceExample.Read(summary, description));
}
