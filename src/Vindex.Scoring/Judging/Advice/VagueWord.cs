using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>A word that leaves open what is meant.</summary>
/// <param name="Classes">What is open about it (<c>Judging/Data/vague-words.txt</c>).</param>
/// <param name="Noun">What it is said of ("users" in "some users"); null when nothing follows.</param>
/// <param name="Quote">The word with what belongs to it.</param>
internal readonly record struct VagueWord(ulong Classes, string? Noun, string? Quote)
{
    private static readonly WordClasses s_classes = WordClasses.Parse(DataFile.Text("Judging/vague-words.txt"));

    /// <summary>Whether there is a class of this name.</summary>
    public static bool Exists(string name) => s_classes.Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The bit of a class.</summary>
    public static ulong Bit(string name) => s_classes.Bit(name);

    /// <summary>The first vague word of a quote; nothing when it holds none.</summary>
    public static VagueWord In(ReadOnlySpan<char> text, List<Chunk> chunks)
    {
        Headline.Cut(text, chunks);
        VagueWord best = default;
        for (var i = 0; i < chunks.Count; i++)
        {
            if (chunks[i].IsQuoted) continue;
            var classes = s_classes.Of(WordHash.Of(text[chunks[i].Start..chunks[i].End]));
            if (classes == 0) continue;
            var noun = (classes & Bit("amount")) != 0 ? NounAfter(text, chunks, i) : null;
            if (noun is null && (classes &= ~Bit("amount")) == 0) continue;
            if (best.Classes == 0) best = new(classes, noun, Around(text, chunks, i));
            if (noun is not null) return new(classes, noun, best.Quote);
        }

        return best;
    }

    /// <summary>The first vague word of a ticket that a question can be built from.</summary>
    public static VagueWord In(TicketText text, List<Chunk> chunks)
    {
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Zone != Zone.Content || segment.Block == BlockKind.TableRow || segment.Words > Headline.Longest) continue;
            var found = In(text.TextOf(segment), chunks);
            if (found.Classes != 0) return found;
        }

        return default;
    }

    // "some of the older users" → "older users".
    private static string? NounAfter(ReadOnlySpan<char> text, List<Chunk> chunks, int i)
    {
        if (chunks[i].Close != '\0') return null;
        var next = i + 1;
        while (next < chunks.Count && text[chunks[next].Start..chunks[next].End] is "of" or "the" or "our" or "these" or "other" or "different" or "more") next++;
        var phrase = NounPhrase.Read(chunks, text, next);
        if (!phrase.IsGood(chunks, text)) return null;
        var end = phrase.First;
        while (end < phrase.End && !chunks[end].Is(AdviceWords.Preposition | AdviceWords.Finite) && end - phrase.First < 3) end++;
        var words = text[chunks[phrase.First].Start..chunks[end - 1].End].ToString();
        return words.Length is > 2 and <= 40 && char.IsLetter(words[0]) ? char.IsUpper(words[0]) && words.Length > 1 && char.IsLower(words[1]) && i == 0 ? char.ToLowerInvariant(words[0]) + words[1..] : words : null;
    }

    // The word with up to three before and after it, within its sentence part.
    private static string Around(ReadOnlySpan<char> text, List<Chunk> chunks, int i)
    {
        const int reach = 3;
        var (first, last) = (i, i);
        while (first > 0 && i - first < reach && chunks[first - 1].Close is '\0' && !chunks[first - 1].IsSeparator) first--;
        while (last + 1 < chunks.Count && last - i < reach && chunks[last].Close is '\0' && !chunks[last + 1].IsSeparator) last++;
        return text[chunks[first].Start..chunks[last].End].ToString();
    }
}
