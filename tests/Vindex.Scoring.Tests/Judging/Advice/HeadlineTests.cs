using Shouldly;
using Vindex.Scoring.Judging.Advice;
using Xunit;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>How a headline is cut into chunks and what is taken off its front.</summary>
public sealed class HeadlineTests
{
    [Theory]
    [InlineData("Print the list", "Print|the|list")]
    [InlineData("  Print   the\tlist ", "Print|the|list")]
    [InlineData("Print, then: list!", "Print|then|list")]
    [InlineData("(Print) [the] list.", "Print|the|list")]
    [InlineData("Add \"Renew all\" there", "Add|\"Renew all\"|there")]
    [InlineData("Add “Renew all”, there", "Add|“Renew all”|there")]
    [InlineData("Add 'Renew all'", "Add|'Renew all'")]
    [InlineData("Add ‘Renew all’", "Add|‘Renew all’")]
    [InlineData("Add «Renew all»", "Add|«Renew all»")]
    [InlineData("Add `--quiet` there", "Add|`--quiet`|there")]
    [InlineData("Add --quiet there", "Add|--quiet|there")]
    [InlineData("don't stop", "don't|stop")]
    [InlineData("C++ and C#", "C++|and|C#")]
    [InlineData("50% of 12", "50%|of|12")]
    [InlineData("call print() now", "call|print()|now")]
    [InlineData("see .gitignore and /tmp", "see|.gitignore|and|/tmp")]
    [InlineData("$price of @alma #12", "$price|of|@alma|#12")]
    [InlineData("fix:wrong date", "fix|wrong|date")]
    [InlineData("a:b", "a:b")]
    [InlineData("http://x.y", "http://x.y")]
    [InlineData("\"unclosed quotation", "unclosed|quotation")]
    [InlineData("\"one two three four five six seven eight nine\" x", "\"one two three four five six seven eight nine\"|x")]
    [InlineData("\"one two three four five six seven eight nine ten\" x", "one|two|three|four|five|six|seven|eight|nine|ten|x")]
    [InlineData("smile 🙂 now", "smile|🙂|now")]
    [InlineData("", "")]
    public void A_line_is_cut_into_words(
        string line,
        string words) => string.Join('|', Cut(line).Where(chunk => !chunk.IsSeparator).Select(chunk => line[chunk.Start..chunk.End])).ShouldBe(words);

    [Theory]
    [InlineData("Desk - list", '-')]
    [InlineData("Desk > list", '>')]
    [InlineData("Desk → list", '→')]
    [InlineData("Desk | list", '|')]
    [InlineData("Desk / list", '/')]
    [InlineData("Desk & list", '&')]
    public void A_lone_mark_separates(string line, char mark)
    {
        var chunk = Cut(line)[1];
        (chunk.IsSeparator, chunk.Open).ShouldBe((true, mark));
    }

    [Theory]
    [InlineData("(print", '(', '\0')]
    [InlineData("print)", '\0', ')')]
    [InlineData("[print],", '[', ']')]
    [InlineData("print:", '\0', ':')]
    [InlineData("print", '\0', '\0')]
    [InlineData("\"print it\".", '"', '.')]
    public void Marks_around_a_word_are_kept(string line, char open, char close)
    {
        var chunk = Cut(line)[0];
        (chunk.Open, chunk.Close).ShouldBe((open, close));
    }

    [Fact]
    public void Only_the_beginning_of_a_line_is_looked_at() => Cut(string.Join(' ', Enumerable.Repeat("word", 100))).Count.ShouldBe(Headline.Longest);

    [Theory]
    [InlineData("mute/unmute the sound", true)]
    [InlineData("print", true)]
    [InlineData("PRINT", true)]
    [InlineData("\"print\"", false)]
    public void A_word_is_looked_up_whatever_its_case_and_a_quotation_is_not(string line, bool verb)
    {
        if (line[0] == 'm') Cut(line)[0].Words.ShouldBe(Cut("mute it")[0].Words);
        else Cut(line)[0].Is(AdviceWords.Verb).ShouldBe(verb);
    }

    [Theory]
    [InlineData("Print the list", "Print")]
    [InlineData("[UX] Print the list", "Print")]
    [InlineData("[UX] - Print the list", "Print")]
    [InlineData("(desk) Print the list", "Print")]
    [InlineData("{desk} Print the list", "Print")]
    [InlineData("【desk】 Print the list", "Print")]
    [InlineData("Desk: print the list", "print")]
    [InlineData("Desk > Loans > Print the list", "Print")]
    [InlineData("Desk » Print the list", "Print")]
    [InlineData("Desk - print the whole list", "print")]
    [InlineData("Desk - list", "Desk")]
    [InlineData("The list is empty - print the list", "The")]
    [InlineData("feat(cart): remember the voucher", "remember")]
    [InlineData("LIB-12 Print the list", "Print")]
    [InlineData("LIB-12: Print the list", "Print")]
    [InlineData("#34 Print the list", "Print")]
    [InlineData("Follow-up from the desk", "the")]
    [InlineData("- Print the list", "Print")]
    [InlineData("Please print the list", "print")]
    [InlineData("We need to print the list", "print")]
    [InlineData("I would like to print the list", "print")]
    [InlineData("As a clerk I want to print the list", "print")]
    [InlineData("As a clerk, print the list", "As")]
    [InlineData("As discussed with us", "As")]
    [InlineData("Reliably print the list", "print")]
    [InlineData("Print the list: sorted by date", "Print")]
    [InlineData("Done. Desk: print", "Done")]
    public void What_stands_before_the_matter_is_taken_off(string line, string first)
    {
        var chunks = Cut(line);
        var (start, _) = HeadlineOpening.Strip(chunks, line);

        line[chunks[start].Start..chunks[start].End].ShouldBe(first);
    }

    [Theory]
    [InlineData("Desk: print the list", "Desk")]
    [InlineData("Desk > Loans > Print the list", "Loans")]
    [InlineData("Loan desk: print the list", "Loan desk")]
    [InlineData("fix: print the list", "")]
    [InlineData("LIB-12: print the list", "")]
    [InlineData("12: print the list", "")]
    [InlineData("Print the list", "")]
    public void A_label_names_a_part_of_the_product(string line, string label)
    {
        var chunks = Cut(line);
        var (_, context) = HeadlineOpening.Strip(chunks, line);

        (context.End > context.First ? line[chunks[context.First].Start..chunks[context.End - 1].End] : "").ShouldBe(label);
    }

    private static List<Chunk> Cut(string line)
    {
        var chunks = new List<Chunk>();
        Headline.Cut(line, chunks);
        return chunks;
    }
}
