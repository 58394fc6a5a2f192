using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>What a ticket has already, so that no one is asked for it again.</summary>
public sealed class AdviceFactsTests
{
    [Theory]
    [InlineData("It is red.", nameof(Facts.Bare))]
    [InlineData("It is red on the list.", nameof(Facts.Alone))]
    [InlineData("## Steps to reproduce\n\nOpen it", nameof(Facts.Steps))]
    [InlineData("1. Open it\n2. Press it", nameof(Facts.Steps))]
    [InlineData("## Environment\n\nFirefox", nameof(Facts.Version))]
    [InlineData("Since 4.2 it is red", nameof(Facts.Version))]
    [InlineData("2031-03-02 10:11:12 loan lost", nameof(Facts.Trace))]
    [InlineData("It takes 12 seconds.", nameof(Facts.Duration))]
    [InlineData("It takes 200ms.", nameof(Facts.Duration))]
    [InlineData("```\none\ntwo\n```", nameof(Facts.Trace))]
    public void A_description_has_the_fact(string description, string fact) => Of("Loan list", description).Has.HasFlag(Enum.Parse<Facts>(fact)).ShouldBeTrue();

    [Theory]
    [InlineData("2031-03-02 10:11:12 loan lost", nameof(Facts.Bare))]
    [InlineData("It is red on the long list.", nameof(Facts.Alone))]
    [InlineData("2031-03-02 10:11:12 loan lost", nameof(Facts.Alone))]
    [InlineData("- [ ] red\n- [x] green\n- [ ] blue", nameof(Facts.Alone))]
    [InlineData("1. Open it", nameof(Facts.Steps))]
    [InlineData("## Steps to reproduce\n\nN/A", nameof(Facts.Steps))]
    [InlineData("## Acceptance criteria\n\n1. a date is shown\n2. a tax is shown", nameof(Facts.Steps))]
    [InlineData("Since 4 weeks it is red", nameof(Facts.Version))]
    [InlineData("```\none\n```", nameof(Facts.Trace))]
    [InlineData("It has 12 rows.", nameof(Facts.Duration))]
    [InlineData("It has 12 rows.", nameof(Facts.Figure))]
    public void A_description_does_not_have_the_fact(
        string description, string fact) => Of("Loan list", description).Has.HasFlag(Enum.Parse<Facts>(fact)).ShouldBeFalse();

    [Theory]
    [InlineData(24, true)]
    [InlineData(25, false)]
    public void Less_than_25_words_are_hardly_a_description(int words, bool isBare)
    {
        var facts = Of("Loan list", string.Join(' ', Enumerable.Repeat("word", words)));
        (facts.Words, facts.Has.HasFlag(Facts.Bare)).ShouldBe((words, isBare));
    }

    [Theory]
    [InlineData("Upgrade to 9", true)]
    [InlineData("Upgrade to 9.7", true)]
    [InlineData("Upgrade it", false)]
    public void A_figure_of_the_summary_is_noted(string summary, bool figure) => Of(summary, null).Has.HasFlag(Facts.Figure).ShouldBe(figure);

    [Theory]
    [InlineData("## Steps\n\n## Notes\n\nIt is red.", "“Steps”")]
    [InlineData("## Steps\n\n## Expected result\n\nN/A", "“Steps”")]
    [InlineData("## Steps\n\n## Definition of Done\n\n## Additional notes", "“Steps”")]
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
