using System.Buffers;
using System.Runtime.InteropServices;

namespace Vindex.Scoring.Untrusted;

/// <summary>
/// Finds text that speaks to whatever judges a ticket instead of to the team: instructions, asked-for and claimed scores, made-up results and messages; also
/// where it is
/// hidden, disguised, encoded or in another language. A ticket about prompts or scores is not meant. Works on text with and without markup; offsets are those
/// of the
/// text given. Linear in its length. Reads at most the first <see cref="LongestText"/> characters.
/// </summary>
public static class InstructionFinder
{
    /// <summary>UTF-16 units that are read.</summary>
    public const int LongestText = 4 * 1024 * 1024;

    private const int LongestSentence = 400;
    private const int MostWords = LongestText / 2;

    /// <summary>The stretches found, ascending and without overlap; empty for nearly every ticket.</summary>
    public static IReadOnlyList<UntrustedText> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText) text = text[..LongestText];
        var found = FindPlain(text, []);
        foreach (var (start, end, decoded) in EncodedText.Find(text))
        {
            if (FindPlain(decoded, []).Exists(inner => inner.Reason != UntrustedReason.InvisibleCharacters))
                found.Add(new(start, end, UntrustedReason.Encoded));
        }

        InvisibleRuns.Find(text, found);
        if (Repetition.IsPossible(text.Length)) Repetition.Find(text, found);
        return found.Count == 0 ? [] : WithoutOverlap(found);
    }

    private static List<UntrustedText> FindPlain(string text, List<UntrustedText> found)
    {
        var hidden = HiddenRanges.Find(text);
        var words = ArrayPool<FoldedWord>.Shared.Rent(Math.Min((text.Length / 2) + 1, MostWords));
        try
        {
            var count = ReadWords(text, hidden, words);
            FakeResults.Find(text, words.AsSpan(0, count), found);
            FindPatterns(text, words.AsSpan(0, count), hidden, found);
        }
        finally
        {
            ArrayPool<FoldedWord>.Shared.Return(words);
        }

        return found;
    }

    private static int ReadWords(string text, List<(int Start, int End)> hidden, FoldedWord[] words)
    {
        var lexer = new FoldingLexer(text, PatternTable.Instance.Vocabulary, PatternTable.Instance.Speakers);
        var (count, range) = (0, 0);
        while (count < words.Length && lexer.Next(out var word))
        {
            while (range < hidden.Count && hidden[range].End <= word.Start) range++;
            words[count++] = range < hidden.Count && hidden[range].Start <= word.Start ? word with { Traits = word.Traits | WordTraits.Hidden } : word;
        }

        return count;
    }

    private static void FindPatterns(string text, ReadOnlySpan<FoldedWord> words, List<(int Start, int End)> hidden, List<UntrustedText> found)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var end = MatchAt(words, i, out var reason);
            if (end < 0) continue;
            var range = Surroundings(text, words[i], words[end - 1].End, hidden, reason);
            found.Add(range);
            while (i + 1 < words.Length && words[i + 1].Start < range.End) i++;
        }
    }

    private static int MatchAt(ReadOnlySpan<FoldedWord> words, int at, out UntrustedReason reason)
    {
        reason = default;
        ref readonly var word = ref words[at];
        if (word.Word != 0 && MatchBeginning(words, at, word.Word, ref reason) is >= 0 and var spelled) return spelled;
        return word.LooksLike != 0 ? MatchBeginning(words, at, word.LooksLike, ref reason) : -1;
    }

    private static int MatchBeginning(ReadOnlySpan<FoldedWord> words, int at, int beginning, ref UntrustedReason reason)
    {
        foreach (var pattern in PatternTable.Instance.BeginningWith(beginning))
        {
            if (pattern.Reason == UntrustedReason.HiddenText && !words[at].Has(WordTraits.Hidden)) continue;
            var end = pattern.Match(words, at);
            if (end < 0) continue;
            reason = ReasonFor(words[at..end], pattern.Reason);
            return end;
        }

        return -1;
    }

    private static UntrustedReason ReasonFor(ReadOnlySpan<FoldedWord> words, UntrustedReason reason)
    {
        if (words[0].Has(WordTraits.Hidden)) return UntrustedReason.HiddenText;
        foreach (ref readonly var word in words)
        {
            if (word.Has(WordTraits.Disguised) || (word is { Word: 0, LooksLike: not 0 } && !word.Has(WordTraits.Speaker)))
                return UntrustedReason.DisguisedSpelling;
        }

        return reason;
    }

    /// <summary>The sentence around a match, or all of the hidden range that it stands in.</summary>
    private static UntrustedText Surroundings(string text, in FoldedWord first, int end, List<(int Start, int End)> hidden, UntrustedReason reason)
    {
        var start = first.Start;
        if (reason == UntrustedReason.HiddenText)
        {
            var at = CollectionsMarshal.AsSpan(hidden).BinarySearch(new StartsBefore(start));
            var (hiddenStart, hiddenEnd) = hidden[~at - 1];
            return new(hiddenStart, Math.Max(end, hiddenEnd), reason);
        }

        var before = Math.Max(0, start - LongestSentence);
        while (start > before && !EndsSentence(text, start - 1)) start--;
        while (start < first.Start && char.IsWhiteSpace(text[start])) start++;
        var after = Math.Min(text.Length, end + LongestSentence);
        while (end < after && !EndsSentence(text, end)) end++;
        if (end < after && text[end] is not ('\n' or '\r')) end++;
        return new(start, end, reason);
    }

    private static bool EndsSentence(string text, int at) => text[at] switch
    {
        '\n' or '\r' or '。' or '！' or '？' => true,
        '.' or '!' or '?' => at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1]),
        _ => false,
    };

    /// <summary>Ascending; overlapping stretches become one, with the reason of the first.</summary>
    private static List<UntrustedText> WithoutOverlap(List<UntrustedText> found)
    {
        var ordered = found.Index().OrderBy(entry => entry.Item.Start).ThenBy(entry => entry.Index).Select(entry => entry.Item).ToList();
        var merged = new List<UntrustedText> { ordered[0] };
        foreach (var next in ordered.Skip(1))
        {
            var last = merged[^1];
            if (next.Start >= last.End && !(next.Reason == last.Reason && next.Start <= last.End + 2)) merged.Add(next);
            else if (next.End > last.End) merged[^1] = last with { End = next.End };
        }

        return merged;
    }

    /// <summary>Sorts after every range that begins at or before a place.</summary>
    private readonly struct StartsBefore(int place) : IComparable<(int Start, int End)>
    {
        public int CompareTo((int Start, int End) other) => other.Start <= place ? 1 : -1;
    }
}
