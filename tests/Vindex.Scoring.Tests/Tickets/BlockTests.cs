using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class BlockTests
{
    [Theory]
    [InlineData("# Title\n\ntext", "Heading1 <Description> Title", "Paragraph <Description> text")]
    [InlineData("### Title ###\ntext", "Heading3 <Description> Title", "Paragraph <Description> text")]
    [InlineData("Title\n===\ntext", "Heading1 <Description> Title", "Paragraph <Description> text")]
    [InlineData("Title\n-----\ntext", "Heading2 <Description> Title", "Paragraph <Description> text")]
    [InlineData("h4. Title\ntext", "Heading4 <Description> Title", "Paragraph <Description> text")]
    [InlineData("**Title**\ntext", "Heading6 <Description> Title", "Paragraph <Description> text")]
    [InlineData("*Title*\r\ntext", "Heading6 <Description> Title", "Paragraph <Description> text")]
    [InlineData("*Title:*\ntext", "Heading6 <Description> Title:", "Paragraph <Description> text")]
    [InlineData("The log shows:\n- a", "Paragraph <Description> The log shows:", "ListItem1 <Description> a")]
    [InlineData("**As a clerk**\n**I want x**", "Paragraph <Description> As a clerk", "Paragraph <Description> I want x")]
    [InlineData("Web:\n- a", "Heading6 <Description> Web:", "ListItem1 <Description> a")]
    [InlineData("one\ntwo\n\nthree", "Paragraph <Description> one two", "Paragraph <Description> three")]
    [InlineData("- a\n- b", "ListItem1 <Description> a", "ListItem1 <Description> b")]
    [InlineData("- a\n  - b\n    - c\n- d", "ListItem1 <Description> a", "ListItem2 <Description> b", "ListItem3 <Description> c", "ListItem1 <Description> d")]
    [InlineData("* a\n** b\n*** c\n* d", "ListItem1 <Description> a", "ListItem2 <Description> b", "ListItem3 <Description> c", "ListItem1 <Description> d")]
    [InlineData("# a\n# b", "ListItem1# <Description> a", "ListItem1# <Description> b")]
    [InlineData("h2. T\n# a\n## b", "Heading2 <Description> T", "ListItem1# <Description> a", "ListItem2# <Description> b")]
    [InlineData("1. a\n2) b\n(3) c", "ListItem1# <Description> a", "ListItem1# <Description> b", "ListItem1# <Description> c")]
    [InlineData("a) x\nb) y", "ListItem1# <Description> x", "ListItem1# <Description> y")]
    [InlineData("• a\n• b", "ListItem1 <Description> a", "ListItem1 <Description> b")]
    [InlineData("- [ ] a\n- [x] b\n[ ] c", "ListItem1[ ] <Description> a", "ListItem1[x] <Description> b", "ListItem1[ ] <Description> c")]
    [InlineData("- a\ngoes on\n\nnot here", "ListItem1 <Description> a goes on", "Paragraph <Description> not here")]
    [InlineData("- **a** b", "ListItem1 <Description> a b")]
    [InlineData("> a\n> b\n>\n> c", "Quote <Description> a b", "Quote <Description> c")]
    [InlineData("a\n{panel}\nb\n{panel}\nc", "Paragraph <Description> a", "Paragraph <Description> b", "Paragraph <Description> c")]
    [InlineData("{panel:title=Out of scope|bgColor=#fff}b{panel}", "Heading6 <OutOfScope> Out of scope", "Paragraph <OutOfScope> b")]
    [InlineData("bq. a", "Quote <Description> a")]
    [InlineData("{quote}\na\n{quote}\nb", "Quote <Description> a", "Paragraph <Description> b")]
    [InlineData("```cs\nvar a = 1;\n\nb\n```\nc", "Code <Description> var a = 1;\n\nb", "Paragraph <Description> c")]
    [InlineData("{code:java}\nint a;\n{code}\nc", "Code <Description> int a;", "Paragraph <Description> c")]
    [InlineData("a {noformat}\nb\n{noformat} c", "Paragraph <Description> a", "Code <Description> b", "Paragraph <Description> c")]
    [InlineData("| a | b |\n|---|:-:|\n| c | |", "TableRow <Description> a | b", "TableRow <Description> c")]
    [InlineData("||a||b||\n|c|d|", "TableRow <Description> a | b", "TableRow <Description> c | d")]
    [InlineData("a | b\n--- | ---\nc | d", "TableRow <Description> a | b", "TableRow <Description> c | d")]
    [InlineData("a\n\n---\n\nb", "Paragraph <Description> a", "Paragraph <Description> b")]
    [InlineData("![x](y.png)\n\na", "Paragraph <Description> a")]
    [InlineData("- \n- a", "ListItem1 <Description> a")]
    public void Text_is_cut_into_blocks(string source, params string[] blocks) => Reading.Description(source).Lines().ShouldBe(blocks);

    [Fact]
    public void Steps_of_a_scenario_are_blocks_of_their_own() =>
        Reading.Description("Scenario: Pay\n  Given a cart\n  And a card\n  When I pay\n  then I see\nthe receipt").Lines().ShouldBe(
        [
            "Paragraph <Description> Scenario: Pay", "Paragraph <Description> Given a cart", "Paragraph <Description> And a card",
            "Paragraph <Description> When I pay",
            "Paragraph <Description> then I see the receipt",
        ]);

    [Fact]
    public void A_story_over_three_lines_is_one_paragraph() =>
        Reading.Description("As a clerk\nI want a list\nSo that I can pay").Texts().ShouldBe(["As a clerk I want a list So that I can pay"]);

    [Fact]
    public void Short_lines_that_begin_like_sentences_stand_alone() =>
        Reading.Description("Add a button\nRemove the link").Texts().ShouldBe(["Add a button", "Remove the link"]);

    [Fact]
    public void Lines_lost_by_an_export_are_found_by_their_blanks() =>
        Reading.Description("It fails.    h4. Steps to Reproduce    # Open it  # Close it    Actual Result:  Nothing  {code}a  b{code}").Lines().ShouldBe(
        [
            "Paragraph <Description> It fails.", "Heading4 <Steps> Steps to Reproduce", "ListItem1# <Steps> Open it", "ListItem1# <Steps> Close it",
            "Heading6 <Actual> Actual Result:", "Paragraph <Actual> Nothing", "Code <Actual> a  b",
        ]);

    [Fact]
    public void Html_reads_like_the_same_page_in_markdown() =>
        Reading.Description(
            "<div><b>Acceptance criteria</b></div><ul><li>One</li><li>Two<ol><li>Inner</li></ol></li></ul><h2>Notes</h2><p>A&nbsp;line<br>Another</p>")
                .Lines()
                .ShouldBe(
        [
            "Heading6 <AcceptanceCriteria> Acceptance criteria", "ListItem1 <AcceptanceCriteria> One", "ListItem1 <AcceptanceCriteria> Two",
            "ListItem2# <AcceptanceCriteria> Inner",
            "Heading2 <Description> Notes", "Paragraph <Description> A line", "Paragraph <Description> Another",
        ]);

    [Fact]
    public void A_fence_without_end_is_code_to_the_end() =>
        Reading.Description("a\n```\nb\n- c").Lines().ShouldBe(["Paragraph <Description> a", "Code <Description> b\n- c"]);
}
