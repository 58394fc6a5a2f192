using Vindex.Scoring.Languages;
using Vindex.Scoring.Untrusted;

namespace Vindex.Scoring.Backlogs.Analysis;

/// <summary>A word of a text: where it stands and the hash of its singular in lower case.</summary>
internal readonly record struct Term(int Start, int End, ulong Hash, bool IsFigure)
{
    /// <summary>The words of a text, in order.</summary>
    public static void Read(ReadOnlySpan<char> text, List<Term> into)
    {
        into.Clear();
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var digits = false;
            for (; at < text.Length && char.IsLetterOrDigit(text[at]); at++) digits |= char.IsAsciiDigit(text[at]);
            into.Add(new Term(start, at, HashOf(text[start..at]), digits));
        }
    }

    /// <summary>The hash of a word's singular.</summary>
    public static ulong HashOf(ReadOnlySpan<char> word)
    {
        var length = SingularLength(word, out var y);
        var hash = LanguageTables.HashStart;
        foreach (var c in word[..length]) hash = (hash ^ Letters.Fold(c)) * LanguageTables.HashPrime;
        return y ? (hash ^ 'y') * LanguageTables.HashPrime : hash;
    }

    // "entries" → "entry", "exports" → "export"; "class", "status" and "this" stay.
    private static int SingularLength(ReadOnlySpan<char> word, out bool y)
    {
        y = false;
        var length = word.Length;
        if (length < 4 || word[^1] is not ('s' or 'S')) return length;
        y = length > 4 && word[^3..].Equals("ies", StringComparison.OrdinalIgnoreCase);
        if (y) return length - 3;
        return Letters.Fold(word[^2]) is 's' or 'u' or 'i' ? length : length - 1;
    }
}
