using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Server.Sources;
using Xunit;

namespace Vindex.Server.Tests.Sources;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain\ntext &amp; more", "plain\ntext & more")]
    [InlineData("<div>one</div><div>two</div>", "one\ntwo")]
    [InlineData("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo")]
    [InlineData("<p>one</p>\n  <p>two</p>", "one\n\ntwo")]
    [InlineData("a<br>b<br/>c<br><br><br>d", "a\nb\nc\n\nd")]
    [InlineData("<ul><li>a</li><li><p>b</p></li><li><div>c</div></li></ul>after", "- a\n- b\n- c\n\nafter")]
    [InlineData("<ol><li>a</li><li>b<ul><li>x</li><li>y</li></ul></li><li>c</li></ol>", "1. a\n2. b\n  - x\n  - y\n3. c")]
    [InlineData("<ol><li>a<p>more</p></li></ol>", "1. a\n\n  more")]
    [InlineData("<h2>Goal</h2><p>Text</p>", "## Goal\n\nText")]
    [InlineData("<b>Acceptance criteria: </b><div>x</div>", "**Acceptance criteria:**\nx")]
    [InlineData("<div><strong>a</strong> and <b> b </b>c</div>", "**a** and **b** c")]
    [InlineData("<b><div>one</div><div>two</div></b>", "**one**\n**two**")]
    [InlineData("press <code>x &lt; 1</code> now", "press `x < 1` now")]
    [InlineData("<pre>a\n  b</pre>end", "```\na\n  b\n```\n\nend")]
    [InlineData("<a href=\"https://example.com/a?b=1&amp;c=2\">the page</a>.", "the page (https://example.com/a?b=1&c=2).")]
    [InlineData("<a href=\"https://example.com\">https://example.com</a>", "https://example.com")]
    [InlineData("<a href=\"#\" data-vss-mention=\"version:2.0,1\">@Mia</a> knows", "@Mia knows")]
    [InlineData("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a | b\n1 | 2")]
    [InlineData("<img src=x alt=\"a > b\"> shown", "a > b shown")]
    [InlineData("one<style>p { color: red }</style><script>alert('<p>')</script> two<!-- <b>not</b> -->", "one two")]
    [InlineData("<span style=\"color:rgb(0, 0, 0);\">coloured</span>&nbsp;text", "coloured text")]
    [InlineData("1 < 2 and 3 > 2, List<string>", "1 < 2 and 3 > 2, List")]
    [InlineData("open <b and no end", "open <b and no end")]
    [InlineData("quote <a href=\"never closed>x</a> y", "quote x y")]
    [InlineData("</div></ul></li></pre></b>text", "text")]
    public void HTML_becomes_readable_text(string html, string expected) => HtmlText.Read(html).ShouldBe(expected);

    [Fact]
    public void No_text_of_any_kind_is_too_much_for_it()
    {
        string[] pieces = [
            "<b>", "</b>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<pre>", "</pre>", "<code>", "<td>", "<a href='", "\"", ">", "<", "<!--", "-->", "&lt;",
            "word", " ", "\n", "<br>", "<p>", "\ud83d"
        ];
        Prop.ForAll<byte[]>(choice =>
        {
            var html = string.Concat(choice.Select(one => pieces[one % pieces.Length]));
            HtmlText.Read(html).Length.ShouldBeLessThanOrEqualTo((html.Length * 12) + 100);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("<a ")]
    [InlineData("<")]
    [InlineData("<!--")]
    [InlineData("<a href=\"")]
    [InlineData("<ol><li>")]
    [InlineData("<a href=\"https://example.com/\">")]
    [InlineData("<script>")]
    [InlineData("<b>x ")]
    public void Broken_HTML_costs_no_more_than_its_length(string piece)
    {
        // Quadratic reading of a mebibyte would take minutes.
        HtmlText.Read(string.Concat(Enumerable.Repeat(piece, 1024 * 1024 / piece.Length))).ShouldNotBeNull();
    }
}
