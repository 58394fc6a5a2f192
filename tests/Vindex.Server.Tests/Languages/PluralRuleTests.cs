using Shouldly;
using Vindex.Server.Languages;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>The rules are those of Unicode's CLDR; so are the categories of these numbers.</summary>
public sealed class PluralRuleTests
{
    private static readonly Dictionary<string, string> s_polish = new()
    {
        ["one"] = "i = 1",
        ["few"] = "i % 10 = 2..4 and i % 100 != 12..14",
        ["many"] = "i != 1 and i % 10 = 0..1 or i % 10 = 5..9 or i % 100 = 12..14",
    };

    private static readonly Dictionary<string, string> s_arabic = new()
    {
        ["zero"] = "n = 0",
        ["one"] = "n = 1",
        ["two"] = "n = 2",
        ["few"] = "n % 100 = 3..10",
        ["many"] = "n % 100 = 11..99",
    };

    [Theory]
    [InlineData(1, "one"), InlineData(0, "other"), InlineData(2, "other"), InlineData(11, "other"), InlineData(1001, "other"), InlineData(-1, "one")]
    public void English_and_German(long number, string category)
    {
        foreach (var language in Language.All) language.Plurals.CategoryOf(number).ShouldBe(category, customMessage: language.Tag);
    }

    [Theory]
    [InlineData(1, "one"), InlineData(2, "few"), InlineData(4, "few"), InlineData(22, "few"), InlineData(0, "many"), InlineData(5, "many")]
    [InlineData(12, "many"), InlineData(14, "many"), InlineData(21, "many"), InlineData(112, "many")]
    public void Polish(long number, string category) => PluralRules.Parse(s_polish).CategoryOf(number).ShouldBe(category);

    [Theory]
    [InlineData(0, "zero"), InlineData(1, "one"), InlineData(2, "two"), InlineData(3, "few"), InlineData(110, "few"), InlineData(11, "many"), InlineData(199, "many")]
    [InlineData(100, "other"), InlineData(202, "other")]
    public void Arabic(long number, string category) => PluralRules.Parse(s_arabic).CategoryOf(number).ShouldBe(category);

    [Fact]
    public void A_rule_for_fractions_is_refused() =>
        Should.Throw<FormatException>(() => PluralRules.Parse(new Dictionary<string, string> { ["one"] = "v = 0" })).Message.ShouldContain("v = 0");
}
