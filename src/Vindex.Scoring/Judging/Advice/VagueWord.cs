using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>A vague word.</summary>
/// <param name="Classes">In what way it is vague (<c>Judging/Data/vague-words.txt</c>).</param>
/// <param name="Noun">What it is said of ("users" in "some users"); null when nothing follows.</param>
/// <param name="Quote">The word with what belongs to it.</param>
internal readonly record struct VagueWord(ulong Classes, string? Noun, string? Quote)
{
    private static readonly WordClasses s_classes = WordClasses.Parse(DataFile.Text("Judging/vague-words.txt"));

    private static readonly ulong s_amount = Bit("amount");
    private static readonly ulong s_loose = AdviceWords.Finite | AdviceWords.Pronoun | AdviceWords.Preposition | AdviceWords.Determiner | AdviceWords.Boundary;

    /// <summary>Whether there is a class of this name.</summary>
    public static bool Exists(string name) => s_classes.Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The bit of a class.</summary>
    public static ulong Bit(string name) => s_classes.Bit(name);

    /// <summary>The first vague word of a quote; nothing when it holds none.</summary>
    public static VagueWord In(TicketText text, AdviceQuote quote, List<Chunk> chunks)
    {
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Field != quote.Field || segment.End <= quote.Start || segment.Start >= quote.End) continue;
            var found = In(text.TextOf(segment), quote.Start - segment.Start, quote.End - segment.Start, chunks);
            if (found.Classes != 0) return found;
        }

        return default;
    }

    // The word must begin within the range; what belongs to it may stand around it.
    private static VagueWord In(ReadOnlySpan<char> text, int from, int limit, List<Chunk> chunks)
    {
        Headline.Cut(text, chunks);
        for (var i = 0; i < chunks.Count && chunks[i].Start < limit; i++)
        {
            if (chunks[i].Start < from || chunks[i].IsQuoted || chunks[i].IsSeparator) continue;
            var classes = s_classes.Of(WordHash.Of(text[chunks[i].Start..chunks[i].End]));
            if (classes == 0) continue;
            // "several formats (CSV, JSON)", "something like a queue": said right after.
            if (IsExplained(text, chunks, i)) continue;
            if ((classes & s_amount) != 0)
            {
                if (NounAfter(text, chunks, i) is { } amount) return new(s_amount, amount.Noun, text[chunks[i].Start..amount.End].ToString());
                classes &= ~s_amount;
            }

            if (classes != 0) return new(classes, null, Around(text, chunks, i));
        }

        return default;
    }

    private static bool IsExplained(ReadOnlySpan<char> text, List<Chunk> chunks, int i)
    {
        for (var next = i; next < chunks.Count; next++)
        {
            if (next > i && (chunks[next].Open is '(' or '[' || IsExplaining(text, chunks, next))) return true;
            if (chunks[next].Close == ':') return true;
            if (chunks[next].Close is ';' or '?' or '!' || (chunks[next].Close == '.' && next > i)) return false;
        }

        return false;
    }

    // Not "users would like".
    private static bool IsExplaining(ReadOnlySpan<char> text, List<Chunk> chunks, int i)
    {
        var word = text[chunks[i].Start..chunks[i].End];
        return word is "like" ? !chunks[i - 1].Is(AdviceWords.Finite | AdviceWords.Pronoun) : word is "similar" or "such" or "namely" or "including" or "e.g" or "i.e";
    }

    // "some of the older users" → "older users".
    private static (string Noun, int End)? NounAfter(ReadOnlySpan<char> text, List<Chunk> chunks, int i)
    {
        if (chunks[i].Close != '\0' || i + 1 >= chunks.Count) return null;
        var next = i + 1;
        while (next < chunks.Count && text[chunks[next].Start..chunks[next].End] is "of" or "the" or "our" or "these" or "other" or "different" or "more")
            next++;
        // Only a plural is asked about ("some users"); "some more" is no noun.
        var end = next;
        while (end < Math.Min(chunks.Count, next + 3) && !chunks[end].IsQuoted
            && !chunks[end].Is(AdviceWords.Preposition | AdviceWords.Finite | AdviceWords.Boundary | AdviceWords.Pronoun))
        {
            var word = text[chunks[end].Start..chunks[end].End];
            if (word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i' or '\'') && !chunks[end].Is(AdviceWords.Singular)) break;
            if (word.IsEmpty || chunks[end].Close != '\0' || !char.IsLetter(word[0])) return null;
            end++;
        }

        if (end >= Math.Min(chunks.Count, next + 3) || chunks[end].End - chunks[end].Start < 4 || text[chunks[end].End - 1] != 's') return null;
        var (first, last) = (chunks[next], chunks[end]);
        var words = text[first.Start..last.End];
        // "some times", "in some ways"
        return words.Length > 40 || words is "times" or "ways" or "reasons" or "things" or "methods" ? null : (words.ToString(), last.End);
    }

    // The word with up to three before and after it, within its sentence part.
    private static string Around(ReadOnlySpan<char> text, List<Chunk> chunks, int i)
    {
        const int reach = 3;
        var (first, last) = (i, i);
        while (first > 0 && i - first < reach && chunks[first - 1].Close is '\0' && !chunks[first - 1].IsSeparator) first--;
        while (last + 1 < chunks.Count && last - i < reach && chunks[last].Close is '\0' && !chunks[last + 1].IsSeparator) last++;
        while (first < i && chunks[first].Is(s_loose & ~AdviceWords.Determiner)) first++;
        while (last > i && chunks[last].Is(s_loose)) last--;
        return text[chunks[first].Start..chunks[last].End].ToString();
    }
}
