using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Server.Portal.Versions;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed class TextDifferenceTests
{
    private static readonly string[] s_words = ["a", "rider", "wants", "\n", " ", ", ", "trips", "\r\n", "😀", "e\u0301", "支付", "\n\n", "paid."];

    [Fact]
    public void What_stayed_and_was_removed_is_the_old_text_and_what_stayed_and_was_added_the_new_one() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Texts(), Texts(), (before, after) =>
        {
            var pieces = TextDifference.Of(before, after);
            Joined(pieces, TextChange.Removed).ShouldBe(Lines(before));
            Joined(pieces, TextChange.Added).ShouldBe(Lines(after));
            pieces.ShouldAllBe(piece => piece.Text.Length > 0 && !char.IsLowSurrogate(piece.Text[0]) && piece.Text[0] != '\u0301');
            pieces.Zip(pieces.Skip(1)).ShouldAllBe(pair => pair.First.Change != pair.Second.Change);
            if (Lines(before) == Lines(after)) pieces.ShouldAllBe(piece => piece.Change == TextChange.None);
        }));

    [Theory]
    [InlineData("", "", "")]
    [InlineData("same", "same", "same")]
    [InlineData("", "new", "+new+")]
    [InlineData("old", "", "-old-")]
    [InlineData("I want my last trips", "I want my trips", "I want my -last -trips")]
    [InlineData("Pay by card today", "Pay by invoice today", "Pay by -card-+invoice+ today")]
    [InlineData("The quick brown fox jumps", "The slow red fox jumps", "The -quick brown-+slow red+ fox jumps")]
    [InlineData("first\nsecond\nthird\n", "first\nthird\n", "first\n-second\n-third\n")]
    [InlineData("one two three", "zebra", "-one two three-+zebra+")]
    [InlineData("a\r\nb", "a\nb", "a\nb")]
    public void Words_are_compared_within_lines_that_changed(string before, string after, string shown) =>
        string.Concat(TextDifference.Of(before, after).Select(piece => piece.Change switch
        {
            TextChange.Removed => $"-{piece.Text}-",
            TextChange.Added => $"+{piece.Text}+",
            _ => piece.Text,
        })).ShouldBe(shown);

    [Fact]
    public void The_shortest_edit_keeps_as_much_as_a_longest_common_subsequence() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(Numbers(), Numbers(), (before, after) =>
            {
                var (keptBefore, keptAfter) = ShortestEdit.Kept(before, after, maxEdits: 1000);
                var (a, b) = (before.Where((_, i) => keptBefore[i]).ToArray(), after.Where((_, i) => keptAfter[i]).ToArray());
                a.ShouldBe(b);
                a.Length.ShouldBe(LongestCommon(before, after));
            }));

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(65_536)]
    public void Texts_of_the_largest_size_with_nothing_in_common_show_as_replaced(int lineLength)
    {
        var before = Repeated("old ", lineLength);
        var after = Repeated("new ", lineLength);

        var pieces = TextDifference.Of(before, after);

        Joined(pieces, TextChange.Removed).ShouldBe(before);
        Joined(pieces, TextChange.Added).ShouldBe(after);
    }

    [Fact]
    public void One_change_in_the_middle_of_a_large_text_is_found()
    {
        var lines = Enumerable.Range(0, 3000).Select(i => $"line {i} of the log").ToList();
        var before = string.Join('\n', lines);
        lines[1500] = "line 1500 of the list";

        TextDifference.Of(before, string.Join('\n', lines)).Where(piece => piece.Change != TextChange.None)
            .ShouldBe([new(TextChange.Removed, "log"), new(TextChange.Added, "list")]);
    }

    private static string Repeated(string word, int lineLength)
    {
        var text = string.Concat(Enumerable.Repeat(word, 16_384)).ToCharArray();
        for (var i = lineLength; i < text.Length; i += lineLength + 1) text[i] = '\n';
        return new string(text);
    }

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string Joined(IEnumerable<DifferencePiece> pieces, TextChange change) =>
        string.Concat(pieces.Where(piece => piece.Change == TextChange.None || piece.Change == change).Select(piece => piece.Text));

    private static Arbitrary<string> Texts() => Gen.Elements(s_words).ListOf().Select(words => string.Concat(words)).ToArbitrary();

    private static Arbitrary<int[]> Numbers() => Gen.Choose(0, 4).ArrayOf().ToArbitrary();

    private static int LongestCommon(int[] a, int[] b)
    {
        var lengths = new int[a.Length + 1, b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
                lengths[i, j] = a[i - 1] == b[j - 1] ? lengths[i - 1, j - 1] + 1 : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
        }

        return lengths[a.Length, b.Length];
    }
}
