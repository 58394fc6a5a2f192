using Shouldly;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Tests.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Judging;

public sealed class WaitingPhraseTests
{
    [Theory]
    [InlineData("Blocked by the loan service.")]
    [InlineData("blocked by LIB-9")]
    [InlineData("Blocked until spring.")]
    [InlineData("blocked on the printer driver")]
    [InlineData("depends on LIB-9")]
    [InlineData("Depends on the work in #12.")]
    [InlineData("dependent on LIB-9")]
    [InlineData("waiting for LIB-9")]
    [InlineData("wait for LIB-9 first")]
    [InlineData("waits for LIB-9")]
    [InlineData("start until the desk has moved")]
    [InlineData("starts until the desk has moved")]
    [InlineData("prerequisite for the kiosk")]
    [InlineData("after LIB-9")]
    [InlineData("once LIB-9 is merged")]
    [InlineData("requires LIB-9")]
    [InlineData("needs LIB-9")]
    [InlineData("depends on lib-9 for the reader")]
    public void A_statement_that_it_waits_is_quoted_from_its_first_word(string statement)
    {
        var quote = WaitingPhrases.Find(Texts.Read("Show due dates", "The list shows dates. It " + statement)).ShouldNotBeNull();

        quote.Text.ShouldBe(statement);
        quote.Start.ShouldBe("The list shows dates. It ".Length);
    }

    [Theory]
    [InlineData("It depends on the size of the shelf.")]
    [InlineData("Readers wait for their books.")]
    [InlineData("She is waiting for the lift.")]
    [InlineData("After the due date the loan is red.")]
    [InlineData("Once a day the list is sent.")]
    [InlineData("The desk requires a key.")]
    [InlineData("The desk needs light.")]
    [InlineData("It depends on utf-8 in all files.")]
    [InlineData("Readers wait for lib - 9 of them.")]
    [InlineData("She is waiting for one-2-one lessons.")]
    [InlineData("It is blocked.")]
    [InlineData("Depends on one two three four five six seven eight LIB-9")]
    [InlineData("```\nblocked by LIB-9\n```")]
    [InlineData("## Blocked by LIB-9")]
    [InlineData("- [x] blocked by LIB-9")]
    public void Other_uses_of_the_words_are_none(string text) => WaitingPhrases.Find(Texts.Read("Show due dates", text)).ShouldBeNull();

    [Fact]
    public void The_title_can_say_so_too()
    {
        var quote = WaitingPhrases.Find(Texts.Read("Show due dates, blocked by LIB-9", "The list shows dates."))!;

        (quote.Field, quote.Text).ShouldBe((TicketField.Summary, "blocked by LIB-9"));
    }

    [Fact]
    public void The_first_of_several_is_taken() =>
        WaitingPhrases.Find(Texts.Read("Show due dates", "Blocked by the printer.\n\nBlocked by LIB-9."))!.Text.ShouldBe("Blocked by the printer.");

    [Fact]
    public void A_long_one_is_cut_and_never_within_a_character()
    {
        WaitingPhrases.Find(Texts.Read("Show due dates", "blocked by " + new string('x', 300)))!.Text.Length.ShouldBe(160);
        WaitingPhrases.Find(Texts.Read("Show due dates", "blocked by " + new string('x', 148) + "🙂🙂🙂"))!.Text.Length.ShouldBe(159);
    }

    [Fact]
    public void The_quote_is_as_it_stands_with_its_markup()
    {
        const string description = "This is **blocked** by *the printer*, sadly";
        var quote = WaitingPhrases.Find(Texts.Read("Show due dates", description))!;

        quote.Text.ShouldBe(description[quote.Start..quote.End]);
        quote.Text.ShouldStartWith("blocked** by");
    }
}
