using Vindex.Scoring.Languages;

namespace Vindex.Scoring.Untrusted;

/// <summary>
/// Padding: the same character, word, sentence or paragraph again and again. Every word is compared with the word one period before, the period being the
/// distance to
/// the last place where the same eight words stood; one pass, whatever the length of what is repeated.
/// </summary>
internal static class Repetition
{
    private const int LongestRunOfOneCharacter = 1_000;
    private const int LeastCharacters = 8_000;
    private const int LeastRepetitions = 8;
    private const int Window = 8;
    private const int PieceLength = 16;

    /// <summary>Shorter texts cannot hold padding.</summary>
    public static bool IsPossible(int length) => length > LongestRunOfOneCharacter;

    public static void Find(ReadOnlySpan<char> text, List<UntrustedText> found)
    {
        FindOneCharacter(text, found);
        if (text.Length >= LeastCharacters) FindWords(text, found);
    }

    private static void FindOneCharacter(ReadOnlySpan<char> text, List<UntrustedText> found)
    {
        // A longer run holds a place that is a multiple of the limit: only there it is measured, in both directions.
        for (var at = 0; at < text.Length;)
        {
            var start = text[..at].LastIndexOfAnyExcept(text[at]) + 1;
            var length = text[at..].IndexOfAnyExcept(text[at]);
            var end = length < 0 ? text.Length : at + length;
            if (end - start > LongestRunOfOneCharacter) found.Add(new(start, end, UntrustedReason.Padding));
            at += ((end - at - 1) / LongestRunOfOneCharacter * LongestRunOfOneCharacter) + LongestRunOfOneCharacter;
        }
    }

    private static void FindWords(ReadOnlySpan<char> text, List<UntrustedText> found)
    {
        var words = Words(text);
        var last = new Dictionary<ulong, int>();
        var (window, power) = (0UL, 1UL);
        for (var i = 0; i < Window; i++) power *= LanguageTables.HashPrime;
        var (period, runStart) = (0, 0);
        for (var i = 0; i < words.Count; i++)
        {
            window = (window * LanguageTables.HashPrime) + words[i].Hash;
            if (i >= Window) window -= power * words[i - Window].Hash;
            if (period > 0 && words[i].Hash != words[i - period].Hash)
            {
                Report(words, runStart, i, period, found);
                period = 0;
            }

            if (i < Window - 1) continue;
            if (period == 0 && last.TryGetValue(window, out var before)) (period, runStart) = (i - before, before - Window + 1);
            last[window] = i;
        }

        if (period > 0) Report(words, runStart, words.Count, period, found);
    }

    private static void Report(List<(int Start, int End, ulong Hash)> words, int first, int end, int period, List<UntrustedText> found)
    {
        var (start, stop) = (words[first].Start, words[end - 1].End);
        if (stop - start >= LeastCharacters && (end - first) / period >= LeastRepetitions) found.Add(new(start, stop, UntrustedReason.Padding));
    }

    private static List<(int Start, int End, ulong Hash)> Words(ReadOnlySpan<char> text)
    {
        var words = new List<(int, int, ulong)>(text.Length / 6);
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var hash = LanguageTables.HashStart;
            // Text without blanks is cut into pieces: what repeats every n characters repeats every n pieces at the latest.
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && at - start < PieceLength) hash = (hash ^ text[at++]) * LanguageTables.HashPrime;
            words.Add((start, at, hash));
        }

        return words;
    }
}
