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
    [InlineData("It is maybe with a second column.", "uncertain", null, "with a second column")]
    [InlineData("Perhaps we could also print the receipts, too.", "uncertain", null, "could also print the receipts")]
    [InlineData("Keep it if possible.", "loophole", null, "if possible")]
    [InlineData("Print it where needed.", "loophole", null, "where needed")]
    [InlineData("It must be faster.", "speed", null, "be faster")]
    [InlineData("It should be intuitive.", "ease", null, "be intuitive")]
    [InlineData("Show title, date etc.", "open-end", null, "date etc")]
    [InlineData("Make it better.", "comparative", null, "Make it better")]
    [InlineData("It sometimes stops.", "occasional", null, "sometimes stops")]
    [InlineData("Handle errors properly.", "quality", null, "properly")]
    [InlineData("Colours come later.", "later", null, "Colours come later")]
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
    [InlineData("The \"maybe\" button is red.")]
    public void Plain_sentences_hold_none(string sentence) => InQuote(sentence).Classes.ShouldBe(0UL);

    [Theory]
    [InlineData("Some users lose it.", true)]
    [InlineData("Perhaps with a second column.", true)]
    [InlineData("The order is unclear.", true)]
    [InlineData("Dates, titles etc.", true)]
    [InlineData("It needs improvements.", true)]
    [InlineData("The page is slow.", false)]
    [InlineData("It is simple.", false)]
    [InlineData("It happens often.", false)]
    [InlineData("Handle errors properly.", false)]
    [InlineData("Colours come later.", false)]
    public void Without_a_quote_only_what_is_vague_anywhere_is_asked_about(string sentence, bool certain) =>
        (VagueWord.In(AdviceExample.Read("Loan list", sentence), []).Classes != 0).ShouldBe(certain);

    [Fact]
    public void Tables_headings_and_code_are_passed_over()
    {
        VagueWord.In(AdviceExample.Read("Loan list", "| some users | x |\n|---|---|\n| some users | y |"), []).Classes.ShouldBe(0UL);
        VagueWord.In(AdviceExample.Read("Loan list", "## Some users"), []).Classes.ShouldBe(0UL);
        VagueWord.In(AdviceExample.Read("Loan list", "```\nsome users\n```"), []).Classes.ShouldBe(0UL);
    }

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

    [Theory]
    [InlineData("issue seems to be", true)]
    [InlineData("it stops", true)]
    [InlineData("the list", true)]
    [InlineData("", true)]
    [InlineData("old loans", false)]
    [InlineData("sorted by date", false)]
    public void A_piece_of_a_clause_is_nothing_to_ask_about(string text, bool clause) => VagueWord.IsClause(text, []).ShouldBe(clause);

    [Fact]
    public void Classes_are_known_by_name()
    {
        foreach (var name in new[]
        {
            "amount", "comparative", "speed", "ease", "open-end", "uncertain", "occasional", "quality", "later", "unspecified", "unknown", "loophole"
        })
        {
            VagueWord.Exists(name).ShouldBeTrue(name);
        }
        VagueWord.Exists("colour").ShouldBeFalse();
    }

    private static VagueWord InQuote(string sentence) =>
        VagueWord.In(AdviceExample.Read("Loan list", sentence), new AdviceQuote(TicketField.Description, 0, sentence.Length), []);
}
