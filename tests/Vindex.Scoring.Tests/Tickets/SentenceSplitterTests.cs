using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("e.g eg i.e ie etc vs no nr mr mrs ms dr prof st fig approx incl excl max min resp cf ca inc ltd corp co dept est al op sec ch vol art ex aka a.k.a w.r.t z.b d.h u.a bzw usw ggf vgl inkl evtl")]
    [InlineData("p.ex par p pp z u d jan feb mar apr jun jul aug sep sept oct nov dec")]
    public void An_abbreviation_before_a_small_letter_or_a_digit_ends_nothing(string abbreviations)
    {
        foreach (var abbreviation in abbreviations.Split(' '))
        {
            Split($"We saw it {abbreviation}. once").ShouldBe([$"We saw it {abbreviation}. once"], abbreviation);
            Split($"We saw it ({abbreviation.ToUpperInvariant()}. 5 times)").Length.ShouldBe(1, abbreviation);
        }
    }

    [Theory]
    [InlineData("etc inc ltd corp co usw no max min st al aug sec par art est ex ms ca jan feb mar apr jun jul sep sept oct nov dec")]
    public void Some_may_end_a_sentence_before_a_capital(string abbreviations)
    {
        foreach (var abbreviation in abbreviations.Split(' '))
            Split($"We saw it {abbreviation}. Then we left").ShouldBe([$"We saw it {abbreviation}.", "Then we left"], abbreviation);
    }

    [Theory]
    [InlineData("e.g eg i.e ie vs nr mr mrs dr prof fig approx incl excl resp cf dept op ch vol aka a.k.a w.r.t z.b d.h u.a bzw ggf vgl inkl evtl p.ex pp z u d p")]
    public void Others_stand_before_a_name(string abbreviations)
    {
        foreach (var abbreviation in abbreviations.Split(' '))
            Split($"We saw it {abbreviation}. Smith").ShouldBe([$"We saw it {abbreviation}. Smith"], abbreviation);
    }

    [Theory]
    [InlineData("J. Smith came", "J. Smith came")]
    [InlineData("So did I. He left", "So did I.", "He left")]
    [InlineData("He left. 1. First one", "He left.", "1. First one")]
    [InlineData("Take 5. Then go", "Take 5.", "Then go")]
    [InlineData("Take it. 5 remain", "Take it.", "5 remain")]
    [InlineData("it ends. so there", "it ends.", "so there")]
    [InlineData("go to it. now", "go to it. now")]
    [InlineData("it is v2. now", "it is v2. now")]
    [InlineData("Really! so there", "Really! so there")]
    [InlineData("Really! So there", "Really!", "So there")]
    [InlineData("What?! no", "What?! no")]
    [InlineData("Wait… What", "Wait…", "What")]
    [InlineData("He (see it.) Then left", "He (see it.)", "Then left")]
    [InlineData("He said 'stop.' Then left", "He said 'stop.'", "Then left")]
    [InlineData("He said “stop.” Then left", "He said “stop.”", "Then left")]
    [InlineData("He said ‘stop.’ Then left", "He said ‘stop.’", "Then left")]
    [InlineData("He said «stop.» Then left", "He said «stop.»", "Then left")]
    [InlineData("See [it.] Then left", "See [it.]", "Then left")]
    [InlineData("He stopped. \"Then\" left", "He stopped.", "\"Then\" left")]
    [InlineData("He stopped. (Then left)", "He stopped.", "(Then left)")]
    [InlineData("He stopped. [Then left]", "He stopped.", "[Then left]")]
    [InlineData("He stopped. “Then” left", "He stopped.", "“Then” left")]
    [InlineData("He stopped. ‘Then’ left", "He stopped.", "‘Then’ left")]
    [InlineData("He stopped. «Then» left", "He stopped.", "«Then» left")]
    [InlineData("He stopped. 'Then' left", "He stopped.", "'Then' left")]
    [InlineData("... Then what", "... Then what")]
    [InlineData("Yes. - No.", "Yes.", "- No.")]
    [InlineData("Yes. - . . .", "Yes. - . . .")]
    [InlineData("Open a.b.C now", "Open a.b.C now")]
    [InlineData("中文。「好。」完．了", "中文。", "「好。」", "完．", "了")]
    [InlineData("好！？了", "好！？", "了")]
    [InlineData("「好。』完", "「好。』", "完")]
    [InlineData("See (e.g. Apples) now", "See (e.g. Apples) now")]
    [InlineData("See \"e.g. Apples\" now", "See \"e.g. Apples\" now")]
    [InlineData("See and/or. Then go", "See and/or.", "Then go")]
    [InlineData("See pages/p. Five of them", "See pages/p. Five of them")]
    [InlineData("See [cf. Apples]", "See [cf. Apples]")]
    public void Sentences_end_where_a_reader_would_say_so(string text, params string[] sentences) => Split(text).ShouldBe(sentences);

    [Fact]
    public void A_long_word_is_no_abbreviation_however_it_ends() =>
        Split($"It is {new string('x', 22)}no. It is").ShouldBe([$"It is {new string('x', 22)}no.", "It is"]);

    [Theory]
    [InlineData("| a. B | c |", "a.", "B", "c")]
    [InlineData("| | c |", "c")]
    [InlineData("| a | | c |", "a", "c")]
    public void Cells_of_a_row_hold_sentences_of_their_own(string text, params string[] sentences) => Split(text).ShouldBe(sentences);

    private static string[] Split(string text) => Reading.Description(text).SentenceTexts();
}
