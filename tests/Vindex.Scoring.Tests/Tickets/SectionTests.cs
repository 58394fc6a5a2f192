using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class SectionTests
{
    [Theory]
    [InlineData("## Acceptance criteria\n- it works")]
    [InlineData("## ACCEPTANCE CRITERIA\n- it works")]
    [InlineData("## ✅ Acceptance Criteria (draft)\n- it works")]
    [InlineData("## 2. Acceptance Criteria:\n- it works")]
    [InlineData("h3. Acceptance Criteria\n* it works")]
    [InlineData("Acceptance Criteria\n===\n* it works")]
    [InlineData("*Acceptance criteria*\n* it works")]
    [InlineData("**Acceptance criteria:**\n- it works")]
    [InlineData("__Acceptance criteria__:\n- it works")]
    [InlineData("Acceptance criteria:\n- it works")]
    [InlineData("acceptance criteria:\n\n- it works")]
    [InlineData("Acceptance Criteria\n- it works")]
    [InlineData("AC:\n- it works")]
    [InlineData("Acceptance criteria: - it works")]
    [InlineData("Acceptance criteria: it works")]
    [InlineData("Definition of done: it works")]
    [InlineData("## Akzeptanzkriterien\n- it works")]
    [InlineData("## Critères d’acceptation\n- it works")]
    [InlineData("## Criterios de aceptación\n- it works")]
    [InlineData("## Acceptatiecriteria\n- it works")]
    [InlineData("{panel:title=x}\nh4. Acceptance criteria\n* it works\n{panel}")]
    public void Criteria_are_found_however_they_are_announced(string source)
    {
        var field = Reading.Description(source);
        field.Blocks[^1].Section.ShouldBe(SectionKind.AcceptanceCriteria);
        field.Texts()[^1].ShouldBe("it works");
        field.Blocks[^2].Kind.ShouldBe(BlockKind.Heading);
    }

    [Theory]
    [InlineData("Steps to reproduce", SectionKind.Steps)]
    [InlineData("How can we reproduce this?", SectionKind.Steps)]
    [InlineData("What is the expected *correct* behavior?", SectionKind.Expected)]
    [InlineData("What is the current *bug* behavior?", SectionKind.Actual)]
    [InlineData("Environment", SectionKind.Environment)]
    [InlineData("Technical notes", SectionKind.Implementation)]
    [InlineData("Open questions", SectionKind.Questions)]
    [InlineData("Out of scope", SectionKind.OutOfScope)]
    [InlineData("Problem to solve", SectionKind.Motivation)]
    [InlineData("Weather", SectionKind.Description)]
    [InlineData("The goal keeper", SectionKind.Description)]
    public void Headings_open_their_section(string heading, SectionKind section) =>
        Reading.Description($"## {heading}\ntext").Sections().ShouldBe([section, section]);

    [Fact]
    public void A_section_ends_at_the_next_heading_of_its_level_or_above() =>
        Reading.Description("# A\n## Acceptance criteria\na\n### Web\nb\n### Background\nc\n### More\nd\n## Other\ne").Sections().ShouldBe(
        [
            SectionKind.Description, SectionKind.AcceptanceCriteria, SectionKind.AcceptanceCriteria, SectionKind.AcceptanceCriteria,
            SectionKind.AcceptanceCriteria,
            SectionKind.Motivation, SectionKind.Motivation, SectionKind.AcceptanceCriteria, SectionKind.AcceptanceCriteria, SectionKind.Description,
            SectionKind.Description,
        ]);

    [Fact]
    public void A_section_ends_at_the_next_label() =>
        Reading.Description("Acceptance criteria:\n- a\n\nOut of scope: b\n\nNotes:\nc").Sections().ShouldBe(
        [
            SectionKind.AcceptanceCriteria, SectionKind.AcceptanceCriteria, SectionKind.OutOfScope, SectionKind.OutOfScope, SectionKind.Description,
            SectionKind.Description,
        ]);

    [Fact]
    public void Criteria_run_into_one_line_are_items() =>
        Reading.Description("The list is slow. Acceptance criteria: - It loads in 2 s. - It shows a spinner - It can be cancelled").Lines().ShouldBe(
        [
            "Paragraph <Description> The list is slow.", "Heading6 <AcceptanceCriteria> Acceptance criteria:",
            "ListItem1 <AcceptanceCriteria> It loads in 2 s.",
            "ListItem1 <AcceptanceCriteria> It shows a spinner", "ListItem1 <AcceptanceCriteria> It can be cancelled",
        ]);

    [Fact]
    public void Criteria_run_into_the_summary_are_items() =>
        Reading.Summary("As a clerk, I want a list Acceptance Criteria: 1. It loads 2. It can be printed").Lines().ShouldBe(
        [
            "Paragraph <Description> As a clerk, I want a list", "Heading6 <AcceptanceCriteria> Acceptance Criteria:",
            "ListItem1# <AcceptanceCriteria> It loads",
            "ListItem1# <AcceptanceCriteria> It can be printed",
        ]);

    [Theory]
    [InlineData("AC: 1. one 2. two 3.three")]
    [InlineData("AC: 1) one 2) two 3) three")]
    [InlineData("AC: a. one b. two c. three")]
    [InlineData("AC: • one • two • three")]
    [InlineData("AC: •one •two •three")]
    [InlineData("AC: - one - two - three")]
    [InlineData("AC:\n- one. - two. - three")]
    public void Items_run_together_are_found_by_any_marker(string source) =>
        Reading.Description(source).Texts()[1..].Select(text => text.TrimEnd('.')).ShouldBe(["one", "two", "three"]);

    [Theory]
    [InlineData("These are the acceptance criteria we discussed, in short")]
    [InlineData("We talked about the goal: speed")]
    [InlineData("See https://example.org/steps: it is there")]
    public void Words_within_a_sentence_are_no_label(string source) => Reading.Description(source).Blocks.Count.ShouldBe(1);

    [Fact]
    public void A_field_of_its_own_holds_criteria_unless_a_heading_says_otherwise() =>
        Reading.Criteria("- a\n\ntext\n\n## Out of scope\nb\n\n## Web\nc").Sections().ShouldBe(
        [
            SectionKind.AcceptanceCriteria, SectionKind.AcceptanceCriteria, SectionKind.OutOfScope, SectionKind.OutOfScope, SectionKind.AcceptanceCriteria,
            SectionKind.AcceptanceCriteria,
        ]);

    [Theory]
    [InlineData("# 42 is broken", "42 is broken")]
    [InlineData("1. Show the total", "Show the total")]
    [InlineData("- Show the total", "Show the total")]
    public void A_title_is_a_paragraph_whatever_it_begins_with(string source, string text) =>
        Reading.Summary(source).Lines().ShouldBe(["Paragraph <Description> " + text]);

    [Fact]
    public void A_story_that_ran_into_its_heading_is_set_apart() =>
        Reading.Description("h2. Narrative As a clerk, I need a list of late orders so that I can call").Lines().ShouldBe(
            ["Heading2 <Motivation> Narrative", "Paragraph <Motivation> As a clerk, I need a list of late orders so that I can call"]);

    [Fact]
    public void An_item_that_is_a_label_names_the_section_of_the_items_below_it() =>
        Reading.Description("- Acceptance criteria:\n  - a\n- Expected: b\n- c").Sections().ShouldBe(
            [SectionKind.AcceptanceCriteria, SectionKind.AcceptanceCriteria, SectionKind.Expected, SectionKind.Description]);
}
