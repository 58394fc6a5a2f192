using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>Words of a ticket made to fit into a sentence.</summary>
public sealed class AdviceGrammarTests
{
    [Theory]
    [InlineData("old loans", "old loans")]
    [InlineData("  old   loans  ", "old loans")]
    [InlineData("old\nloans", "old loans")]
    [InlineData("old\t\r\n loans", "old loans")]
    [InlineData("old\u0001loans", "old loans")]
    [InlineData("- old loans.", "old loans")]
    [InlineData("#> old loans!?", "old loans")]
    [InlineData("*old loans*", "old loans")]
    [InlineData("the “old” loans", "the ‘old’ loans")]
    [InlineData("the «old» loans", "the ‘old’ loans")]
    [InlineData("the \"old\" loans", "the ’old’ loans")]
    [InlineData("{old} loans", "(old) loans")]
    [InlineData("", "")]
    [InlineData("...", "")]
    public void A_quote_stands_on_one_line_without_marks_at_its_ends(string words, string line) => AdviceGrammar.Shorten(words).ShouldBe(line);

    [Fact]
    public void A_long_quote_is_cut_at_a_blank()
    {
        AdviceGrammar.Shorten(string.Concat(Enumerable.Repeat("loan ", 12))).ShouldBe(string.Join(' ', Enumerable.Repeat("loan", 11)) + "…");
        AdviceGrammar.Shorten(string.Concat(Enumerable.Repeat("loan, ", 12))).ShouldEndWith("loan…");
        AdviceGrammar.Shorten(new string('x', 56)).ShouldBe(new string('x', 56));
        AdviceGrammar.Shorten(new string('x', 57)).ShouldBe(new string('x', 56) + "…");
        AdviceGrammar.Shorten("a " + new string('x', 80)).ShouldBe("a " + new string('x', 54) + "…");
    }

    [Fact]
    public void It_is_not_cut_within_a_character()
    {
        AdviceGrammar.Shorten(new string('x', 55) + "🙂🙂").ShouldBe(new string('x', 55) + "…");
        AdviceGrammar.Shorten(new string('x', 54) + "🙂🙂").ShouldBe(new string('x', 54) + "🙂…");
    }

    [Fact]
    public void Quotation_marks_are_put_around_it() => AdviceGrammar.Quote(" old\nloans. ").ShouldBe("“old loans”");

    [Theory]
    [InlineData("and we should also split it", "split it")]
    [InlineData("And just split it", "split it")]
    [InlineData("Additionally, split it", "split it")]
    [InlineData("- plus then split it", "split it")]
    [InlineData("But split it", "split it")]
    [InlineData("split it and print", "split it and print")]
    [InlineData("andy splits it", "andy splits it")]
    [InlineData("and", "and")]
    [InlineData("--", "--")]
    [InlineData("• Plus a list", "a list")]
    public void Words_that_tie_a_quote_to_what_stood_before_are_left_out(
        string words, string rest) => AdviceGrammar.SkipOpening(words).ToString().ShouldBe(rest);

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a|b", "a and b")]
    [InlineData("a|b|c", "a, b and c")]
    [InlineData("a|b|c|d", "a, b, c and d")]
    public void Parts_are_joined(string parts, string joined) => AdviceGrammar.Join(parts.Split('|')).ShouldBe(joined);

    [Theory]
    [InlineData("print it.", "Print it.")]
    [InlineData(" print  it.", "Print it.")]
    [InlineData("Print it.", "Print it.")]
    [InlineData("iOS stops.", "iOS stops.")]
    [InlineData("camelCase stops.", "camelCase stops.")]
    [InlineData("config.json is read.", "config.json is read.")]
    [InlineData("e-mail is sent.", "e-mail is sent.")]
    [InlineData("a/b is sent.", "a/b is sent.")]
    [InlineData("order_id is sent.", "order_id is sent.")]
    [InlineData("v2 is sent.", "v2 is sent.")]
    [InlineData("stop. Print it.", "Stop. Print it.")]
    [InlineData("“print” it.", "“print” it.")]
    [InlineData("ändert sich.", "ändert sich.")]
    [InlineData("", "")]
    public void A_sentence_begins_with_a_capital_unless_a_name_does(string text, string sentence) => AdviceGrammar.Sentence(text).ShouldBe(sentence);

    [Theory]
    [InlineData("print", "print")]
    [InlineData("Print", "print")]
    [InlineData("printing", "print")]
    [InlineData("Deleting", "delete")]
    [InlineData("adding", "add")]
    [InlineData("planning", null)]
    [InlineData("setting", "set")]
    [InlineData("prints", null)]
    [InlineData("printed", null)]
    [InlineData("speed", "speed")]
    [InlineData("embed", "embed")]
    [InlineData("process", "process")]
    [InlineData("focus", "focus")]
    [InlineData("pass", "pass")]
    [InlineData("bring", "bring")]
    [InlineData("x", null)]
    [InlineData("internationalization-x", null)]
    public void The_base_form_of_a_verb_is_told(string verb, string? form) => ImperativeVerb.BaseForm(verb).ShouldBe(form);

    [Theory]
    [InlineData("Print the list", true)]
    [InlineData("Printing the list", true)]
    [InlineData("Printed the list", false)]
    [InlineData("Prints the list", false)]
    [InlineData("Print", false)]
    [InlineData("Print: the list", false)]
    [InlineData("Print, the list", false)]
    [InlineData("Unbreak the build", true)]
    [InlineData("Breaking the build", false)]
    [InlineData("Kolibri the app", true)]
    [InlineData("Update to Gradle 8", true)]
    [InlineData("Print to Gradle 8", false)]
    [InlineData("Search page is slow", false)]
    [InlineData("Search the page", true)]
    [InlineData("Search in books", false)]
    [InlineData("\"Print\" the list", false)]
    [InlineData("- the list", false)]
    public void An_imperative_is_told_from_a_noun(string line, bool imperative)
    {
        var chunks = new List<Chunk>();
        Headline.Cut(line, chunks);

        ImperativeVerb.IsAt(chunks, line, 0).ShouldBe(imperative);
    }
}
