using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

/// <summary>Links, pictures, mentions, tags and macros within a line.</summary>
public sealed class LinkTests
{
    [Theory]
    [InlineData("[a](b) c", "a c")]
    [InlineData("[a](b(c)d) e", "a e")]
    [InlineData("[a](b \"c\") d", "a d")]
    [InlineData("[a](b 'c') d", "a d")]
    [InlineData("[a](b =100x20) d", "a d")]
    [InlineData("[a](b ) d", "a d")]
    [InlineData("[a](b c) d", "[a](b c) d")]
    [InlineData("[a](b", "[a](b")]
    [InlineData("[a](b[c]) d", "[a](b[c]) d")]
    [InlineData("[a](b \"c[\") d", "[a](b \"c[\") d")]
    [InlineData("[a] (b)", "[a] (b)")]
    [InlineData("[a]() b", "a b")]
    [InlineData("[*a* b](c)", "a b")]
    [InlineData("[a [b]](c)", "a [b]")]
    [InlineData("[![alt](x.png)](y) b", "b")]
    [InlineData("![a](b) c", "c")]
    [InlineData("a ![b](c \"d\") e", "a e")]
    [InlineData("a !(b)", "a !(b)")]
    [InlineData("] a [", "] a [")]
    [InlineData("[]", "[]")]
    public void Links_of_Markdown(string source, string clean) => Clean(source).ShouldBe(clean);

    [Theory]
    [InlineData("[a|https://b.org] c", "a c")]
    [InlineData("[a b|https://c.org] d", "a b d")]
    [InlineData("[a|b|tip] c", "a|b c")]
    [InlineData("[a|b c] d", "[a|b c] d")]
    [InlineData("[a|] b", "[a|] b")]
    [InlineData("[|a] b", "b")]
    [InlineData("a | [b] c", "a | [b] c")]
    [InlineData("[a|b] [c|d] e", "a c e")]
    [InlineData("[https://a.org/b_c_d] e", "https://a.org/b_c_d e")]
    [InlineData("[HTTPS://a.org] e", "HTTPS://a.org e")]
    [InlineData("[https://a.org b] c", "[https://a.org b] c")]
    [InlineData("[http] a", "http a")]
    [InlineData("[htt] a", "[htt] a")]
    [InlineData("[~ada] b", "ada b")]
    [InlineData("[~accountid:5b-x] b", "accountid:5b-x b")]
    [InlineData("[~] b", "[~] b")]
    [InlineData("[~a] b", "a b")]
    public void Links_of_the_wiki(string source, string clean) => Clean(source).ShouldBe(clean);

    [Theory]
    [InlineData("[a][b] c", "a c")]
    [InlineData("[a][] c", "a c")]
    [InlineData("[a][b c] d", "[a][b c] d")]
    [InlineData("[a][b", "[a][b")]
    public void Links_by_reference(string source, string clean) => Clean(source).ShouldBe(clean);

    [Fact]
    public void A_reference_is_short()
    {
        Clean($"[a][{new string('b', 59)}] c").ShouldBe("a c");
        Clean($"[a][{new string('b', 60)}] c").ShouldStartWith("[a][b");
    }

    [Fact]
    public void A_title_of_a_link_is_bounded()
    {
        Clean($"[a](b \"{new string('c', 290)}\") d").ShouldBe("a d");
        Clean($"[a](b \"{new string('c', 310)}\") d").ShouldStartWith("[a](b");
    }

    [Theory]
    [InlineData("a !b.png! c", "a c")]
    [InlineData("!b.png|thumbnail!", "")]
    [InlineData("a !b c.png|width=50! d", "a !b c.png|width=50! d")]
    [InlineData("a !b.c d.png! e", "a e")]
    [InlineData("a!b.png! c", "a!b.png! c")]
    [InlineData("a !b.png!c", "a !b.png!c")]
    [InlineData("a !b! c", "a !b! c")]
    [InlineData("Go! Stop. Now!", "Go! Stop. Now!")]
    [InlineData("a ! b.png! c", "a ! b.png! c")]
    [InlineData("a !!b.png! c", "a ! c")]
    [InlineData("a !b.png", "a !b.png")]
    [InlineData("a !b.[png! c", "a !b.[png! c")]
    [InlineData("a !b.<png! c", "a !b.<png! c")]
    [InlineData("a !b.{png! c", "a !b.{png! c")]
    [InlineData("a !b.?png! c", "a !b.?png! c")]
    [InlineData("a !b.]png! c", "a !b.]png! c")]
    public void Pictures_of_the_wiki(string source, string clean) => Clean("x " + source).ShouldBe(clean.Length == 0 ? "x" : "x " + clean);

