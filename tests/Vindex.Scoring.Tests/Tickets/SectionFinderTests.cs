using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

/// <summary>Labels, titles and items, written as block kind, text and the section's first letters.</summary>
public sealed class SectionFinderTests
{
    [Theory]
    [InlineData("Goal: speed", "H Goal: Mot", "P speed Mot")]
    [InlineData("goal: speed", "H goal: Mot", "P speed Mot")]
    [InlineData("It is slow. Acceptance criteria: it is fast", "P It is slow. Des", "H Acceptance criteria: Acc", "P it is fast Acc")]
    [InlineData("It is slow. acceptance criteria: it is fast", "P It is slow. Des", "H acceptance criteria: Acc", "P it is fast Acc")]
    [InlineData("It is slow Acceptance criteria: it is fast", "P It is slow Des", "H Acceptance criteria: Acc", "P it is fast Acc")]
    [InlineData("It is slow acceptance criteria: it is fast", "P It is slow acceptance criteria: it is fast Des")]
    [InlineData("It is slow. Acceptance: it is fast", "P It is slow. Des", "H Acceptance: Acc", "P it is fast Acc")]
    [InlineData("It is slow Acceptance: it is fast", "P It is slow Acceptance: it is fast Des")]
    [InlineData("It is slow. acceptance: it is fast", "P It is slow. acceptance: it is fast Des")]
    [InlineData("It is slow. Goal: speed", "P It is slow. Goal: speed Des")]
    [InlineData("It is slow! Problem: speed", "P It is slow! Des", "H Problem: Mot", "P speed Mot")]
    [InlineData("It is slow? Problem: speed", "P It is slow? Des", "H Problem: Mot", "P speed Mot")]
    [InlineData("It is slow; Problem: speed", "P It is slow; Des", "H Problem: Mot", "P speed Mot")]
    [InlineData("It is (slow) Problem: speed", "P It is (slow) Des", "H Problem: Mot", "P speed Mot")]
    [InlineData("It is slow. - Problem: speed", "P It is slow. - Des", "H Problem: Mot", "P speed Mot")]
    [InlineData("Goal: speed Steps to reproduce: open it", "H Goal: Mot", "P speed Mot", "H Steps to reproduce: Ste", "P open it Ste")]
    [InlineData("Problem:- slow", "H Problem: Mot", "P - slow Mot")]
    [InlineData("Problem:slow", "P Problem:slow Des")]
    [InlineData("See 10:30 Steps to reproduce: open it", "P See 10:30 Des", "H Steps to reproduce: Ste", "P open it Ste")]
    [InlineData("Steps to reproduce:", "H Steps to reproduce: Ste")]
    [InlineData("A very long sentence with the word reproduction: no", "P A very long sentence with the word reproduction: no Des")]
    public void Labels_open_sections_where_their_words_are_clear_enough(string source, params string[] blocks) => Blocks(source).ShouldBe(blocks);

    [Theory]
    [InlineData("AC: 1. one 2. two", "H AC: Acc", "L one Acc", "L two Acc")]
    [InlineData("AC: - one - two", "H AC: Acc", "L one Acc", "L two Acc")]
    [InlineData("Steps to reproduce: 1. one 2. two", "H Steps to reproduce: Ste", "L one Ste", "L two Ste")]
    [InlineData("Goal: - one - two", "H Goal: Mot", "P - one - two Mot")]
    [InlineData("AC: one and two", "H AC: Acc", "P one and two Acc")]
    [InlineData("- AC: one • two", "L AC: one Acc", "L two Acc")]
    [InlineData("- one. - two", "L one. Des", "L two Des")]
    [InlineData("- [x] one • two", "L one Des", "L two Des")]
    public void Items_run_into_a_line_are_items_of_criteria_and_steps(string source, params string[] blocks) => Blocks(source).ShouldBe(blocks);

    [Theory]
    [InlineData("- Expected: a\n- b", "L Expected: a Exp", "L b Des")]
    [InlineData("- Expected:\n  - a\n    - b\n- c", "L Expected: Exp", "L a Exp", "L b Exp", "L c Des")]
    [InlineData("- Expected:\n  - Actual: a\n- b", "L Expected: Exp", "L Actual: a Exp", "L b Des")]
    [InlineData("- Expected:\n\ntext\n\n  - a", "L Expected: Exp", "P text Des", "L a Des")]
    [InlineData("- a: b", "L a: b Des")]
    [InlineData("AC:\n- Notes: a\n- b", "H AC: Acc", "L Notes: a Des", "L b Acc")]
    [InlineData("- This goes on for longer than a label may be before Expected: a", "L This goes on for longer than a label may be before Expected: a Des")]
    public void An_item_may_be_a_label(string source, params string[] blocks) => Blocks(source).ShouldBe(blocks);

