using Shouldly;
using Vindex.Scoring.Languages;
using Vindex.Scoring.Untrusted;
using Xunit;

namespace Vindex.Scoring.Tests.Untrusted;

/// <summary>The parts that look for hidden, invisible, encoded and repeated text, each on its own, and the data files.</summary>
public sealed class DisguiseTests
{
    [Theory]
    [InlineData("a <!-- b --> c", "<!-- b -->")]
    [InlineData("a <!-- b", "<!-- b")]
    [InlineData("a\n[//]: # (b)\nc", "[//]: # (b)")]
    [InlineData("[comment]: <> (b)\nc", "[comment]: <> (b)")]
    [InlineData("a {color:white}b{color} c", "{color:white}b{color}")]
    [InlineData("a {color:#ffffff}b{color} c", "{color:#ffffff}b{color}")]
    [InlineData("a <i style=\"display:none\">b</i> c", "<i style=\"display:none\">b</i")]
    [InlineData("a <i style=\"Color: White\">b</i> c", "<i style=\"Color: White\">b</i")]
    [InlineData("a <i style='opacity: 0'>b</i> c", "<i style='opacity: 0'>b</i")]
    [InlineData("a <i hidden>b</i> c", "<i hidden>b</i")]
    [InlineData("a <i hidden>b\nc", "<i hidden>b")]
    public void What_readers_do_not_see_is_hidden(string text, string hidden)
    {
        var (start, end) = HiddenRanges.Find(text).ShouldHaveSingleItem();
        text[start..end].ShouldBe(hidden);
    }

    [Theory]
    [InlineData("a <b>b</b>")]
    [InlineData("a <i style=\"background-color:white\">b</i>")]
    [InlineData("a <i style=\"color:#fff000\">b</i>")]
    [InlineData("a {color:red}b{color}")]
    [InlineData("a [link](b) [x] < 3")]
    [InlineData("<")]
    [InlineData("")]
    public void What_is_displayed_is_not(string text) => HiddenRanges.Find(text).ShouldBeEmpty();

    [Fact]
    public void Two_comments_are_two_ranges() => HiddenRanges.Find("<!--a-->b<!--c-->").ShouldBe([(0, 8), (9, 17)]);

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void A_run_of_invisible_characters_counts_from_eight_on(int length, bool counts)
    {
        var found = new List<UntrustedText>();
        InvisibleRuns.Find("a" + new string('\u200B', length) + "b", found);

        if (counts) found.ShouldBe([new UntrustedText(1, 1 + length, UntrustedReason.InvisibleCharacters)]);
        else found.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\u202Edcba\u202C", true)]
    [InlineData("\u202Edcba", true)]
    [InlineData("\u202Eשלום\u202C", false)]
    [InlineData("\u202Aabcd\u202C", false)]
    public void Latin_text_written_backwards_counts(string text, bool counts)
    {
        var found = new List<UntrustedText>();
        InvisibleRuns.Find(text, found);
        found.Count.ShouldBe(counts ? 1 : 0);
    }

    [Fact]
    public void Base64_is_decoded_with_its_place()
    {
        const string Secret = "Some sentence that was encoded.";
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Secret));

        EncodedText.Find("see " + encoded + " end").ShouldBe([(4, 4 + encoded.Length, Secret)]);
    }

    [Theory]
    [InlineData("short: aGVsbG8=")]
    [InlineData("anOrdinaryIdentifierThatIsLongButNoBase64AtAll")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public void What_does_not_decode_to_text_is_left(string text) => EncodedText.Find(text).ShouldBeEmpty();

    [Theory]
    [InlineData("word ", 10_000)]
    [InlineData("one two three four five six seven eight nine ten ", 1_000)]
    [InlineData(
        "A whole paragraph of forty words is repeated here, one word after the other, sentence after sentence, and nobody would ever read it to its end because it is the same as the last one, which was the same as well. ",
        60)]
    public void What_repeats_is_padding(string piece, int times)
    {
        var text = "Before. " + string.Concat(Enumerable.Repeat(piece, times)) + "Something else at the end.";
        var found = new List<UntrustedText>();
        Repetition.Find(text, found);

        var padding = found.ShouldHaveSingleItem();
        padding.Reason.ShouldBe(UntrustedReason.Padding);
        padding.Start.ShouldBeLessThan(8 + (2 * piece.Length));
        padding.End.ShouldBeInRange(text.Length - 60, text.Length - 20);
    }

    [Fact]
    public void Fewer_repetitions_or_less_text_is_none()
    {
        var found = new List<UntrustedText>();
        var paragraph = string.Join(' ', Enumerable.Range(0, 400).Select(i => $"word{i}"));
        Repetition.Find(string.Concat(Enumerable.Repeat(paragraph + "\n", 5)), found);
        Repetition.Find(string.Concat(Enumerable.Repeat("word ", 1_000)), found);
        Repetition.Find(new string('-', 1_000), found);

        found.ShouldBeEmpty();
    }

    [Fact]
    public void Every_reason_has_a_name_on_the_wire_of_its_own()
    {
        var names = Enum.GetValues<UntrustedReason>().Select(UntrustedReasons.CodeOf).ToList();

        names.Distinct().Count().ShouldBe(names.Count);
        names.ShouldAllBe(name => name.All(c => char.IsAsciiLetterLower(c) || c == '_'));
        Should.Throw<ArgumentOutOfRangeException>(() => UntrustedReasons.CodeOf((UntrustedReason)99));
    }

    [Fact]
    public void Patterns_are_sorted_within_their_section()
    {
        var section = new List<string>();
        foreach (var line in ListFile.Lines("Untrusted/instructions.txt").Append("[end]"))
        {
            if (line[0] != '[')
            {
                section.Add(line);
                continue;
            }

            section.ShouldBe(section.Distinct().Order(StringComparer.Ordinal));
            section.Clear();
        }
    }

    [Theory]
    [InlineData("Untrusted/accents.txt")]
    [InlineData("Untrusted/lookalikes.txt")]
    public void Letters_are_sorted_pairs(string name)
    {
        var lines = ListFile.Lines(name).ToList();

        lines.ShouldAllBe(line => line.Length == 3 && line[1] == ' ' && line[0] != line[2]);
        lines.Select(line => line[0]).ShouldBe(lines.Select(line => line[0]).Distinct().Order());
    }

    [Theory]
    [InlineData('Á', 'a')]
    [InlineData('ñ', 'n')]
    [InlineData('Й', 'и')]
    [InlineData('ế', 'e')]
    [InlineData('ώ', 'ω')]
    [InlineData('ß', 's')]
    [InlineData('漢', '漢')]
    public void Accents_and_case_are_folded(char letter, char folded) => Letters.Fold(letter).ShouldBe(folded);

    [Fact]
    public void A_surrogate_that_is_no_letter_is_none()
    {
        Letters.Ornamental('\ud83d', '\ude00').ShouldBe('\0');
        Letters.Ornamental('\ud835', 'x').ShouldBe('\0');
        Letters.Ornamental('\ud835', '\udfce').ShouldBe('0');
    }
}