    [Theory]
    [InlineData("<https://a.org/b_c> d", "https://a.org/b_c d")]
    [InlineData("<mailto:a@b.org> d", "mailto:a@b.org d")]
    [InlineData("<a:b> c", "c")]
    [InlineData("<https://a.org b> c", "<https://a.org b> c")]
    [InlineData("<https://a.org", "<https://a.org")]
    [InlineData("a <b>c</b> d", "a c d")]
    [InlineData("a <B CLASS=\"x\">c</B> d", "a c d")]
    [InlineData("a<p>b", "a b")]
    [InlineData("a <img src=\"x\"/> b", "a b")]
    [InlineData("a <b c", "a <b c")]
    [InlineData("a <b <c> d", "a <b <c> d")]
    [InlineData("a </x> b", "a </x> b")]
    [InlineData("a <font-size> b", "a <font-size> b")]
    [InlineData("a <1> b", "a <1> b")]
    [InlineData("a <> b", "a <> b")]
    [InlineData("a <!-- b", "a b")]
    [InlineData("a <!- b", "a <!- b")]
    public void Tags_and_addresses_in_angle_brackets(string source, string clean) => Clean(source).ShouldBe(clean);

    [Theory]
    [InlineData("a &amp; b", "a & b")]
    [InlineData("a&nbsp;b", "a b")]
    [InlineData("a&shy;b", "ab")]
    [InlineData("a &lt;b&gt; c", "a <b> c")]
    [InlineData("a &#65; b", "a A b")]
    [InlineData("a & b; c", "a & b; c")]
    [InlineData("a &; b", "a &; b")]
    [InlineData("a &abcdefghij; b", "a &abcdefghij; b")]
    [InlineData("a &amp", "a &amp")]
    [InlineData("&amp;", "&")]
    public void Entities(string source, string clean) => Clean(source).ShouldBe(clean);

    [Theory]
    [InlineData("a {{b_c_d}} e", "a b_c_d e")]
    [InlineData("a {{b}}} c", "a b} c")]
    [InlineData("a {{}} b", "a {{}} b")]
    [InlineData("a {{b c", "a {{b c")]
    [InlineData("a {{b {{c}} d", "a b {{c d")]
    [InlineData("a {{*b*}} *c*", "a *b* c")]
    [InlineData("a {{b\u200Bc}} d", "a bc d")]
    [InlineData("a {color:red}b{color} c", "a b c")]
    [InlineData("a {COLOR:red}b{COLOR} c", "a b c")]
    [InlineData("a {anchor:x} b", "a b")]
    [InlineData("a {code}b *c* d{code} *e*", "a b *c* d e")]
    [InlineData("a {code:x}b_c_d{code} e", "a b_c_d e")]
    [InlineData("a {noformat}b\u200B*c*{noformat} d", "a b*c* d")]
    [InlineData("a {code}b *c* d", "a b c d")]
    [InlineData("a {color b} c", "a {color b} c")]
    [InlineData("a {color:b c", "a {color:b c")]
    [InlineData("a {color:{b} c", "a {color:{b} c")]
    [InlineData("a {id} b {x:y} c", "a {id} b {x:y} c")]
    [InlineData("a {} b", "a {} b")]
    [InlineData("a { b } c", "a { b } c")]
    public void Macros_of_the_wiki(string source, string clean) => Clean("x " + source).ShouldBe("x " + clean);

    private static string Clean(string source) => Reading.Description(source).Clean;
}
