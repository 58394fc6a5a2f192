using System.Text;

namespace Vindex.Scoring.Quality;

/// <summary>Words as the measurements count them: runs of letters, digits and underscores, in lower case.</summary>
internal static class QuoteWords
{
    /// <summary>The words of a text.</summary>
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        var start = -1;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsPart(rune))
            {
                if (start < 0) start = at;
            }
            else if (start >= 0)
            {
                words.Add(text[start..at].ToLowerInvariant());
                start = -1;
            }

            at += rune.Utf16SequenceLength;
        }

        if (start >= 0) words.Add(text[start..].ToLowerInvariant());
        return words;
    }

    /// <summary>Whether two quotes mean the same place: they share at least half of the words of the longer one.</summary>
    public static bool Match(string left, string right)
    {
        var (mine, theirs) = (Of(left), Of(right));
        if (mine.Count == 0 || theirs.Count == 0) return false;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in theirs) counts[word] = counts.GetValueOrDefault(word) + 1;
        var shared = 0;
        foreach (var word in mine)
        {
            if (counts.GetValueOrDefault(word) == 0) continue;
            counts[word]--;
            shared++;
        }

        return shared * 2 >= Math.Max(mine.Count, theirs.Count) && shared > 0;
    }

    private static bool IsPart(Rune rune) => rune.Value == '_' || Rune.IsLetter(rune) || Rune.IsNumber(rune);
}
