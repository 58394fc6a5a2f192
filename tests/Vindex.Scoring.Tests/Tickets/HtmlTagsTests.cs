using System.Net;
using Shouldly;
using Vindex.Scoring.Tickets.Markup;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class HtmlTagsTests
{
    private const string Inline =
        "a abbr b big center cite code del dfn em font i img ins kbd label mark picture q s samp small source span strike strong sub sup tt u var video wbr";
    private const string Breaking =
        "address article aside blockquote body br caption col colgroup dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul";

    public static TheoryData<string> InlineTags => [.. Inline.Split(' ')];

    public static TheoryData<string> BreakingTags => [.. Breaking.Split(' ')];

    [Theory]
    [MemberData(nameof(InlineTags))]
    public void Tags_within_a_line_are_known(string name)
    {
        HtmlTags.IsTag(name).ShouldBeTrue();
        HtmlTags.IsTag(name.ToUpperInvariant()).ShouldBeTrue();
        HtmlTags.BreaksWords(name).ShouldBeFalse();
        Reading.Description($"an <{name}>order</{name}>s").Clean.ShouldBe("an orders");
    }

    [Theory]
    [MemberData(nameof(BreakingTags))]
    public void Tags_that_shape_the_page_stand_between_words(string name)
    {
        HtmlTags.IsTag(name).ShouldBe(name.Length <= 10);
        HtmlTags.BreaksWords(name.ToUpperInvariant()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("package")]
    [InlineData("T")]
    [InlineData("string")]
    [InlineData("h7")]
    [InlineData("")]
    public void Other_words_in_angle_brackets_are_text(string name)
    {
        HtmlTags.IsTag(name).ShouldBeFalse();
        HtmlTags.BreaksWords(name).ShouldBeFalse();
    }

    [Theory]
    [InlineData("amp lt gt quot apos mdash ndash hellip lsquo rsquo ldquo rdquo laquo raquo bull middot rarr larr le ge ne times deg euro copy reg auml ouml uuml szlig eacute egrave agrave ccedil")]
    public void Entities_stand_for_the_characters_of_the_standard(string names)
    {
        foreach (var name in names.Split(' ')) HtmlTags.Entity(name).ToString().ShouldBe(WebUtility.HtmlDecode($"&{name};"), name);
    }

    [Theory]
    [InlineData("nbsp", ' ')]
    [InlineData("ensp", ' ')]
    [InlineData("emsp", ' ')]
    [InlineData("thinsp", ' ')]
    [InlineData("shy", '\0')]
    [InlineData("zwnj", '\0')]
    [InlineData("zwj", '\0')]
    [InlineData("#65", 'A')]
    [InlineData("#x41", 'A')]
    [InlineData("#X20AC", '€')]
    [InlineData("#1", '\0')]
    [InlineData("#8203", '\0')]
    [InlineData("#65535", '\uFFFF')]
    public void Other_entities_show_a_blank_or_nothing(string name, char character) => HtmlTags.Entity(name).ShouldBe(character);

    [Theory]
    [InlineData("unknown")]
    [InlineData("AMP")]
    [InlineData("#")]
    [InlineData("#x")]
    [InlineData("#0")]
    [InlineData("#-5")]
    [InlineData("#65536")]
    [InlineData("#xD800")]
    [InlineData("#12a")]
    [InlineData("#xGG")]
    public void What_is_no_entity_stays_as_it_is(string name)
    {
        HtmlTags.Entity(name).ShouldBeNull();
        Reading.Description($"a &{name}; b").Clean.ShouldBe($"a &{name}; b");
    }
}
