using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class InlineMarkupTests
{
    [Theory]
    [InlineData("Show **the total** here", "Show the total here")]
    [InlineData("Show *the total* here", "Show the total here")]
    [InlineData("Show _the total_ here", "Show the total here")]
    [InlineData("Show __the total__ here", "Show the total here")]
    [InlineData("Show ***the total*** here", "Show the total here")]
    [InlineData("Show ~~the total~~ here", "Show the total here")]
    [InlineData("Call `a_b(*)` now", "Call a_b(*) now")]
    [InlineData("Call ``a`b`` now", "Call a`b now")]
    [InlineData("Call {{a_b_c}} now", "Call a_b_c now")]
    [InlineData("Call {code}a_b(*c*){code} now", "Call a_b(*c*) now")]
    [InlineData("See [the guide](https://example.org/a_b_c) first", "See the guide first")]
    [InlineData("See [the guide](https://example.org/a(b)c \"Title\") first", "See the guide first")]
    [InlineData("See [the guide|https://example.org/a_b] first", "See the guide first")]
    [InlineData("See [https://example.org/a_b_c] first", "See https://example.org/a_b_c first")]
    [InlineData("See <https://example.org/a_b_c> first", "See https://example.org/a_b_c first")]
    [InlineData("See https://example.org/_a_/*b* first", "See https://example.org/_a_/*b* first")]
    [InlineData("Ask [~jdoe] first", "Ask jdoe first")]
    [InlineData("Before ![a picture](/x.png) after", "Before after")]
    [InlineData("Before !x.png|thumbnail! after", "Before after")]
    [InlineData("Warn! Stop! Now", "Warn! Stop! Now")]
    [InlineData("{color:red}Late{color} orders", "Late orders")]
    [InlineData("Late<br/>orders", "Late orders")]
    [InlineData("<b>Late</b> <span style=\"x\">orders</span>", "Late orders")]
    [InlineData("Run npm install <package> now", "Run npm install <package> now")]
    [InlineData("Fish &amp; chips &lt;3&nbsp;&#8364; &unknown;", "Fish & chips <3 € &unknown;")]
    [InlineData("Before <!-- a note --> after", "Before after")]
    [InlineData("Escaped \\*stars\\* and snake\\_case", "Escaped *stars* and snake_case")]
    [InlineData("in\u200Bvis\u202Eible\uFEFF", "invisible")]
    [InlineData("two   blanks\tand\u00A0more", "two blanks and more")]
    [InlineData("thumbs :+1: and 👍", "thumbs :+1: and 👍")]
    [InlineData("这是**重点**内容", "这是重点内容")]
    public void Markup_goes_and_words_stay(string source, string clean) => Reading.Description(source).Clean.ShouldBe(clean);

    [Theory]
    [InlineData("snake_case and other_snake_case")]
    [InlineData("2*3*4 is 24")]
    [InlineData("a_b_c, x_y_z")]
    [InlineData("*.csv and *.txt files")]
    [InlineData("src/**/*.ts")]
    [InlineData("the __init__ method of __main__ runs")]
    [InlineData("the _id column")]
    [InlineData("C:\\temp\\new.txt")]
    [InlineData("a < b and c > d")]
    [InlineData("f(x)[0] and y[1]")]
    [InlineData("{id} and {name}")]
    [InlineData("50% & more")]
    [InlineData("x ~ y ~ z")]
    [InlineData("one * two * three")]
    [InlineData("C++ and 1 + 2")]
    [InlineData("an unclosed `backtick and **star")]
    [InlineData("[optional] words")]
    public void Identifiers_and_lone_marks_survive(string source) => Reading.Description(source).Clean.ShouldBe(source);

    [Fact]
    public void A_quote_of_clean_text_leads_back_to_the_words_as_written()
    {
        const string source = "First.\n\nThe **late order** of [ACME](https://example.org) is _shown_.";
        var field = Reading.Description(source);
        var start = field.Clean.IndexOf("late order", StringComparison.Ordinal);

        var (from, to) = field.ToSource(start, start + "late order".Length);

        source[from..to].ShouldBe("late order");
    }

    [Fact]
    public void Source_is_the_text_as_it_came()
    {
        const string source = "  # A **b**\r\n<!-- c -->\r\n";
        Reading.Description(source).Source.ShouldBe(source);
    }

    [Fact]
    public void A_comment_over_several_lines_vanishes_with_what_looks_like_markup_in_it()
    {
        Reading.Description("One\n<!-- ## Heading\n\n- item\n-->\n\nTwo").Lines().ShouldBe(["Paragraph <Description> One", "Paragraph <Description> Two"]);
    }

    [Fact]
    public void A_comment_that_never_ends_hides_nothing() => Reading.Description("One\n\n<!-- two\n\n- three").Clean.ShouldBe("One\ntwo\nthree");

    [Fact]
    public void What_stands_in_code_is_no_comment() => Reading.Description("```\n<!-- a -->\n```").Clean.ShouldBe("<!-- a -->");
}
