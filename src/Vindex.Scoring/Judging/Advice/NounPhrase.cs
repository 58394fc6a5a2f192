using System.Buffers;
using System.Text;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>A noun phrase within a line: a range of its chunks without determiners.</summary>
/// <param name="First">First chunk.</param>
/// <param name="End">One past the last.</param>
/// <param name="Next">Where reading goes on.</param>
internal readonly record struct NounPhrase(int First, int End, int Next)
{
    private const int MostWords = 7;
    private const int MostCharacters = 60;

    // Verbs that are hardly ever nouns.
    private static readonly ulong s_inner = AdviceWords.Of("v:show", "v:add", "v:allow", "v:remove", "v:fix", "v:check");

    private static readonly SearchValues<char> s_codeMarks = SearchValues.Create("._/()-@#");

    /// <summary>Whether anything was found.</summary>
    public bool IsEmpty => End <= First;

    /// <summary>Reads the phrase that begins at a chunk, articles skipped.</summary>
    public static NounPhrase Read(List<Chunk> chunks, ReadOnlySpan<char> line, int start)
    {
        var i = start;
        while (i < chunks.Count && !chunks[i].IsSeparator && chunks[i].Is(AdviceWords.Determiner | AdviceWords.Adverb) && chunks[i].Close == '\0') i++;
        var first = i;
        var end = i;
        var core = 0;
        for (; i < chunks.Count; i++)
        {
            var c = chunks[i];
            if (c.IsSeparator || (i > first && c.Open is '(' or '[' or '{')) break;
            var (length, words) = (c.End - chunks[first].Start, i - first + 1);
            if (i > first)
            {
                if (length > MostCharacters || words > MostWords) break;
                if (c.Is(AdviceWords.Finite | AdviceWords.Boundary | AdviceWords.Pronoun)) break;
                var isBeforeFinite = i + 1 < chunks.Count && chunks[i + 1].Open == '\0' && chunks[i + 1].Is(AdviceWords.Finite);
                if (c.Is(AdviceWords.Fails) && !isBeforeFinite && !IsNounHere(chunks, i)) break;
                if (c.Is(AdviceWords.Predicate) && (i + 1 == chunks.Count || c.Close != '\0' || !StartsNoun(chunks[i + 1]))) break;
                if (IsAdverb(line, c) || (!c.IsQuoted && line[c.Start..c.End] is "more" or "less")) break;
                if (i + 1 < chunks.Count && c.Close == '\0' && IsPlainWord(line, c) && IsArticle(line, chunks[i + 1])) break;
                if (c.Is(AdviceWords.Preposition) && !ContinuesAfter(chunks, line, i, core)) break;
                if (IsAnd(line, c)
                    && (i + 1 == chunks.Count || chunks[i + 1].Is(AdviceWords.Finite | AdviceWords.Determiner)
                        || (chunks[i + 1].Is(AdviceWords.Verb) && !chunks[i + 1].Is(AdviceWords.Compound)) || core > 3))
                {
                    break;
                }
            }
            else if (c.Is(AdviceWords.Finite | AdviceWords.Boundary | AdviceWords.Pronoun | AdviceWords.Preposition) || c.Open is '(' or '[')
            {
                break;
            }

            if (!c.Is(AdviceWords.Preposition)) core++;
            end = i + 1;
            if (c.Close != '\0' && c.Close is not ('"' or '\'' or '”' or '’' or '`'))
            {
                i++;
                break;
            }
        }

        // "images attached to …"
        if (end - first > 1 && end < chunks.Count && chunks[end - 1].Close == '\0' && chunks[end].Is(AdviceWords.Boundary)
            && line[chunks[end - 1].Start..chunks[end - 1].End].EndsWith("ed", StringComparison.Ordinal))
        {
            end--;
        }
        while (end > first && !chunks[end - 1].IsQuoted
            && (chunks[end - 1].Is(AdviceWords.Preposition | AdviceWords.Determiner | AdviceWords.Quantity | AdviceWords.Particle)
                || IsAnd(line, chunks[end - 1])))
        {
            end--;
        }
        return new(first, end, Math.Max(i, end));
    }

    /// <summary>The last word before a preposition: what the phrase names.</summary>
    public int Head(List<Chunk> chunks)
    {
        for (var i = First + 1; i < End; i++)
        {
            if (chunks[i].Is(AdviceWords.Preposition)) return i - 1;
        }

        return End - 1;
    }

    /// <summary>Whether the phrase names something.</summary>
    public bool IsGood(List<Chunk> chunks, ReadOnlySpan<char> line)
    {
        if (IsEmpty || End - First > MostWords) return false;
        // "asked on every page"
        if (End - First > 1 && chunks[First + 1].Is(AdviceWords.Preposition)
            && line[chunks[First].Start..chunks[First].End].EndsWith("ed", StringComparison.Ordinal))
        {
            return false;
        }
        var (good, letters, foreign) = (false, 0, 0);
        for (var i = First; i < End; i++)
        {
            var word = line[chunks[i].Start..chunks[i].End];
            if (word.Length > MostCharacters) return false;
            if (chunks[i].Is(AdviceWords.Foreign)) foreign++;
            foreach (var c in word)
            {
                if (char.IsAsciiLetter(c)) letters++;
                else if (c > 0x24F && !char.IsPunctuation(c) && !char.IsSymbol(c)) return false;
                else if (char.IsSurrogate(c) || c is '<' or '>' or '{' or '}' or '|' or '\\' or '=' or '~') return false;
            }

            if (!chunks[i].Is(AdviceWords.Empty | AdviceWords.Preposition | AdviceWords.Determiner | AdviceWords.Quantity) && word.Length > 1
                && word.IndexOfAnyInRange('a', 'z') + word.IndexOfAnyInRange('A', 'Z') > -2)
            {
                good = true;
            }
        }

        return good && letters >= 2 && foreign == 0 && IsWhole(chunks, line);
    }

    // "small, reusable components", "login and disconnect messages", "structured (JSON) logs": cut off before its noun. "issue on control chart show
    // issue" holds a verb.
    private bool IsWhole(List<Chunk> chunks, ReadOnlySpan<char> line)
    {
        var (head, last) = (chunks[First], chunks[End - 1]);
        if (last.Close == ',' || (End - First > 1 && line[head.Start..head.End] is "certain" or "some" or "several" or "various" or "few")) return false;
        // "Display endpoint details" is an order, "Test suite is red" is none; "Check if …" names nothing.
        var opens = First == 0 || chunks[First - 1].Close is ']' or ':' or ')';
        var isOrder = opens && head.Is(AdviceWords.Verb) && head.Is(AdviceWords.Ambiguous);
        // "Export broken": the verb is a noun here, and what follows is no thing.
        if (End - First == 1 && !head.IsQuoted && head.Is(AdviceWords.Predicate)) return false;
        // "Serve directly from the cache"
        if (opens && End - First == 1 && End < chunks.Count && last.Close == '\0' && IsAdverb(line, chunks[End])) return false;
        if (End - First == 1 && head.Is(AdviceWords.Verb) && !head.Is(AdviceWords.Ambiguous | AdviceWords.Topic) && line[head.End - 1] != 's') return false;
        if (isOrder && End - First >= 3 && !chunks[First + 1].Is(AdviceWords.Preposition)
            && (End == chunks.Count || !chunks[End].Is(AdviceWords.Finite | AdviceWords.Fails)))
        {
            return false;
        }
        if (isOrder && End - First == 1 && End < chunks.Count && chunks[End].Is(AdviceWords.Boundary)) return false;
        if (End - First == 1 && !head.IsQuoted && line[head.Start..head.End] is "end" or "way" or "path" or "function") return false;
        if (End < chunks.Count && last.Close == '\0')
        {
            var next = chunks[End];
            if (IsAnd(line, next) || next.IsSeparator && next.Open is '&' or '/' or '+') return false;
            var isPlain = !last.IsQuoted && last.Words == 0;
            if (next.Open is '(' or '[' && isPlain && IsAdjective(line[last.Start..last.End])) return false;
            if (End - First == 1 && isPlain && IsAdjective(line[last.Start..last.End])) return false;
        }

        if (End - First == 1 && !last.IsQuoted && IsAdjective(line[last.Start..last.End]) && last.Words == 0) return false;
        for (var i = First + 1; i < End; i++)
        {
            if (line[chunks[i].Start..chunks[i].End] is "use" or "cost") return false;
            if (!chunks[i].IsQuoted && char.IsLower(line[chunks[i].Start]) && chunks[i].Is(s_inner) && !chunks[i].Is(AdviceWords.Compound | AdviceWords.Topic)
                && !line[chunks[i].Start..chunks[i].End].EndsWith("ing", StringComparison.Ordinal)
                && !line[chunks[i].Start..chunks[i].End].EndsWith("ed", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAdjective(ReadOnlySpan<char> word)
    {
        if (word is "small" or "new" or "old") return true;
        foreach (var ending in (ReadOnlySpan<string>)["al", "ble", "ive", "ous", "ful", "less", "ic", "ed", "ary"])
        {
            if (word.EndsWith(ending, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>Whether the phrase takes a plural verb.</summary>
    public bool IsPlural(List<Chunk> chunks, ReadOnlySpan<char> line)
    {
        var head = chunks[Head(chunks)];
        for (var i = First; i < Head(chunks); i++)
        {
            if (IsAnd(line, chunks[i])) return true;
        }

        var word = line[head.Start..head.End];
        return !head.IsQuoted && !head.Is(AdviceWords.Singular) && word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i' or '\'')
            && !word.ContainsAny(s_codeMarks);
    }

    /// <summary>The phrase as it stands in a sentence, the article before it.</summary>
    /// <param name="chunks">The chunks of the line.</param>
    /// <param name="line">The line.</param>
    /// <param name="isCommon">Whether a capitalised word at the start of the line is an ordinary word.</param>
    public string Text(List<Chunk> chunks, ReadOnlySpan<char> line, Func<ulong, bool> isCommon)
    {
        var words = new StringBuilder(MostCharacters + 8);
        for (var i = First; i < End; i++)
        {
            if (i > First) words.Append(' ');
            if (chunks[i].IsQuoted) words.Append('“').Append(line[(chunks[i].Start + 1)..(chunks[i].End - 1)]).Append('”');
            else words.Append(line[chunks[i].Start..chunks[i].End]);
        }

        var first = line[chunks[First].Start..chunks[First].End];
        var opensLine = First == 0 || chunks[First - 1].IsSeparator || chunks[First - 1].Close is ':' or ']' or '.' or '?' or '!';
        var isName = First + 1 < End && char.IsUpper(line[chunks[First + 1].Start])
            && line[chunks[First + 1].Start..chunks[First + 1].End].ContainsAnyInRange('a', 'z');
        if (!chunks[First].IsQuoted && opensLine && !isName && IsPlainCapital(first)
            && (chunks[First].Words != 0 || HasCommonEnding(first) || isCommon(WordHash.Of(first))))
        {
            words[0] = char.ToLowerInvariant(words[0]);
        }
        if (TakesArticle(chunks, line, words[0])) words.Insert(0, "the ");
        return words.ToString();
    }

    /// <summary>Whether the phrase names an activity ("deleting objects").</summary>
    public bool IsEvent(List<Chunk> chunks, ReadOnlySpan<char> line) =>
        End - First > 1 && line[chunks[First].Start..chunks[First].End].EndsWith("ing", StringComparison.OrdinalIgnoreCase)
            && chunks[First].Is(AdviceWords.Verb | AdviceWords.Fails) && !chunks[First + 1].Is(AdviceWords.Compound | AdviceWords.Preposition);

    /// <summary>Only the first letter is upper case.</summary>
    private static bool IsPlainCapital(ReadOnlySpan<char> word) => char.IsUpper(word[0]) && word[1..].IndexOfAnyExceptInRange('a', 'z') < 0;

    private bool TakesArticle(List<Chunk> chunks, ReadOnlySpan<char> line, char firstLetter)
    {
        var first = chunks[First];
        var word = line[first.Start..first.End];
        if (first.Is(AdviceWords.Quantity) || IsArticle(line, first)) return false;
        if (First > 0 && chunks[First - 1].Close == '\0' && IsArticle(line, chunks[First - 1])) return true;
        if (End - First == 1
            && (first.IsQuoted || !char.IsLetter(word[0]) || word.ContainsAny(s_codeMarks) || char.IsUpper(firstLetter)
                || word[1..].IndexOfAnyInRange('A', 'Z') >= 0))
        {
            return false;
        }
        // "deferring the load"
        if (word.EndsWith("ing", StringComparison.Ordinal) && First + 1 < End && IsArticle(line, chunks[First + 1])) return false;
        if (IsEvent(chunks, line) || (End - First == 1 && first.Is(AdviceWords.Verb) && word.EndsWith("ing", StringComparison.OrdinalIgnoreCase))) return false;
        if (word.EndsWith("'s", StringComparison.Ordinal) && char.IsUpper(firstLetter)) return false;
        var head = chunks[Head(chunks)];
        if (!head.IsQuoted && Head(chunks) == First && head.End - head.Start > 1 && head.Words == 0
            && line[head.Start..head.End].IndexOfAnyExceptInRange('A', 'Z') < 0)
        {
            return false;
        }
        if (head.IsQuoted || head.Words != 0) return true;
        // A name of several words ("Spring Data Redis") takes none.
        for (var i = First; i < End; i++)
        {
            if (!char.IsUpper(line[chunks[i].Start]) && !char.IsDigit(line[chunks[i].Start])) return true;
        }

        return !char.IsUpper(firstLetter) || HasCommonEnding(line[head.Start..head.End]);
    }

    private static bool HasCommonEnding(ReadOnlySpan<char> word)
    {
        if (word.Length < 6) return false;
        foreach (var ending in (ReadOnlySpan<string>)[
            "tion", "tions", "ing", "ment", "ments", "able", "ible", "ity", "ive", "ally", "ness", "ous", "ance", "ence", "ical", "ency", "ancy", "ated",
            "ized", "ery"
        ])
        {
            if (word.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    // "suggests a name": a word before an article is a verb.
    private static bool IsPlainWord(
        ReadOnlySpan<char> line, in Chunk c) => !c.IsQuoted && !c.Is(AdviceWords.Preposition) && char.IsLower(line[c.Start]) && !IsAnd(line, c);

    internal static bool IsArticle(
        ReadOnlySpan<char> line, in Chunk c) => !c.IsQuoted && line[c.Start..c.End] is "a" or "an" or "the" or "all" or "any" or "no";

    private static bool IsAnd(ReadOnlySpan<char> line, in Chunk c) => !c.IsQuoted && line[c.Start..c.End] is "and" or "or" or "And" or "Or";

    private static bool IsAdverb(ReadOnlySpan<char> line, in Chunk c) =>
        !c.IsQuoted && c.End - c.Start > 4 && line[c.Start..c.End].EndsWith("ly", StringComparison.Ordinal) && char.IsLower(line[c.Start])
            && line[c.Start..c.End] is not ("family" or "only" or "assembly" or "reply" or "daily" or "weekly" or "monthly" or "supply" or "anomaly");

    // "the tool crashes log": a word in -s between nouns. "works", "shows" are verbs.
    private static bool IsNounHere(
        List<Chunk> chunks,
        int i) =>
            chunks[i].Is(AdviceWords.Compound)
                && i + 1 < chunks.Count
                && !chunks[i + 1].Is(AdviceWords.Determiner | AdviceWords.Boundary | AdviceWords.Adverb | AdviceWords.Quantity)
                && !chunks[i + 1].IsSeparator
                && i + 2 >= chunks.Count;

    private static bool StartsNoun(in Chunk c) =>
        !c.IsSeparator
            && !c.Is(AdviceWords.Finite | AdviceWords.Boundary | AdviceWords.Preposition | AdviceWords.Adverb | AdviceWords.Determiner | AdviceWords.Particle);

    private static bool ContinuesAfter(List<Chunk> chunks, ReadOnlySpan<char> line, int i, int core)
    {
        if (i + 1 >= chunks.Count || chunks[i + 1].IsSeparator || chunks[i].Close != '\0') return false;
        var next = chunks[i + 1];
        if (next.Is(AdviceWords.Finite | AdviceWords.Boundary | AdviceWords.Preposition)) return false;
        var isOf = chunks[i].End - chunks[i].Start == 2 && line[chunks[i].Start] is 'o' && line[chunks[i].Start + 1] is 'f';
        return core <= (isOf ? 5 : 3);
    }
}
