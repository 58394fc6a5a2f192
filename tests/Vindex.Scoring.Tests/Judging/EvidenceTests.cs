using Shouldly;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tests.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>Which words of a ticket are shown for a contribution.</summary>
public sealed class EvidenceTests
{
    private const string Description = """
        The desk sees “no date” for order_id today. Who pays for SHOP-12?

        ## Steps to reproduce

        1. Open the basket
        2. Press pay

        ## Expected

        The total is 12 as in https://example.com/basket today.

        ## Actual result

        Nothing is shown to @alma at all.

        ## Environment

        Firefox on Linux

        ## Background

        Shops lose orders.

        ## Implementation

        Use another table.

        ## Notes

        N/A

        2031-03-02 10:11:12 basket lost
        """;

    [Theory]
    [InlineData("title", "Keep the basket")]
    [InlineData("template", "N/A")]
    [InlineData("headings", "Steps to reproduce")]
    [InlineData("lists", "Open the basket")]
    [InlineData("trace", "2031-03-02 10:11:12 basket lost")]
    [InlineData("steps", "Open the basket")]
    [InlineData("expected", "The total is 12 as in https://example.com/basket today.")]
    [InlineData("actual", "Nothing is shown to @alma at all.")]
    [InlineData("environment", "Firefox on Linux")]
    [InlineData("motivation", "Shops lose orders.")]
    [InlineData("implementation", "Use another table.")]
    [InlineData("questions", "Who pays for SHOP-12?")]
    [InlineData("quoted", "The desk sees “no date” for order_id today.")]
    [InlineData("code", "order_id")]
    [InlineData("links", "https://example.com/basket")]
    [InlineData("references", "SHOP-12")]
    [InlineData("numbers", "12")]
    [InlineData("people", "@alma")]
    [InlineData("pictures", null)]
    [InlineData("kind", null)]
    public void A_group_is_shown_by_its_first_words(string group, string? quote) => Quote(group, Description).ShouldBe(quote);

    [Theory]
    [InlineData("template")]
    [InlineData("headings")]
    [InlineData("lists")]
    [InlineData("trace")]
    [InlineData("steps")]
    [InlineData("expected")]
    [InlineData("actual")]
    [InlineData("environment")]
    [InlineData("motivation")]
    [InlineData("implementation")]
    [InlineData("questions")]
    [InlineData("quoted")]
    [InlineData("code")]
    [InlineData("links")]
    [InlineData("references")]
    [InlineData("numbers")]
    [InlineData("people")]
    public void What_is_not_there_has_no_words(string group) => Quote(group, "The desk sees no date.").ShouldBeNull();

    [Fact]
    public void Detail_is_told_by_its_length() => Quote("detail", Description).ShouldBeNull();

    [Theory]
    [InlineData("Who pays? We ask for /list?all today.", "Who pays?")]
    [InlineData("Does it print “no date”?", "Does it print “no date”?")]
    [InlineData("(Is that so?)", "(Is that so?)")]
    [InlineData("Open /list?all and wait.", null)]
    [InlineData("Type ? for help.", null)]
    public void A_question_ends_with_its_mark(string description, string? quote) => Quote("questions", description).ShouldBe(quote);

    [Fact]
    public void A_code_block_stands_for_code_when_there_is_no_identifier() => Quote("code", "It says:\n\n```\nloan lost\n```").ShouldBe("loan lost");

    [Theory]
    [InlineData("role", SpanType.Role)]
    [InlineData("reason", SpanType.Reason)]
    [InlineData("criteria", SpanType.Criteria)]
    [InlineData("dependency", SpanType.Dependency)]
    [InlineData("prescribed", SpanType.Prescribed)]
    [InlineData("vague", SpanType.Vague)]
    [InlineData("several", SpanType.Several)]
    public void A_type_is_shown_by_its_likeliest_sentence(string group, SpanType type)
    {
        const string description = "The first is plain. The second is likely. The third is plain again.";
        Quote(group, description, type, 0.01, 0.2, 0.6, 0.3).ShouldBe("The second is likely.");
        Quote(group, description, type, 0.7, 0.2, 0.6, 0.3).ShouldBe("Keep the basket");
        Quote(group, description, type, 0.05, 0.05, 0.05, 0.05).ShouldBeNull();
    }

    [Theory]
    [InlineData("W:sees", "sees")]
    [InlineData("W:basket", "basket")]
    [InlineData("P:the desk", "The desk")]
    [InlineData("P:who for", "Who pays for")]
    [InlineData("P:desk today", null)]
    [InlineData("S:basket", "basket")]
    [InlineData("S:desk", null)]
    [InlineData("SP:keep the", "Keep the")]
    [InlineData("SC:stop", "the")]
    [InlineData("C:person", null)]
    [InlineData("C:unknown-class", null)]
    [InlineData("X:words-3", null)]
    [InlineData("Q:Steps", null)]
    [InlineData("H:steps", null)]
    [InlineData("W:reproduce", null)]
    [InlineData("W:", null)]
    public void A_feature_of_the_word_model_is_found_again(string feature, string? quote)
    {
        var text = Texts.Read("Keep the basket", Description);
        var place = Evidence.OfWord(WordFeature.Parse(feature), text);

        if (quote is null) place.Exists.ShouldBeFalse();
        else Text(text, place).ShouldBe(quote);
    }

    [Fact]
    public void A_class_is_found_by_its_first_word() =>
        Text(Texts.Read("Basket", "Every customer pays."), Evidence.OfWord(WordFeature.Parse("C:person"), Texts.Read("Basket", "Every customer pays."))).ShouldBe("customer");

    [Fact]
    public void A_long_quote_is_cut_at_a_blank()
    {
        var words = string.Join(' ', Enumerable.Repeat("basket", 40));
        Quote("lists", "- " + words)!.ShouldBe(string.Join(' ', Enumerable.Repeat("basket", 22)));
    }

    [Fact]
    public void A_long_word_is_cut_but_not_within_a_character()
    {
        Quote("lists", "- " + new string('x', 200))!.Length.ShouldBe(160);
        Quote("lists", "- " + new string('x', 159) + string.Concat(Enumerable.Repeat("𝒳", 20)))!.Length.ShouldBe(159);
        Quote("lists", "- xx " + new string('y', 200))!.Length.ShouldBe(160);
    }

    private static string? Quote(string group, string description, SpanType type = SpanType.Role, params double[] likelihoods)
    {
        var text = Texts.Read("Keep the basket", description);
        var spans = new double[text.Segments.Length * ReadingModel.SpanTypes];
        for (var i = 0; i < likelihoods.Length; i++) spans[(i * ReadingModel.SpanTypes) + (int)type] = likelihoods[i];
        var place = Evidence.Of(group, text, spans).Place;
        return place.Exists ? Text(text, place) : null;
    }

    private static string Text(TicketText text, Place place) => text.Text(place.Field).Clean[place.Start..place.End];
}
