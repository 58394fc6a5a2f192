using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

/// <summary>What holds for every text, markup or not.</summary>
public sealed class AnyTextTests
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly string[] s_pieces =
    [
        "*", "**", "_", "__", "`", "```", "~~~", "[", "](", "]", ")", "|", "||", "!", "![", "{", "}", "{{", "}}", "{code}", "{code:x}", "{noformat}", "{quote}",
        "{panel:title=", "{panel}", "{color:red}", "<", ">", "<!--", "-->",
        "<b>", "</b>", "<li>", "<ul>", "<td>", "<tr>", "<br>", "<h2>", "<p>", "&amp;", "&#0;", "&", "\\", "\n", "\r\n", "\r", "\n\n", "  ", "    ", "\t", "- ",
        "* ", "# ", "## ", "1. ", "a) ", "h2. ",
        "bq. ", "- [ ] ", "> ", "===", "---", "|-|", "Acceptance criteria:", "Expected:", "AC1: ", " - ", " • ", "Given ", "Then ", ". ", "?! ", "e.g. ", "。",
        "a", "word", "snake_case", "http://x", "\0",
        "\u0001", "\u0002", "\u000E", "\u0019", "\u001A", "\u001B", "\u200B", "\uD800", "\uDC00", "😀", "é", "中", "\u00A0", "\u2028",
    ];

    private static readonly Gen<string> s_texts = Gen.OneOf(
        Gen.Elements(s_pieces).ListOf().Select(string.Concat),
        Gen.Elements(s_pieces).ArrayOf(300).Select(string.Concat),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));

    [Fact]
    public void Reading_never_throws_and_ranges_hold() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(s_texts.ToArbitrary(), text =>
        {
            foreach (var limits in (TicketLimits[])[TicketLimits.CommandLine, new TicketLimits(40, 90, OverLimit.Cut)])
            {
                Holds(TicketReader.Read(new TicketInput(text, text, text), limits));
                Holds(TicketReader.Read(new TicketInput("x" + text, text, text), limits));
            }
        }));

    [Fact]
    public void Reading_twice_gives_the_same() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(s_texts.ToArbitrary(), text =>
        {
            var first = TicketReader.Read(new TicketInput("x", text), TicketLimits.CommandLine).Ticket!.Description;
            var second = TicketReader.Read(new TicketInput("x", text), TicketLimits.CommandLine).Ticket!.Description;
            second.Clean.ShouldBe(first.Clean);
            second.Blocks.ShouldBe(first.Blocks);
            second.Sentences.ShouldBe(first.Sentences);
        }));

    /// <summary>
    /// One mebibyte of each: were any of them quadratic, this would run for minutes rather than fail, which the test run's own time limit ends.
    /// </summary>
    [Theory]
    [InlineData("*")]
    [InlineData("_")]
    [InlineData("`")]
    [InlineData("` `` ")]
    [InlineData("```\n")]
    [InlineData("[")]
    [InlineData("](")]
    [InlineData("[a](")]
    [InlineData("[a|b]]")]
    [InlineData("<!--")]
    [InlineData("<!-- -->")]
    [InlineData("<!--\n")]
    [InlineData("<div>")]
    [InlineData("<p")]
    [InlineData("{code}")]
    [InlineData("{code:")]
    [InlineData("{code}\n")]
    [InlineData("{quote}\n")]
    [InlineData("{{")]
    [InlineData("{panel}")]
    [InlineData("{note\n")]
    [InlineData("{")]
    [InlineData("> > \n")]
    [InlineData("> ")]
    [InlineData("- a\n")]
    [InlineData("  - a\n")]
    [InlineData("# a\n")]
    [InlineData("1. a 2. ")]
    [InlineData("|")]
    [InlineData("|a")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("a")]
    [InlineData("a  ")]
    [InlineData("a:")]
    [InlineData("As a ")]
    [InlineData("Acceptance criteria: - a ")]
    [InlineData(".")]
    [InlineData("a. ")]
    [InlineData("!.a ")]
    [InlineData("&")]
    [InlineData("\\")]
    [InlineData("http://")]
    [InlineData("\uD800")]
    [InlineData("\u200B")]
    [InlineData("中。")]
    public void A_mebibyte_of_anything_is_read(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, Mebibyte / piece.Length).ToString();
        var limits = new TicketLimits(2 * Mebibyte, 4 * Mebibyte, OverLimit.Refuse);

        Holds(TicketReader.Read(new TicketInput("x", text), limits));
        Holds(TicketReader.Read(new TicketInput("Acceptance criteria: - " + text), limits));
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('(', ')')]
    [InlineData('{', '}')]
    [InlineData('<', '>')]
    public void Deep_brackets_are_read(char open, char close)
    {
        var text = new string(open, Mebibyte / 2) + "|x" + new string(close, Mebibyte / 2);
        Holds(TicketReader.Read(new TicketInput("x", text), new TicketLimits(10, 2 * Mebibyte, OverLimit.Refuse)));
    }

    [Fact]
    public void Deep_lists_are_read()
    {
        var text = string.Concat(Enumerable.Range(0, 1000).Select(depth => new string(' ', depth * 2) + "- item\n"));
        var field = Reading.Description(text);
        field.Blocks.Count.ShouldBe(1000);
        Holds(TicketReader.Read(new TicketInput("x", text), TicketLimits.CommandLine));
    }

    private static void Holds(TicketReading reading)
    {
        if (reading.Ticket is not { } ticket)
        {
            reading.Reason.ShouldNotBeNullOrEmpty();
            reading.Field.ShouldNotBeNullOrEmpty();
            return;
        }
        reading.Reason.ShouldBeNull();
        Holds(ticket.Summary);
        Holds(ticket.Description);
        Holds(ticket.AcceptanceCriteria);
    }

    private static void Holds(FieldText field)
    {
        var end = 0;
        foreach (var block in field.Blocks)
        {
            Ensure(block.Start >= end && block.End > block.Start && block.End <= field.Clean.Length, "blocks ascend within the text");
            end = block.End;
            Ensure(!char.IsWhiteSpace(field.Clean[block.Start]) || block.Kind == BlockKind.Code, "blocks begin with a word");
        }
        var spoken = new bool[field.Blocks.Count];
        end = 0;
        var (from, to) = (0, 0);
        foreach (var sentence in field.Sentences)
        {
            var block = field.Blocks[sentence.Block];
            spoken[sentence.Block] = true;
            Ensure(sentence.Start >= end && sentence.End > sentence.Start, "sentences ascend");
            Ensure(sentence.Start >= block.Start && sentence.End <= block.End, "sentences stay in their block");
            end = sentence.End;
            var (start, stop) = field.ToSource(sentence.Start, sentence.End);
            Ensure(start >= from && stop >= to && stop >= start && start >= 0 && stop <= field.Source.Length, "the way to the source ascends within it");
            (from, to) = (start, stop);
        }
        for (var i = 0; i < spoken.Length; i++) Ensure(spoken[i] == (field.Blocks[i].Kind != BlockKind.Code), "every block but code has a sentence");
        for (var i = 0; i < field.Clean.Length; i++) Ensure(!char.IsSurrogate(field.Clean[i]) || Paired(field.Clean, i), "no lone surrogates");
    }

    private static bool Paired(string text, int i) =>
        char.IsHighSurrogate(text[i]) ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) : i > 0 && char.IsHighSurrogate(text[i - 1]);

    private static void Ensure(bool condition, string what)
    {
        if (!condition) throw new InvalidOperationException("It does not hold that " + what + ".");
    }
}
