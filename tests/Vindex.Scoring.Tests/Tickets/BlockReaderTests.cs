using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class BlockReaderTests
{
    [Theory]
    [InlineData("# a\n## b", "H1 a", "H2 b")]
    [InlineData("###### a", "H6 a")]
    [InlineData("####### a", "L7# a")]
    [InlineData("#a", "P #a")]
    [InlineData("# a #", "H1 a")]
    [InlineData("# a ##  ", "H1 a")]
    [InlineData("# a#", "H1 a#")]
    [InlineData("# C#", "H1 C#")]
    [InlineData("#", "")]
    [InlineData("text\n# a", "P text", "H1 a")]
    [InlineData("# a\ntext", "H1 a", "P text")]
    [InlineData("# *a* `b`", "H1 a b")]
    [InlineData("h1. a\nh6. b", "H1 a", "H6 b")]
    [InlineData("h1.a", "P h1.a")]
    [InlineData("text\nh2. a", "P text", "H2 a")]
    [InlineData("hello", "P hello")]
    [InlineData("Hello", "P Hello")]
    public void Headings(string source, params string[] blocks) => ShouldBe(source, blocks);

    [Theory]
    [InlineData("# a\n# b", "L1# a", "L1# b")]
    [InlineData("# a\ntext\n# b", "H1 a", "P text", "H1 b")]
    [InlineData("{{x}}\n# a\ntext", "P x", "L1# a text")]
    [InlineData("{color:red}x{color}\n## a", "P x", "L2# a")]
    [InlineData("# a\n# b\n\n# c", "L1# a", "L1# b", "H1 c")]
    [InlineData("# a\n# b\n## c", "L1# a", "L1# b", "L2# c")]
    [InlineData("# a\n#b", "H1 a", "P #b")]
    [InlineData("## a\n## b", "H2 a", "H2 b")]
    [InlineData("# a\n#* b", "L1# a", "L2 b")]
    public void A_mark_that_two_dialects_share_is_read_by_its_neighbours(string source, params string[] blocks) => ShouldBe(source, blocks);

    [Theory]
    [InlineData("a\n===", "H1 a")]
    [InlineData("a\n---", "H2 a")]
    [InlineData("a\n==", "P a ==")]
    [InlineData("a\n=-=", "P a =-=")]
    [InlineData("a\nb\n===", "P a b")]
    [InlineData("===", "")]
    [InlineData("- a\n---", "L1 a")]
    [InlineData("**a**\n---\nb", "H2 a", "P b")]
    [InlineData("**a**\n--\nb", "H6 a", "P -- b")]
    [InlineData("a\n\n---\nb", "P a", "P b")]
    [InlineData("a\n***\nb", "P a", "P b")]
    [InlineData("a\n_ _ _\nb", "P a", "P b")]
    [InlineData("a\n- - -\nb", "P a", "P b")]
    public void Lines_of_one_mark_are_underlines_or_rules(string source, params string[] blocks) => ShouldBe(source, blocks);

    [Theory]
    [InlineData("- a\n - b", "L1 a", "L1 b")]
    [InlineData("- a\n  - b", "L1 a", "L2 b")]
    [InlineData("- a\n\t- b", "L1 a", "L2 b")]
    [InlineData("  - a\n- b", "L1 a", "L1 b")]
    [InlineData("- a\n  - b\n    - c\n  - d\n- e", "L1 a", "L2 b", "L3 c", "L2 d", "L1 e")]
    [InlineData("- a\n    - b\n  - c", "L1 a", "L2 b", "L2 c")]
    [InlineData("- a\n\n  - b", "L1 a", "L2 b")]
    [InlineData("- a\n\ntext\n\n  - b", "L1 a", "P text", "L1 b")]
    [InlineData("- a\n\n  text\n\n  - b", "L1 a", "P text", "L2 b")]
    [InlineData("- a\n# h\n  - b", "L1 a", "H1 h", "L1 b")]
    [InlineData("- a\nh2. h\n  - b", "L1 a", "H2 h", "L1 b")]
    [InlineData("* a\n** b\n* c", "L1 a", "L2 b", "L1 c")]
    [InlineData("- a\n  b\n- c", "L1 a b", "L1 c")]
    [InlineData("1. a\n   - b", "L1# a", "L2 b")]
    [InlineData("- [x] a\n- [ ] b", "L1[x] a", "L1[ ] b")]
    [InlineData("- a:\nb", "L1 a: b")]
    [InlineData("-", "")]
    [InlineData("- \n- ", "")]
    [InlineData("AC1: a\nAC2: b", "L1# a", "L1# b")]
    [InlineData("text\n- a", "P text", "L1 a")]
    public void Items_are_nested_by_their_indent(string source, params string[] blocks) => ShouldBe(source, blocks);

    [Theory]
    [InlineData("> a", "Q a")]
    [InlineData(">a\n>b", "Q a b")]
    [InlineData("> a\n> > b", "Q a b")]
    [InlineData("> a\n\n> b", "Q a", "Q b")]
    [InlineData("> a\n>\n> b", "Q a", "Q b")]
    [InlineData("> # a\n> b", "Q a", "Q b")]
    [InlineData("> - a\n> - b", "Q a", "Q b")]
    [InlineData("> 1. a", "Q a")]
    [InlineData("> a\n> **b**\n> c", "Q a", "Q b c")]
    [InlineData("> a\nb", "Q a b")]
    [InlineData("> a\n- b", "Q a", "L1 b")]
    [InlineData("> Given a\n> When b", "Q Given a", "Q When b")]
    [InlineData("text\n> a", "P text", "Q a")]
    [InlineData(">", "")]
    [InlineData("bq. a\nb", "Q a", "P b")]
    [InlineData("bq.a", "P bq.a")]
    [InlineData("text\nbq. a", "P text", "Q a")]
    [InlineData("{quote}a{quote}", "Q a")]
    [InlineData("{quote}a{quote} b", "Q a", "P b")]
    [InlineData("{quote}\na\nb\n{quote}\nc", "Q a b", "P c")]
    [InlineData("{QUOTE}\na\n{quote}", "Q a")]
    [InlineData("{quote}a\nb\n{quote} c", "Q a b", "P c")]
    [InlineData("{quote}\n- a\n- b\n{quote}\n- c", "Q a", "Q b", "L1 c")]
    [InlineData("{quote} a", "P a")]
    [InlineData("{quote}\na\n{quote}\n{quote} b", "Q a", "P b")]
    [InlineData("{quote}\n\n{quote}\na", "P a")]
    public void Quotes(string source, params string[] blocks) => ShouldBe(source, blocks);

    [Theory]
    [InlineData("| a | b |", "T a | b")]
    [InlineData("|a|b|\n|---|---|\n|c|d|", "T a | b", "T c | d")]
    [InlineData("||a||b||", "T a | b")]
    [InlineData("| a |  | b |\n", "T a | b")]
    [InlineData("| a *b* | `c` |", "T a b | c")]
    [InlineData("a | b\n---|---\nc | d\n\ne | f", "T a | b", "T c | d", "P e | f")]
    [InlineData("a b\n---|---\nc | d", "P a b", "T c | d")]
    [InlineData("x\na | b\n---|---\nc | d", "P x a | b", "T c | d")]
    [InlineData(":-: | ---\na | b", "T a | b")]
    [InlineData("| a |\ntext", "T a", "P text")]
    [InlineData("| a |\nb | c", "T a", "T b | c")]
    [InlineData("| a |\n- b | c", "T a", "T - b | c")]
    [InlineData("|", "P |")]
    [InlineData("||", "")]
    [InlineData("| |", "")]
    [InlineData("text\n| a |", "P text", "T a")]
    [InlineData("- a | b", "L1 a | b")]
    public void Tables(string source, params string[] blocks) => ShouldBe(source, blocks);

    [Theory]
    [InlineData("{panel}\na\n{panel}", "P a")]
    [InlineData("{panel:title=Web}a{panel}", "H6 Web", "P a")]
    [InlineData("{panel:bgColor=red|title=Web|x=y}\na\n{panel}", "H6 Web", "P a")]
    [InlineData("{expand:title=Web}\na\n{expand}", "H6 Web", "P a")]
    [InlineData("{info:Title=Web} a {info}", "H6 Web", "P a")]
    [InlineData("{panel}{note} a", "P a")]
    [InlineData("text\n{tip}more{tip}", "P text", "P more")]
    [InlineData("{panel} - a", "L1 a")]
    [InlineData("{panel:title=}a", "P a")]
    [InlineData("{id}: a", "P {id}: a")]
    public void Boxes_set_apart_what_they_hold(string source, params string[] blocks) => ShouldBe(source, blocks);

    [Theory]
    [InlineData("a\nb", "P a b")]
    [InlineData("a\n\nb", "P a", "P b")]
    [InlineData("a\n \t\nb", "P a", "P b")]
    [InlineData("a\n\u200B\nb", "P a", "P b")]
    [InlineData("\u200B\u00A0a\u200B ", "P a")]
    [InlineData("The log:\nb", "P The log:", "P b")]
    [InlineData("Name: a\nPlace: b", "P Name: a", "P Place: b")]
    [InlineData("Short line\nAnother one", "P Short line", "P Another one")]
    [InlineData("Short line.\nAnother one", "P Short line. Another one")]
    [InlineData("Short line\nand more", "P Short line and more")]
    [InlineData("Short line\nI go on", "P Short line I go on")]
    [InlineData("Short line\nSo it goes", "P Short line So it goes")]
    [InlineData("Short line\nIn Berlin", "P Short line In Berlin")]
    [InlineData("Short line\nAs before", "P Short line As before")]
    [InlineData("Short line\nTo see it", "P Short line To see it")]
    [InlineData("Short line\nInside it", "P Short line", "P Inside it")]
    [InlineData(
        "This line is of sixty characters at the very most, counted on\nAnother", "P This line is of sixty characters at the very most, counted on Another")]
    [InlineData(
        "This line is of sixty characters at the very most, counted.\nAnother", "P This line is of sixty characters at the very most, counted. Another")]
    [InlineData(
        "This line is of just sixty characters, not one of them more\nAnother", "P This line is of just sixty characters, not one of them more", "P Another")]
    [InlineData("a\nSteps to reproduce\nb", "P a", "H6 Steps to reproduce", "P b")]
    [InlineData("a\n**Bold**\nb", "P a", "H6 Bold", "P b")]
    [InlineData("a\nGiven b\nc", "P a", "P Given b c")]
    public void Text_goes_on_unless_a_line_begins_something_of_its_own(string source, params string[] blocks) => ShouldBe(source, blocks);

    [Theory]
    [InlineData("a  b    c", "P a b", "P c")]
    [InlineData("a  - b  - c", "P a", "L1 b", "L1 c")]
    [InlineData("Short line  Another one", "P Short line Another one")]
    [InlineData("a    h2. Title    b", "P a", "H2 Title", "P b")]
    public void Lost_line_ends_are_found_by_their_blanks(string source, params string[] blocks) => ShouldBe(source, blocks);

    [Fact]
    public void A_reader_can_be_used_again_after_a_long_text()
    {
        var longText = string.Concat(Enumerable.Repeat("- item\n", 20_000));
        Reading.Description(longText).Blocks.Count.ShouldBe(20_000);
        Shorthand.Of(Reading.Description("# a\n- b\n\nc")).ShouldBe(["H1 a", "L1 b", "P c"]);
    }

    [Fact]
    public void Nothing_of_one_text_is_left_for_the_next()
    {
        foreach (var before in (string[])[
            "- a\n  - b\n    - c", "{quote}\na\n{quote}\n{quote}", "| a |", "{code}\nx", "<!-- x", "{{x}}\n# a", "<b>x</b><br>", "a", "# a\n# b"
        ])
        {
            Reading.Description(before);
            Shorthand.Of(Reading.Description("  - a\ntext | b\n# c")).ShouldBe(["L1 a text | b", "H1 c"], before);
        }
    }

    private static void ShouldBe(string source, string[] blocks) => Shorthand.Of(Reading.Description(source)).ShouldBe(blocks is [""] ? [] : blocks);
}
