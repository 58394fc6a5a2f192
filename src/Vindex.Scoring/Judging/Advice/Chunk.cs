using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>A word of a headline with the punctuation around it taken off.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">One past the last; equal to the start for a lone dash or arrow.</param>
/// <param name="Open">Bracket or quotation mark before it; '\0' for none.</param>
/// <param name="Close">The first mark after it; '\0' for none.</param>
/// <param name="Words">Its advice word classes.</param>
/// <param name="IsQuoted">Whether it is a quotation of one or more words.</param>
internal readonly record struct Chunk(int Start, int End, char Open, char Close, ulong Words, bool IsQuoted)
{
    /// <summary>A dash, arrow or bar that separates parts.</summary>
    public bool IsSeparator => Start == End;

    /// <summary>Whether the word is in one of the classes; never for quotations.</summary>
    public bool Is(ulong classes) => (Words & classes) != 0;
}

/// <summary>Cuts a line into chunks.</summary>
internal static class Headline
{
    /// <summary>Words of a headline that are looked at.</summary>
    public const int Longest = 48;

    private const int LongestQuotation = 9;

    /// <summary>The text of a chunk.</summary>
    public static ReadOnlySpan<char> Word(List<Chunk> chunks, ReadOnlySpan<char> line, int i) => line[chunks[i].Start..chunks[i].End];

    /// <summary>The chunks of a line.</summary>
    public static void Cut(ReadOnlySpan<char> line, List<Chunk> chunks)
    {
        chunks.Clear();
        var i = 0;
        while (i < line.Length && chunks.Count < Longest)
        {
            if (char.IsWhiteSpace(line[i]))
            {
                i++;
                continue;
            }

            var end = i;
            while (end < line.Length
                && !char.IsWhiteSpace(line[end])
                && !(end > i + 2 && line[end - 1] == ':' && char.IsLetter(line[end]) && char.IsLetter(line[end - 2]) && line[i..end].IndexOfAny("/.<") < 0))
            {
                end++;
            }
            if (IsQuotationMark(line[i]) && EndOfQuotation(line, i) is > 0 and var close)
            {
                end = close;
                while (end < line.Length && !char.IsWhiteSpace(line[end]) && !char.IsLetterOrDigit(line[end])) end++;
                chunks.Add(new(i, close, line[i], close < end ? line[close] : '\0', 0, true));
            }
            else
            {
                chunks.Add(Word(line, i, end));
            }

            i = end;
        }
    }

    private static Chunk Word(ReadOnlySpan<char> line, int start, int end)
    {
        var (from, to) = (start, end);
        while (from < to && !IsCore(line[from])
            && !(line[from] is '-' or '.' or '/' or '$' or '@' or '#' or '%' && from + 1 < to && (IsCore(line[from + 1]) || line[from + 1] == '-')))
        {
            from++;
        }
        while (to > from && !IsCore(line[to - 1]) && !(line[to - 1] is '+' or '#' or '%' && to - 1 > from)
            && !(line[to - 1] == ')' && line[from..to].Contains('(')))
        {
            to--;
        }
        var open = from > start ? line[start] : '\0';
        var close = to < end ? line[to] : '\0';
        return from == to ? new(start, start, line[start], '\0', 0, false) : new(from, to, open, close, ClassesOf(line[from..to]), false);
    }

    // "mute/unmute" is what "mute" is.
    private static ulong ClassesOf(ReadOnlySpan<char> word)
    {
        var slash = word.IndexOf('/');
        return AdviceWords.Classes(WordHash.Of(slash > 1 && char.IsAsciiLetter(word[^1]) ? word[..slash] : word));
    }

    private static bool IsCore(char c) => char.IsLetterOrDigit(c) || c == '_' || char.IsSurrogate(c);

    private static bool IsQuotationMark(char c) => c is '"' or '“' or '\'' or '‘' or '`' or '«';

    private static int EndOfQuotation(ReadOnlySpan<char> line, int start)
    {
        var mark = line[start] switch { '“' => '”', '‘' => '’', '«' => '»', var c => c };
        var words = 1;
        for (var i = start + 1; i < line.Length; i++)
        {
            if (line[i] == mark && i > start + 1 && (i + 1 == line.Length || !char.IsLetterOrDigit(line[i + 1]))) return i + 1;
            if (char.IsWhiteSpace(line[i]) && ++words > LongestQuotation) return 0;
        }

        return 0;
    }
}
