using Shouldly;
using Vindex.Scoring.Tickets.Markup;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class HtmlBlocksTests
{
    [Theory]
    [InlineData("<p>a</p><p>b</p>", "P a", "P b")]
    [InlineData("<P>a</P><P>b</P>", "P a", "P b")]
    [InlineData("<div>a</div><div>b</div>", "P a", "P b")]
    [InlineData("a<br>b", "P a b")]
    [InlineData("a<br/>b<br />c", "P a b c")]
    [InlineData("<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5><h6>f</h6>", "H1 a", "H2 b", "H3 c", "H4 d", "H5 e", "H6 f")]
    [InlineData("<ul><li>a</li><li>b</li></ul>c", "L1 a", "L1 b", "P c")]
    [InlineData("<ol><li>a</li><li>b</li></ol>", "L1# a", "L1# b")]
    [InlineData("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "L1 a", "L2# b", "L1 c")]
    [InlineData("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "L1# a", "L2 b", "L1# c")]
    [InlineData("<ol><li>a</li></ol><ul><li>b</li></ul>", "L1# a", "L1 b")]
    [InlineData("</ul><ul><li>a</li></ul>", "L1 a")]
    [InlineData("<li>a</li><li>b</li>", "L1 a", "L1 b")]
    [InlineData("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "P a", "P b")]
    [InlineData("<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>", "T a | b", "T c | d")]
    [InlineData("<table><tbody><tr><td><p>a</p><p>b</p></td><td>c<br>d</td></tr></tbody></table>e", "T a b | c d", "P e")]
    [InlineData("<table>\n<tr>\n<td>a</td>\n</tr>\n</table>", "T a")]
    [InlineData("<div><b>Title</b></div><div>a</div>", "H6 Title", "P a")]
    [InlineData("<div><strong>Title</strong>:</div><div>a</div>", "H6 Title:", "P a")]
    [InlineData("<div><b>Some</b> text</div><div>a</div>", "P Some text", "P a")]
    [InlineData("<div>Some <b>text</b></div><div>a</div>", "P Some text", "P a")]
    [InlineData("<div>a</div><div><b>Title</b></div>", "P a", "H6 Title")]
    [InlineData("<p class=\"x\" style=\"a:b\">a</p><p>b</p>", "P a", "P b")]
    [InlineData("<blockquote>a</blockquote><p>b</p>", "P a", "P b")]
    [InlineData("<pre>a</pre><p>b</p>", "P a", "P b")]
    [InlineData("<p>a &lt;b&gt; &amp; c</p><p>d</p>", "P a <b> & c", "P d")]
    [InlineData("<p>a <i>b</i> <span>c</span></p><p>d</p>", "P a b c", "P d")]
    [InlineData("<p>- a</p><p>- b</p>", "L1 a", "L1 b")]
    [InlineData("<ul><li>**a**</li></ul>", "L1 a")]
    [InlineData("<ul><li></li><li>a</li></ul>", "L1 a")]
    [InlineData("<ul><li>[x] a</li><li> [ ] b</li><li>[c] d</li></ul>", "L1[x] a", "L1[ ] b", "L1 [c] d")]
    [InlineData("<ol><li>[x] a</li><li>[</li></ol>", "L1#[x] a", "L1# [")]
    public void A_page_is_read_by_its_tags(string source, params string[] blocks) => Shorthand.Of(Reading.Description(source)).ShouldBe(blocks);

    [Theory]
    [InlineData("one <p> alone", "P one alone")]
    [InlineData("a `<p>` and `<div>` b", "P a <p> and <div> b")]
    [InlineData("a \"<p>\" and '<div>' b", "P a \" \" and ' ' b")]
    [InlineData("generic List<T> and Map<K>", "P generic List<T> and Map<K>")]
    [InlineData("a < b and c > d", "P a < b and c > d")]
    [InlineData("the <html> and <body> tags", "P the and tags")]
    [InlineData("a <p unclosed <p", "P a <p unclosed <p")]
    [InlineData("a <b>bold</b> word", "P a bold word")]
    [InlineData("<br", "P <br")]
    [InlineData("a <", "P a <")]
    public void Other_uses_of_angle_brackets_shape_nothing(string source, params string[] blocks) => Shorthand.Of(Reading.Description(source)).ShouldBe(blocks);

    [Theory]
    [InlineData("| a<br>b | c |\n| d | e |", "T a b | c", "T d | e")]
    [InlineData("text<br>| a<br>b |", "P text", "T a b")]
    [InlineData("  | a<br>b |\nc<br>d", "T a b", "P c d")]
    public void A_break_within_a_row_of_Markdown_does_not_end_it(
        string source, params string[] blocks) => Shorthand.Of(Reading.Description(source)).ShouldBe(blocks);

    [Fact]
    public void Depth_is_bounded_and_nothing_is_lost_below()
    {
        var deep = string.Concat(Enumerable.Repeat("<ul>", 40)) + "<li>a</li>" + string.Concat(Enumerable.Repeat("</ul>", 39)) + "<li>b</li></ul>";
        Shorthand.Of(Reading.Description(deep)).ShouldBe(["L8 a", "L1 b"]);
        var numbered = string.Concat(Enumerable.Repeat("<ol>", 40)) + "<li>a</li>" + string.Concat(Enumerable.Repeat("</ol>", 9)) + "<li>b</li>";
        Shorthand.Of(Reading.Description(numbered)).ShouldBe(["L8 a", "L8# b"]);
    }

    [Fact]
    public void Control_characters_of_the_text_are_never_taken_for_marks()
    {
        Shorthand.Of(Reading.Description("<p>a\u000E\u0011b</p><p>\u0002c\u001A</p>")).ShouldBe(["P ab", "P c"]);
        Shorthand.Of(Reading.Description("\u0002a\n\n\u000Eb")).ShouldBe(["P a", "P b"]);
    }

    [Fact]
    public void A_text_without_such_tags_is_not_copied()
    {
        HtmlBlocks.Mask("a <b>b</b> c").ShouldBeNull();
        HtmlBlocks.Mask("one <p> alone").ShouldBeNull();
        HtmlBlocks.Mask("a<br>b").ShouldNotBeNull().Length.ShouldBe("a<br>b".Length);
    }

    [Theory]
    [InlineData('\u0002', true)]
    [InlineData('\u0007', true)]
    [InlineData('\u0008', false)]
    [InlineData('\u0001', false)]
    [InlineData('\u000E', true)]
    [InlineData('\u000F', true)]
    [InlineData('\u0010', false)]
    [InlineData('\u0019', true)]
    [InlineData('\u001A', true)]
    [InlineData('\u001B', true)]
    [InlineData('\u001C', false)]
    [InlineData('a', false)]
    public void Marks_of_structure_are_told_from_what_is_masked(char c, bool mark) => HtmlBlocks.IsMark(c).ShouldBe(mark);
}
