using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

/// <summary>Stars, underscores, tildes, backticks, backslashes.</summary>
public sealed class EmphasisTests
{
    [Theory]
    [InlineData("x *a* y", "x a y")]
    [InlineData("x *a b c* y", "x a b c y")]
    [InlineData("x **a** y", "x a y")]
    [InlineData("x ***a*** y", "x a y")]
    [InlineData("x ****a**** y", "x ****a**** y")]
    [InlineData("x _a_ y", "x a y")]
    [InlineData("x __A b__ y", "x A b y")]
    [InlineData("x ___a___ y", "x a y")]
    [InlineData("x *a** y", "x *a** y")]
    [InlineData("x **a* y", "x **a* y")]
    [InlineData("x **a *b*** y", "x a b y")]
    [InlineData("x *a **b*** y", "x a b y")]
    [InlineData("x *a _b_ c* y", "x a b c y")]
    [InlineData("x * a* y", "x * a* y")]
    [InlineData("x *a * y", "x *a * y")]
    [InlineData("x*a* y", "x*a* y")]
    [InlineData("x *a*y", "x *a*y")]
    [InlineData("x (*a*) y", "x (a) y")]
    [InlineData("x \"*a*\", y", "x \"a\", y")]
    [InlineData("x *a*, _b_. y", "x a, b. y")]
    [InlineData("x *é* y", "x é y")]
    [InlineData("中*文*字", "中文字")]
    [InlineData("x *'a'* *(b)* *[c]* *#d* *@e* *$f* *+g* *!h* y", "x 'a' (b) [c] #d @e $f +g !h y")]
    [InlineData("x *-a* y", "x *-a* y")]
    [InlineData("x *.a* y", "x *.a* y")]
    [InlineData("x *=a* y", "x *=a* y")]
    [InlineData("x *😀* y", "x 😀 y")]
    [InlineData("x *`a`* y", "x a y")]
    [InlineData("x *{{a}}* y", "x a y")]
    [InlineData("x *\"a\"* y", "x \"a\" y")]
    [InlineData("x *&amp;* y", "x & y")]
    [InlineData("x *~a* y", "x ~a y")]
    [InlineData("x *<b>a</b>* y", "x a y")]
    [InlineData("x \\*a* y", "x *a* y")]
    [InlineData("x *a\\* y", "x *a* y")]
    [InlineData("x **a b** c **d** y", "x a b c d y")]
    [InlineData("x __init__ y", "x __init__ y")]
    [InlineData("x __Init__ y", "x Init y")]
    [InlineData("x __init two__ y", "x init two y")]
    [InlineData("x a__b__c y", "x a__b__c y")]
    [InlineData("x ** y ** z", "x ** y ** z")]
    [InlineData("x **** y", "x **** y")]
    [InlineData("x *a\nb* y", "x a b y")]
    public void A_run_opens_before_a_word_and_closes_after_one(string source, string clean) => Clean(source).ShouldBe(clean);

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void A_name_between_double_underscores_is_short(int length, bool name)
    {
        var word = new string('a', length);
        Clean($"x __{word}__ y").ShouldBe(name ? $"x __{word}__ y" : $"x {word} y");
    }

    [Theory]
    [InlineData("x ~~a~~ y", "x a y")]
    [InlineData("x ~~a b~~ y", "x a b y")]
    [InlineData("x ~a~ y", "x ~a~ y")]
    [InlineData("x ~~~a~~~ y", "x ~~~a~~~ y")]
    [InlineData("x ~~ a~~ y", "x ~~ a~~ y")]
    [InlineData("x ~~a ~~ y", "x ~~a ~~ y")]
    [InlineData("x ~~a", "x ~~a")]
    [InlineData("x ~~a~~ b ~~c~~ y", "x a b c y")]
    [InlineData("x ~~", "x ~~")]
    public void Struck_text_is_still_text(string source, string clean) => Clean(source).ShouldBe(clean);

