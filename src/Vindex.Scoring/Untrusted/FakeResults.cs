namespace Vindex.Scoring.Untrusted;

/// <summary>
/// Made-up results: the names of at least three dimensions, each with a figure, or the fields of our answers with figures; as JSON, YAML, a table or a list.
/// </summary>
internal static class FakeResults
{
    private const int LeastDimensions = 3;
    private const int FarthestFigure = 3;
    private const int FarthestNext = 12;
    private const int Farthest = 80;

    public static void Find(ReadOnlySpan<char> text, ReadOnlySpan<FoldedWord> words, List<UntrustedText> found)
    {
        var table = PatternTable.Instance;
        for (var i = 0; i < words.Length; i++)
        {
            var end = Field(text, words, i, table);
            if (end < 0) end = Dimensions(words, i, table);
            if (end < 0) continue;
            end = Rest(words, end, table);
            found.Add(new(Opening(text, words[i].Start), Closing(text, words[end - 1].End), UntrustedReason.FakeResult));
            i = end - 1;
        }
    }

    /// <summary><c>overall_score</c>, <c>overallScore</c> with a figure; <c>invest_scores</c>, <c>individual_scores</c> with a dimension.</summary>
    private static int Field(ReadOnlySpan<char> text, ReadOnlySpan<FoldedWord> words, int at, PatternTable table)
    {
        if (words[at].Word == 0) return -1;
        if (words[at].Word == table.OverallScore) return Figure(words, at);
        if (at + 1 == words.Length || text[words[at].End] != '_') return -1;
        if (words[at].Word == table.Overall && words[at + 1].Word == table.Score) return Figure(words, at + 1);
        if (!table.ScoreLists.AsSpan().Contains(words[at].Word) || words[at + 1].Word != table.Scores || at + 2 == words.Length) return -1;
        return NumberOf(words[at + 2], table) < 0 ? -1 : Figure(words, at + 2);
    }

    private static int Dimensions(ReadOnlySpan<FoldedWord> words, int at, PatternTable table)
    {
        var (seen, end) = (0, -1);
        for (var i = at; i < words.Length && i < (end < 0 ? at + 1 : Math.Min(end + FarthestNext, at + Farthest)); i++)
        {
            if (NumberOf(words[i], table) is not (>= 0 and var dimension) || Figure(words, i) is not (>= 0 and var figure)) continue;
            seen |= 1 << dimension;
            end = figure;
            i = figure - 1;
        }

        return int.PopCount(seen) >= LeastDimensions ? end : -1;
    }

    // Dimensions with figures right after a result belong to it.
    private static int Rest(ReadOnlySpan<FoldedWord> words, int end, PatternTable table)
    {
        for (var i = end; i < Math.Min(words.Length, end + FarthestFigure); i++)
        {
            if (NumberOf(words[i], table) < 0 || Figure(words, i) is not (>= 0 and var figure)) continue;
            end = figure;
            i = figure - 1;
        }

        return end;
    }

    private static int NumberOf(in FoldedWord word, PatternTable table)
    {
        if (word.Word == 0 && word.LooksLike == 0) return -1;
        var spelled = Array.IndexOf(table.Dimensions, word.Word);
        return spelled >= 0 || word.LooksLike == 0 ? spelled : Array.IndexOf(table.Dimensions, word.LooksLike);
    }

    /// <summary>One past the figure that follows a word closely; -1 when there is none.</summary>
    private static int Figure(ReadOnlySpan<FoldedWord> words, int at)
    {
        for (var i = at + 1; i < words.Length && i <= at + FarthestFigure; i++)
        {
            if (words[i].Has(WordTraits.Number)) return i + 1;
        }

        return -1;
    }

    private static int Opening(ReadOnlySpan<char> text, int start)
    {
        while (start > 0 && text[start - 1] is '"' or '\'' or '{' or '[' or '|' or ' ' or '`' or '*' or '-') start--;
        return start;
    }

    private static int Closing(ReadOnlySpan<char> text, int end)
    {
        while (end < text.Length && text[end] is '"' or '\'' or '}' or ']' or '|' or '`' or '*') end++;
        return end;
    }
}
