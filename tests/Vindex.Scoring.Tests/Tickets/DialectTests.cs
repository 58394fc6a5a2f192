using Shouldly;
using Vindex.Scoring.Tickets.Markup;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class DialectTests
{
    [Theory]
    [InlineData("a {code} b", true)]
    [InlineData("a {noformat} b", true)]
    [InlineData("{quote}a{quote}", true)]
    [InlineData("{color:red}a{color}", true)]
    [InlineData("{panel:title=x}", true)]
    [InlineData("h2. Title", true)]
    [InlineData("  h2. Title", true)]
    [InlineData("text\nh2. Title", true)]
    [InlineData("text h2. Title", true)]
    [InlineData("One. Two. text\nh6. Title", true)]
    [InlineData("texth2. Title", false)]
    [InlineData("text\nh7. Title", false)]
    [InlineData("a {{b}} c", true)]
    [InlineData("[a|https://example.org]", true)]
    [InlineData("* a\n** b", true)]
    [InlineData("# a\n#* b", true)]
    [InlineData("* a\n*# b", true)]
    [InlineData("text\n||a||b||", true)]
    [InlineData("text\nbq. a", true)]
    [InlineData("plain text", false)]
    [InlineData("", false)]
    [InlineData("# Title", false)]
    [InlineData("{{a}}\n## Title", false)]
    [InlineData("{{a}}\n### Title", false)]
    [InlineData("{{a}}\n```\nb\n```", false)]
    [InlineData("{{a}} [b](c)", false)]
    [InlineData("{{a}}\n- [ ] b", false)]
    [InlineData("{code}a{code}\n## Title", true)]
    [InlineData("h2. Title\n## Title", true)]
    public void Signs_of_Markdown_outweigh_those_of_the_wiki_unless_these_are_beyond_doubt(string text, bool wiki) => Dialect.IsWiki(text).ShouldBe(wiki);
}
