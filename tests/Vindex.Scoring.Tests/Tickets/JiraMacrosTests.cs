using Shouldly;
using Vindex.Scoring.Tickets.Markup;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class JiraMacrosTests
{
    [Theory]
    [InlineData("code")]
    [InlineData("NoFormat")]
    [InlineData("color")]
    [InlineData("panel")]
    [InlineData("quote")]
    [InlineData("anchor")]
    [InlineData("info")]
    [InlineData("note")]
    [InlineData("WARNING")]
    [InlineData("tip")]
    [InlineData("expand")]
    [InlineData("section")]
    [InlineData("column")]
    [InlineData("html")]
    [InlineData("toc")]
    [InlineData("status")]
    [InlineData("adf")]
    [InlineData("jira")]
    public void Macros_are_known_in_any_case(string name) => JiraMacros.IsMacro(name).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("id")]
    [InlineData("codes")]
    [InlineData("abcdefghij")]
    [InlineData("abcdefghijk")]
    public void Other_words_in_braces_are_text(string name) => JiraMacros.IsMacro(name).ShouldBeFalse();

    [Theory]
    [InlineData("code", true)]
    [InlineData("CODE", true)]
    [InlineData("noformat", true)]
    [InlineData("panel", false)]
    public void Only_code_is_verbatim(string name, bool verbatim) => JiraMacros.IsVerbatim(name).ShouldBe(verbatim);

    [Theory]
    [InlineData("{panel}", 7)]
    [InlineData("{panel:title=a}b", 15)]
    [InlineData("{Expand}", 8)]
    [InlineData("{info} b", 6)]
    [InlineData("{note}", 6)]
    [InlineData("{warning}", 9)]
    [InlineData("{tip}", 5)]
    [InlineData("{section:border=true}", 21)]
    [InlineData("{column:width=30%}", 18)]
    [InlineData("{tip", 0)]
    [InlineData("tip}", 0)]
    [InlineData("{}abc", 0)]
    [InlineData("{code}", 0)]
    [InlineData("{quote}", 0)]
    [InlineData("{warnings}", 0)]
    [InlineData("{verylong}", 0)]
    [InlineData("", 0)]
    public void A_box_is_measured_to_its_brace(string text, int length) => JiraMacros.BoxTag(text).ShouldBe(length);

    [Fact]
    public void A_box_ends_within_two_hundred_characters()
    {
        JiraMacros.BoxTag("{panel:" + new string('x', 192) + "}").ShouldBe(200);
        JiraMacros.BoxTag("{panel:" + new string('x', 193) + "}").ShouldBe(0);
    }
}
