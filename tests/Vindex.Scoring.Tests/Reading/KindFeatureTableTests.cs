using Shouldly;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>Every family of features that a ticket's kind is recognised by.</summary>
public sealed class KindFeatureTableTests
{
    private const string Ticket =
        "Readers cannot pay by card. The total does not work. The tax does not work?\n\n## Expected result\n\nThe total is shown.\n\n- [ ] alpha\n- beta\n\n1. gamma\n\n```\none();\ntwo();\n```\n\n2031-03-02 10:11:12 basket lost";

    [Theory]
    [InlineData("S:pay")]
    [InlineData("S:basket")]
    [InlineData("SP:pay the")]
    [InlineData("SP:the basket")]
    [InlineData("SF:pay")]
    [InlineData("SC:stop")]
    [InlineData("SS:baske")]
    [InlineData("W:readers")]
    [InlineData("W:card")]
    [InlineData("P:readers cannot")]
    [InlineData("P:by card")]
    [InlineData("O:readers")]
    [InlineData("O:card")]
    [InlineData("C:person")]
    [InlineData("C2:stop")]
    [InlineData("H:expected")]
    [InlineData("H:result")]
    [InlineData("Q:Description")]
    [InlineData("Q:Expected")]
    [InlineData("R:cannot")]
    [InlineData("R:fails")]
    [InlineData("R2:fails")]
    [InlineData("RO:cannot")]
    [InlineData("X:words-21")]
    [InlineData("X:logs-1")]
    [InlineData("X:questions-1")]
    [InlineData("X:boxes-1")]
    [InlineData("X:items-3")]
    [InlineData("X:numbered-1")]
    [InlineData("X:code-2")]
    [InlineData("X:summary-3")]
    public void A_ticket_has_the_feature(string feature) => Texts.KindFeaturesOf("Pay the basket", Ticket).ShouldContain(feature);

    [Theory]
    [InlineData("S:readers")]
    [InlineData("W:basket")]
    [InlineData("SS:pay")]
    [InlineData("O:total")]
    [InlineData("R2:cannot")]
    [InlineData("RO:fails")]
    [InlineData("Q:Steps")]
    [InlineData("Q:Actual")]
    [InlineData("W:expected")]
    [InlineData("W:one")]
    [InlineData("C2:person")]
    public void A_ticket_does_not_have_the_feature(string feature) => Texts.KindFeaturesOf("Pay the basket", Ticket).ShouldNotContain(feature);

    [Theory]
    [InlineData(0, "X:questions-0")]
    [InlineData(1, "X:questions-1")]
    [InlineData(2, "X:questions-2")]
    [InlineData(3, "X:questions-3")]
    [InlineData(5, "X:questions-3")]
    [InlineData(6, "X:questions-6")]
    [InlineData(10, "X:questions-6")]
    [InlineData(11, "X:questions-11")]
    [InlineData(20, "X:questions-11")]
    [InlineData(21, "X:questions-21")]
    [InlineData(50, "X:questions-21")]
    [InlineData(51, "X:questions-51")]
    [InlineData(120, "X:questions-51")]
    [InlineData(121, "X:questions-121")]
    public void Counts_fall_into_ranges(
        int count, string feature) => Texts.KindFeaturesOf("Basket", string.Concat(Enumerable.Repeat("So? ", count)) + "End.").ShouldContain(feature);

    [Fact]
    public void Classes_of_neighbouring_words_of_the_title_are_paired()
    {
        Texts.KindFeaturesOf("Fix broken button").ShouldContain("SCP:fix wrong");
        Texts.KindFeaturesOf("Fix the broken button").ShouldContain("SCP:fix wrong");
        Texts.KindFeaturesOf("Broken fix").ShouldNotContain("SCP:fix wrong");
        Texts.KindFeaturesOf("Fix broken button").ShouldContain("SFC:fix");
        Texts.KindFeaturesOf("Fix broken button").ShouldNotContain("SFC:wrong");
    }

    [Theory]
    [InlineData("Basket: remove the banner")]
    [InlineData("[Basket] remove the banner")]
    [InlineData("Basket - remove the banner")]
    public void What_follows_a_label_begins_the_title_too(string summary)
    {
        Texts.KindFeaturesOf(summary).ShouldContain("SF:remove");
        Texts.KindFeaturesOf(summary).ShouldContain("SF:basket");
        Texts.KindFeaturesOf(summary).ShouldNotContain("SF:the");
    }

    [Theory]
    [InlineData("Why?", "S:?")]
    [InlineData("Basket: total", "S::")]
    [InlineData("The \"total\"", "S:\"")]
    public void Some_marks_of_the_title_count(string summary, string feature) => Texts.KindFeaturesOf(summary).ShouldContain(feature);

    [Fact]
    public void Others_do_not() => Texts.KindFeaturesOf("Basket, total!").ShouldNotContain("S:,");

    [Fact]
    public void A_heading_over_template_text_or_nothing_says_nothing()
    {
        Texts.KindFeaturesOf("Basket", "## Gadget\n\nN/A\n\n## Widget").ShouldNotContain("H:gadget");
        Texts.KindFeaturesOf("Basket", "## Gadget\n\nN/A\n\n## Widget").ShouldNotContain("H:widget");
        Texts.KindFeaturesOf("Basket", "## Gadget\n\nN/A\n\nThe total.").ShouldContain("H:gadget");
    }

    [Fact]
    public void Only_the_first_eight_tokens_of_the_first_sentence_are_its_opening()
    {
        var features = Texts.KindFeaturesOf("Basket", "one two three four five six seven eight nine. Ten");
        features.ShouldContain("O:eight");
        features.ShouldNotContain("O:nine");
        features.ShouldNotContain("O:ten");
    }

    [Theory]
    [InlineData("Checkout crashes when the cart holds more than 100 items", Samples.Bug, TicketKind.Bug)]
    [InlineData("Let readers extend a loan from the loan list", Samples.Wish, TicketKind.Feature)]
    [InlineData(
        "Upgrade the search library to version 9",
        "Version 7 is no longer supported.\n\n- [ ] Rebuild the index\n- [ ] Update the docs of the build",
        TicketKind.Task)]
    [InlineData("Spike: investigate offline loans", "Research whether the app can keep loans offline. Time box: two days.", TicketKind.Spike)]
    [InlineData("Saved baskets", "As a returning shopper, I want to find my basket again so that I need not search for the items twice.", TicketKind.Story)]
    public void The_model_tells_the_kinds_of_clear_tickets(string summary, string description, TicketKind kind)
    {
        var features = new FeatureBuffer();
        KindFeatures.Add(Texts.Read(summary, description), features);
        var odds = new double[ReadingModel.Kinds];
        ReadingModel.Kind(features.Hashes, new(), odds);

        odds.Sum().ShouldBe(1, 1e-9);
        ((TicketKind)Array.IndexOf(odds, odds.Max())).ShouldBe(kind);
    }

    private static class Samples
    {
        public const string Bug =
            "Customers with large orders cannot pay.\n\n### Steps to reproduce\n\n1. Put 101 items into the cart\n2. Click Checkout\n\n### Expected\n\nThe payment page opens.\n\n### Actual\n\nA blank page.";
        public const string Wish =
            "Readers call the desk to extend loans because the list only shows due dates.\n\nAcceptance criteria:\n\n- The loan list shows an Extend button for each loan";
    }
}
