using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

/// <summary>Fences of Markdown, macros of Jira, comments: what is not read as markup.</summary>
public sealed class CodeBlockTests
{
    [Theory]
    [InlineData("```\na\n```", "C a")]
    [InlineData("```\na\n```\nb", "C a", "P b")]
    [InlineData("~~~\na\n~~~\nb", "C a", "P b")]
    [InlineData("````\na\n```\nb\n````\nc", "C a\n```\nb", "P c")]
    [InlineData("```\na\n`````\nb", "C a", "P b")]
    [InlineData("```\na\n~~~\nb\n```", "C a\n~~~\nb")]
    [InlineData("```\na\n``` b\n```", "C a\n``` b")]
    [InlineData("```\na\n  ``` \nb", "C a", "P b")]
    [InlineData("``\na\n``", "P a")]
    [InlineData("```a```", "P a")]
    [InlineData("```js x\na\n```", "C a")]
    [InlineData("~~~js `x`\na\n~~~", "C a")]
    [InlineData("```\n```\nb", "P b")]
    [InlineData("```\n \n\n```\nb", "P b")]
    [InlineData("```\n\n a\n\n\nb \n\n```\nc", "C  a\n\n\nb", "P c")]
    [InlineData("text\n```\na\n```", "P text", "C a")]
    [InlineData("  ```\n  a\n    b\n c\n  ```", "C a\n  b\nc")]
    [InlineData("- item\n  ```\n  a\n  ```\n- next", "L1 item", "C a", "L1 next")]
    [InlineData("```\r\na\r\n\r\nb\r\n```\r\nc", "C a\n\nb", "P c")]
    [InlineData("```", "")]
    [InlineData("| a |\n```\nb\n```\nc | d", "T a", "C b", "P c | d")]
    public void A_fence_ends_with_as_many_of_its_own_marks(
        string source, params string[] blocks) => Blocks(source).ShouldBe(blocks[0].Length == 0 ? [] : blocks);

    [Theory]
    [InlineData("{code}\na\n{code}", "C a")]
    [InlineData("{CODE:java}\na\n{code}\nb", "C a", "P b")]
    [InlineData("{noformat}\na *b*\n\n c\n{noformat}", "C a *b*\n\n c")]
    [InlineData("{code:title=x|borderStyle=solid}\na\n{code}", "C a")]
    [InlineData("text {code}\na\n{code} more", "P text", "C a", "P more")]
    [InlineData("{code}a{code}", "C a")]
    [InlineData("{code}a{code} more", "P a more")]
    [InlineData("text {code}a{code}", "P text a")]
    [InlineData("see {code}a{code} and {code}\nb\n{code}", "P see a and", "C b")]
    [InlineData("{code}a\nb{code}", "C a\nb")]
    [InlineData("{code}\n\n{code}\nb", "P b")]
    [InlineData("{code}\r\na\r\n\r\nb\r\n{code}", "C a\n\nb")]
    [InlineData("{code}\na\rb\n{code}", "C a\nb")]
    [InlineData("{code}\nnever closed", "P never closed")]
    [InlineData("{codes}\na\n{codes}", "P {codes} a {codes}")]
    [InlineData("{coder} {code}\na\n{code}", "P {coder}", "C a")]
    [InlineData("{x} {noformat}\na\n{noformat}", "P {x}", "C a")]
    [InlineData("{noformat}\n{code}\na\n{code}\n{noformat}", "C {code}\na\n{code}")]
    [InlineData("a\n{code}\nb\n{code}\n{code}\nc\n{code}", "P a", "C b", "C c")]
    [InlineData("{code", "P {code")]
    [InlineData("{code:x", "P {code:x")]
    public void A_macro_of_Jira_ends_with_its_twin(string source, params string[] blocks) => Blocks(source).ShouldBe(blocks);

    [Theory]
    [InlineData("a <!-- b --> c", "P a c")]
    [InlineData("a <!-- b --> c <!-- d --> e", "P a c e")]
    [InlineData("a <!-- b\nc --> d\ne", "P a d e")]
    [InlineData("a <!-- b\n\n# c\n--> d", "P a d")]
    [InlineData("<!-- a -->\n# b", "H1 b")]
    [InlineData("<!-- a --># b", "H1 b")]
    [InlineData("<!---->a", "P a")]
    [InlineData("<!--a", "P a")]
    [InlineData("<!-- a --> <!-- b", "P b")]
    [InlineData("```\na <!-- b\n```\nc --> d", "C a <!-- b", "P c --> d")]
    [InlineData("a\n<!-- {code} -->\nb\n{code}\nc\n{code}", "P a", "P b", "C c")]
    public void Comments_vanish_with_their_line_ends(string source, params string[] blocks) => Blocks(source).ShouldBe(blocks);

    [Fact]
    public void The_tag_of_a_macro_is_short()
    {
        Blocks("{code:" + new string('x', 193) + "}\na\n{code}").ShouldBe(["C a"]);
        Blocks("{code:" + new string('x', 194) + "}\na\n{code}")[0].ShouldStartWith("P ");
    }

    private static string[] Blocks(string source) => Shorthand.Of(Reading.Description(source));
}

/// <summary>Blocks as a letter for the kind, the level where there is one, and the text.</summary>
internal static class Shorthand
{
    public static string[] Of(FieldText field) =>
    [
        .. field.Blocks.Select(block => "PHLCQT"[(int)block.Kind] + (block.Level > 0 ? block.Level.ToString() : "") + (block.Ordered ? "#" : "")
            + (block.Checked switch { true => "[x]", false => "[ ]", null => "" }) + " " + field.Clean[block.Start..block.End]),
    ];
}