    [Theory]
    [InlineData("**Rollout**\ntext", "H Rollout Des", "P text Des")]
    [InlineData("**Rollout.**\ntext", "P Rollout. Des", "P text Des")]
    [InlineData("**Rollout!**\ntext", "P Rollout! Des", "P text Des")]
    [InlineData("**Rollout;**\ntext", "P Rollout; Des", "P text Des")]
    [InlineData("**Rollout,**\ntext", "P Rollout, Des", "P text Des")]
    [InlineData("**Rollout?**\ntext", "H Rollout? Des", "P text Des")]
    [InlineData("**As a clerk**\ntext", "P As a clerk Des", "P text Des")]
    [InlineData("**Given a cart**\ntext", "P Given a cart Des", "P text Des")]
    [InlineData("**Out of scope**\ntext", "H Out of scope Out", "P text Out")]
    [InlineData("Web:\ntext", "H Web: Des", "P text Des")]
    [InlineData("Out of scope\ntext\n\nWeb:\nmore", "H Out of scope Out", "P text Out", "H Web: Out", "P more Out")]
    [InlineData("## Out of scope\na\n**Rollout**\nb", "H Out of scope Out", "P a Out", "H Rollout Out", "P b Out")]
    [InlineData("## Out of scope\na\n## Web\nb", "H Out of scope Out", "P a Out", "H Web Des", "P b Des")]
    [InlineData(
        "# Out of scope\n## Goal\na\n## Web\nb\n# End\nc", "H Out of scope Out", "H Goal Mot", "P a Mot", "H Web Out", "P b Out", "H End Des", "P c Des")]
    [InlineData("## Goal\na\n## Description\nb", "H Goal Mot", "P a Mot", "H Description Des", "P b Des")]
    [InlineData("> Out of scope", "Q Out of scope Des")]
    [InlineData("## Out of scope\n```\na\n```\n| b |", "H Out of scope Out", "C a Out", "T b Out")]
    public void Titles_open_sections(string source, params string[] blocks) => Blocks(source).ShouldBe(blocks);

    [Fact]
    public void A_bold_line_of_over_a_hundred_characters_is_a_paragraph()
    {
        Reading.Description($"**{new string('x', 100)}**\na").Blocks[0].Kind.ShouldBe(BlockKind.Heading);
        Reading.Description($"**{new string('x', 101)}**\na").Blocks[0].Kind.ShouldBe(BlockKind.Paragraph);
    }

    [Theory]
    [InlineData("h2. Narrative As a clerk, I need a list of late orders", "H Narrative Mot", "P As a clerk, I need a list of late orders Mot")]
    [InlineData("h2. User Story As a clerk, I need a list of late orders", "H User Story Mot", "P As a clerk, I need a list of late orders Mot")]
    [InlineData("h2. Narrative As a clerk, I need it", "H Narrative As a clerk, I need it Des")]
    [InlineData("h2. Rollout As a clerk, I need a list of late orders", "H Rollout As a clerk, I need a list of late orders Des")]
    [InlineData(
        "h2. Acceptance criteria Given a cart, when I pay, then it is paid", "H Acceptance criteria Acc", "P Given a cart, when I pay, then it is paid Acc")]
    [InlineData("h2. One two three four As a clerk, I need a list of late orders", "H One two three four As a clerk, I need a list of late orders Des")]
    public void A_heading_lets_go_of_the_story_that_ran_into_it(string source, params string[] blocks) => Blocks(source).ShouldBe(blocks);

    [Theory]
    [InlineData("Goal: speed", "P Goal: speed Des")]
    [InlineData("Show it. Acceptance criteria: - a - b", "P Show it. Des", "H Acceptance criteria: Acc", "L a Acc", "L b Acc")]
    [InlineData("Steps to reproduce", "P Steps to reproduce Des")]
    [InlineData("Steps to reproduce:", "H Steps to reproduce: Ste")]
    [InlineData("**Bold title**", "P Bold title Des")]
    [InlineData("Web:", "P Web: Des")]
    [InlineData("> quoted title", "P quoted title Des")]
    [InlineData("| a | b |", "P a | b Des")]
    [InlineData("# 5 is wrong", "P 5 is wrong Des")]
    [InlineData("Acceptance: a", "H Acceptance: Acc", "P a Acc")]
    public void A_summary_is_a_title_first(string source, params string[] blocks) => Shown(Reading.Summary(source)).ShouldBe(blocks);

    [Theory]
    [InlineData("a\n\nGoal: b", "P a Acc", "H Goal: Mot", "P b Mot")]
    [InlineData("- Notes: a\n- b", "L Notes: a Acc", "L b Acc")]
    [InlineData("1. a 2. b", "L a 2. b Acc")]
    [InlineData("One. - two. - three", "L One. Acc", "L two. Acc", "L three Acc")]
    [InlineData("## Notes\na", "H Notes Acc", "P a Acc")]
    public void In_their_own_field_criteria_are_the_default(string source, params string[] blocks) => Shown(Reading.Criteria(source)).ShouldBe(blocks);

    private static string[] Blocks(string source) => Shown(Reading.Description(source));

    private static string[] Shown(FieldText field) =>
        [.. field.Blocks.Select(block => $"{"PHLCQT"[(int)block.Kind]} {field.Clean[block.Start..block.End]} {block.Section.ToString()[..3]}")];
}
