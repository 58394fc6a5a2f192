using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

public sealed class KindFeaturesTests
{
    [Fact]
    public void A_story_in_the_description_is_seen() =>
        Texts.KindFeaturesOf("Saved baskets", "As a returning shopper, I want to find my basket again.").ShouldContain("RO:as-a-i-want");

    [Fact]
    public void A_spike_is_seen_by_its_title()
    {
        Texts.KindFeaturesOf("Investigate slow checkout").ShouldContain("RS:spike");
        Texts.KindFeaturesOf("Slow checkout").ShouldNotContain("RS:spike");
    }

    [Fact]
    public void The_word_after_a_component_prefix_begins_the_title_too()
    {
        var features = Texts.KindFeaturesOf("Basket: remove the banner");
        features.ShouldContain("SF:basket");
        features.ShouldContain("SF:remove");
        features.ShouldContain("SFC:remove");
    }

    [Fact]
    public void Headings_count_only_when_something_was_written_under_them()
    {
        var features = Texts.KindFeaturesOf(
            "Dark theme", "## Steps to reproduce\n\n(How one can reproduce the issue)\n\n## Proposal\n\nOffer a dark theme in the settings.");
        features.ShouldContain("H:proposal");
        features.ShouldNotContain("H:reproduce");
    }

    [Fact]
    public void Template_hints_are_no_words_of_the_ticket() =>
        Texts.KindFeaturesOf("Dark theme", "Please describe the defect before submitting.\n\nOffer a dark theme.").ShouldNotContain("W:defect");

    [Fact]
    public void Phrases_that_stand_in_two_sentences_are_told_from_one()
    {
        Texts.KindFeaturesOf("Basket", "The total does not work.").ShouldNotContain("R2:fails");
        Texts.KindFeaturesOf("Basket", "The total does not work. The coupon does not work.").ShouldContain("R2:fails");
    }

    [Fact]
    public void Forms_of_a_word_in_the_title_share_a_stem() =>
        Texts.KindFeaturesOf("Translations").Intersect(Texts.KindFeaturesOf("Translated")).ShouldContain("SS:trans");
}