    [Theory]
    [InlineData("x `a` y", "x a y")]
    [InlineData("x `*a* [b](c)` y", "x *a* [b](c) y")]
    [InlineData("x ``a`b`` y", "x a`b y")]
    [InlineData("x `a``b` y", "x a``b y")]
    [InlineData("x `a`` *b* y", "x `a`` b y")]
    [InlineData("x `a *b* y", "x `a b y")]
    [InlineData("x ``a` b `c` y", "x ``a b c` y")]
    [InlineData("x `a\u200Bb` y", "x ab y")]
    [InlineData("x ````````a```````` y", "x a y")]
    [InlineData("x `````````a````````` y", "x `````````a````````` y")]
    public void A_code_span_ends_with_as_many_backticks(string source, string clean) => Clean(source).ShouldBe(clean);

    [Theory]
    [InlineData("x \\*a\\* y", "x *a* y")]
    [InlineData("\\* \\_ \\` \\[ \\] \\{ \\} \\# \\+ \\- \\! \\| \\~ \\< \\> \\( \\)", "* _ ` [ ] { } # + - ! | ~ < > ( )")]
    [InlineData("x \\a \\. y", "x \\a \\. y")]
    [InlineData("x \\\\a y", "x \\\\a y")]
    [InlineData("x a\\\\ b", "x a b")]
    [InlineData("x a\\\nb", "x a b")]
    [InlineData("x a\\", "x a")]
    [InlineData("x a\\\\\nb", "x a b")]
    [InlineData("x \\ y", "x \\ y")]
    [InlineData("C:\\dir\\file", "C:\\dir\\file")]
    [InlineData("one\\\ntwo\\\nthree \\ four", "one two three \\ four")]
    public void A_backslash_escapes_marks_and_ends_lines(string source, string clean) => Clean(source).ShouldBe(clean);

    [Theory]
    [InlineData("x https://a.org/*b*_c_ y", "x https://a.org/*b*_c_ y")]
    [InlineData("x *https://a.org/b* y", "x https://a.org/b y")]
    [InlineData("x _https://a.org/b_ y", "x https://a.org/b y")]
    [InlineData("x https://a.org/[b|c] *d* y", "x https://a.org/b d y")]
    [InlineData("x (https://a.org/_b) _c_ y", "x (https://a.org/_b) c y")]
    [InlineData("x https://a.org/_b\"_c_\" y", "x https://a.org/_b\"c\" y")]
    [InlineData("x https://a.org/`b` y", "x https://a.org/b y")]
    [InlineData("x https://a.org/<b>c</b> y", "x https://a.org/c y")]
    [InlineData("x https://a.org/{color:red}b{color} y", "x https://a.org/b y")]
    [InlineData("x a:/b *c* y", "x a:/b c y")]
    [InlineData("x a: *c* y", "x a: c y")]
    [InlineData("x :// y", "x :// y")]
    [InlineData("x https://a.org/\u200B_b_ y", "x https://a.org/b y")]
    [InlineData("x https://a.org/_b|_c_ y", "x https://a.org/_b|c y")]
    public void Nothing_in_an_address_is_markup(string source, string clean) => Clean(source).ShouldBe(clean);

    [Theory]
    [InlineData("**a**", true)]
    [InlineData("**a**:", true)]
    [InlineData("**a** :", true)]
    [InlineData("*a*", true)]
    [InlineData("__A__", true)]
    [InlineData("_a_", false)]
    [InlineData("**a** b", false)]
    [InlineData("b **a**", false)]
    [InlineData("**a** **b**", false)]
    [InlineData("a", false)]
    public void A_block_that_is_bold_throughout_is_a_heading(string source, bool heading) =>
        (Reading.Description(source + "\n\ntext").Blocks[0].Kind == Vindex.Scoring.Tickets.BlockKind.Heading).ShouldBe(heading);

    private static string Clean(string source) => Reading.Description(source).Clean;
}
