using Shouldly;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Judging.Signals;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

public sealed class RuleNameTests
{
    [Fact]
    public void An_id_is_the_dimension_and_the_group()
    {
        RuleNames.Id("criteria", (int)Dimension.Testable).ShouldBe("testable.criteria");
        RuleNames.Id(RuleNames.Other, (int)Dimension.Independent).ShouldBe("independent.other");
    }

    [Fact]
    public void What_is_only_a_rest_or_the_kind_cannot_be_weighed()
    {
        RuleNames.All.ShouldNotContain(id => id.EndsWith(".other", StringComparison.Ordinal) || id.EndsWith(".kind", StringComparison.Ordinal));
        RuleNames.All.Count.ShouldBe((RuleNames.Groups.Count - 1) * Dimensions.Count);
        RuleNames.Groups.ShouldBe(RuleNames.Groups.Distinct());
    }

    [Theory]
    [InlineData("criteria", 1, "Has criteria that can be checked")]
    [InlineData("criteria", 0, "Has criteria that can be checked")]
    [InlineData("criteria", -1, "The criteria fix details")]
    [InlineData("vague", -1, "Wording leaves success or scope open")]
    [InlineData("vague", 1, "Wording leaves success or scope open")]
    [InlineData("blocked", -1, "Waits for other work")]
    [InlineData("title.short", -1, "The title is short")]
    [InlineData("links", 1, "Links to more material")]
    [InlineData("links", -1, "Links to more material")]
    public void A_reason_fits_the_sign(string group, double points, string why) => Reasons.Of(group, points).ShouldBe(why);

    [Theory]
    [InlineData("criteria", "No acceptance criteria", "More could be said about what can be checked")]
    [InlineData("detail", "Has little detail", "There could be more detail")]
    [InlineData("reason", "Does not say why", "The reason could be clearer")]
    [InlineData("role", "Does not say who wants it or is affected", "Who wants it or is affected could be clearer")]
    [InlineData("steps", "Has no section or numbered list of steps", "The steps could be more complete")]
    [InlineData("expected", "Does not say what should happen instead", "The expected result could be more exact")]
    [InlineData("environment", "Does not name version or environment", "Version and environment could be more exact")]
    public void What_is_missing_differs_from_what_could_be_more(string group, string missing, string partial)
    {
        Reasons.Missing(group).ShouldBe(missing);
        Reasons.Partial(group).ShouldBe(partial);
    }

    [Fact]
    public void The_largest_of_several_numbers_is_the_first_of_equals()
    {
        ((ReadOnlySpan<double>)[1.0, 3, 2]).IndexOfMax().ShouldBe(1);
        ((ReadOnlySpan<double>)[3.0, 3, 2]).IndexOfMax().ShouldBe(0);
        ((ReadOnlySpan<double>)[1.0, 2, 3]).IndexOfMax().ShouldBe(2);
        ((ReadOnlySpan<double>)[-1.0]).IndexOfMax().ShouldBe(0);
    }
}
