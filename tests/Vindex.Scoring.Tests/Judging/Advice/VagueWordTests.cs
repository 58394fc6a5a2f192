using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>Which words leave open what is meant, what they are said of, and how they are quoted.</summary>
public sealed class VagueWordTests
{
    [Theory]
    [InlineData("Some users lose their cart.", "amount", "users", "Some users")]
    [InlineData("Several of the older users lose it.", "amount", "older users", "Several of the older users")]
    [InlineData("Various other pages are red.", "amount", "pages", "Various other pages")]
    [InlineData("It must be faster.", "speed", null, "be faster")]
    [InlineData("Show title, date etc.", "open-end", null, "date etc")]
    [InlineData("Make it better.", "comparative", null, "Make it better")]
    [InlineData("It sometimes stops.", "occasional", null, "sometimes stops")]
    [InlineData("Show something there.", "unspecified", null, "Show something")]
    [InlineData("The order is TBD.", "unknown", null, "The order is TBD")]
    public void A_vague_word_is_found_with_what_belongs_to_it(string sentence, string type, string? noun, string quote)
    {
        var found = InQuote(sentence);

        (found.Noun, found.Quote).ShouldBe((noun, quote));
        (found.Classes & VagueWord.Bit(type)).ShouldNotBe(0UL);
    }

    [Theory]
    [InlineData("The list shows dates.")]
    [InlineData("Some more is shown.")]
    [InlineData("A reader could extend it.")]
    [InlineData("It is possible to extend it.")]
    [InlineData("Keep it if possible.")]
    [InlineData("It would be nice and clear.")]
    [InlineData("We could print it later.")]
    [InlineData("The \"maybe\" button is red.")]
    public void Plain_sentences_hold_none(string sentence) => InQuote(sentence).Classes.ShouldBe(0UL);

    [Fact]
    public void Only_words_within_the_quote_count()
    {
        const string description = "Some users wait. Several pages stop.";
        var text = AdviceExample.Read("Loan list", description);

        VagueWord.In(text, new AdviceQuote(TicketField.Description, 17, description.Length), []).Noun.ShouldBe("pages");
        VagueWord.In(text, new AdviceQuote(TicketField.Description, 0, 10), []).Noun.ShouldBe("users");
        VagueWord.In(text, new AdviceQuote(TicketField.Description, 5, 16), []).Classes.ShouldBe(0UL);
        VagueWord.In(text, new AdviceQuote(TicketField.Summary, 0, 9), []).Classes.ShouldBe(0UL);
    }

    [Fact]
    public void Classes_are_known_by_name()
    {
        foreach (var name in new[]
        {
            "amount", "comparative", "speed", "open-end", "occasional", "unspecified", "unknown"
        })
        {
            VagueWord.Exists(name).ShouldBeTrue(name);
        }
        VagueWord.Exists("colour").ShouldBeFalse();
    }

    private static VagueWord InQuote(string sentence) =>
        VagueWord.In(AdviceExample.Read("Loan list", sentence), new AdviceQuote(TicketField.Description, 0, sentence.Length), []);
}
