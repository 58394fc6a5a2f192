using System.Text.Json;
using Shouldly;
using Vindex.Trackers.Http;
using Vindex.Trackers.Markup;
using Xunit;

namespace Vindex.Trackers.Tests.Markup;

public sealed class MarkupTests
{
    private const string Everything = """
        # INVEST 6.2

        **Needs review**: the _scope_ is open, see `Custom.Field`
        and [all tickets](https://example.com/a?b=1&c=2).

        - Say who *needs* it
        - Split it

        1. First
        2. Second

        ---
        """;

    [Fact]
    public void Html_has_everything() => HtmlWriter.Write(Everything).ShouldBe(
        "<h1>INVEST 6.2</h1><p><b>Needs review</b>: the <i>scope</i> is open, see <code>Custom.Field</code> and "
        + "<a href=\"https://example.com/a?b=1&amp;c=2\">all tickets</a>.</p><ul><li>Say who <i>needs</i> it</li><li>Split it</li></ul>"
        + "<ol><li>First</li><li>Second</li></ol><hr>");

    [Fact]
    public void Wiki_markup_has_everything() => WikiWriter.Write(Everything).ShouldBe(
        "h1. INVEST 6.2\n\n{*}Needs review{*}: the {_}scope{_} is open, see {{Custom.Field}} and [all tickets|https://example.com/a?b=1&c=2].\n\n"
        + "* Say who {_}needs{_} it\n* Split it\n\n# First\n# Second\n\n----");

    [Fact]
    public void A_document_has_everything()
    {
        var document = JsonBody.Element(json => AdfWriter.Write(json, Everything));
        List<JsonElement> blocks = [.. document.Items("content")];

        blocks.Select(block => block.Text("type")).ShouldBe(["heading", "paragraph", "bulletList", "orderedList", "rule"]);
        List<JsonElement> texts = [.. blocks[1].Items("content")];
        texts.Select(text => text.Text("text")).ShouldBe(["Needs review", ": the ", "scope", " is open, see ", "Custom.Field", " and ", "all tickets", "."]);
        texts.Select(text => text.Items("marks").FirstOrDefault().Text("type")).ShouldBe(["strong", null, "em", null, "code", null, "link", null]);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>")]
    [InlineData("[a](https://example.com/\"onclick=x)", "<p>[a](https://example.com/&quot;onclick=x)</p>")]
    [InlineData("[<b>](https://example.com)", "<p><a href=\"https://example.com\">&lt;b&gt;</a></p>")]
    [InlineData("\\*not emphasis\\*", "<p>*not emphasis*</p>")]
    [InlineData("snake_case_name and 2*3*4", "<p>snake_case_name and 2<i>3</i>4</p>")]
    [InlineData("a * b * c", "<p>a * b * c</p>")]
    [InlineData("**open", "<p>**open</p>")]
    [InlineData("one  \ntwo", "<p>one<br>two</p>")]
    [InlineData("***both***", "<p><b><i>both</i></b></p>")]
    [InlineData("", "")]
    public void Html_is_safe(string markdown, string html) => HtmlWriter.Write(markdown).ShouldBe(html);

    [Theory]
    [InlineData("a {code} [~admin] *b", "a \\{code\\} \\[\\~admin\\] \\*b")]
    [InlineData("!image.png!", "\\!image.png\\!")]
    [InlineData("h1. is a heading", "&#104;1. is a heading")]
    [InlineData("C:\\\\temp", "C:&#92;temp")]
    [InlineData("[a](https://example.com/x|y)", "[a|https://example.com/x%7Cy]")]
    public void Wiki_markup_is_safe(string markdown, string wiki) => WikiWriter.Write(markdown).ShouldBe(wiki);
}
