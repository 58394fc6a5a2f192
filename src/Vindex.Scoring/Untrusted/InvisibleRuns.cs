using System.Buffers;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Untrusted;

/// <summary>
/// Runs of characters that are not displayed. Single ones are everyday (joiners of emoji, marks left by copying); a run of them carries a message.
/// </summary>
internal static class InvisibleRuns
{
    private const int LeastInvisible = 8;
    private const int LeastTags = 8;
    private const int LeastSelectors = 4;
    private const char RightToLeftOverride = '\u202E';
    private const char PopDirection = '\u202C';

    private static readonly SearchValues<char> s_plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c), '\t', '\n', '\r']);

    public static void Find(ReadOnlySpan<char> text, List<UntrustedText> found)
    {
        for (var at = 0; text[at..].IndexOfAnyExcept(s_plain) is >= 0 and var step;)
        {
            at += step;
            var end = EndOf(text, at, out var counts);
            if (counts) found.Add(new(at, end, UntrustedReason.InvisibleCharacters));
            at = Math.Max(end, at + 1);
        }
    }

    private static int EndOf(ReadOnlySpan<char> text, int at, out bool counts)
    {
        if (text[at] == RightToLeftOverride) return Backwards(text, at, out counts);
        var (end, invisible, tags, selectors) = (at, 0, 0, 0);
        while (end < text.Length)
        {
            if (IsTag(text, end)) (end, tags) = (end + 2, tags + 1);
            else if (IsSelector(text, end, out var length)) (end, selectors) = (end + length, selectors + 1);
            else if (Characters.IsInvisible(text[end]) || text[end] is '\u3164' or '\uFFA0') (end, invisible) = (end + 1, invisible + 1);
            else break;
        }

        // A flag of a region is an emoji and six tags at most.
        counts = invisible >= LeastInvisible || tags >= LeastTags || selectors >= LeastSelectors;
        return end;
    }

    /// <summary>Latin text after a right-to-left override is displayed backwards: read in order it says something else than on the page.</summary>
    private static int Backwards(ReadOnlySpan<char> text, int at, out bool counts)
    {
        var end = text[at..].IndexOfAny(PopDirection, '\n') is >= 0 and var length ? at + length : text.Length;
        var letters = 0;
        foreach (var c in text[at..end]) letters += char.IsAsciiLetter(c) ? 1 : 0;
        counts = letters >= 4;
        return end;
    }

    private static bool IsTag(ReadOnlySpan<char> text, int at) => text[at] == '\uDB40' && at + 1 < text.Length && text[at + 1] is >= '\uDC00' and <= '\uDC7F';

    private static bool IsSelector(ReadOnlySpan<char> text, int at, out int length)
    {
        length = 1;
        if (text[at] is >= '\uFE00' and <= '\uFE0F') return true;
        length = 2;
        return text[at] == '\uDB40' && at + 1 < text.Length && text[at + 1] is >= '\uDD00' and <= '\uDDEF';
    }
}
