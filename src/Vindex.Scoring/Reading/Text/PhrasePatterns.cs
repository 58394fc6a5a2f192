using System.Numerics;

namespace Vindex.Scoring.Reading.Text;

/// <summary>
/// Phrases by what they are evidence of (<c>Reading/patterns.txt</c>): at most 64 names, a bit each. A phrase is found by its first word, so a text costs a
/// look-up a
/// token and little more.
/// </summary>
internal sealed class PhrasePatterns
{
    /// <summary>Most words that <c>...</c> stands for.</summary>
    private const int LongestGap = 5;

    private readonly HashTable _words;
    private readonly PhraseList[] _byWord;
    private readonly PhraseList[] _byClass;
    private readonly ulong _openingClasses;

    private PhrasePatterns(string[] names, HashTable words, PhraseList[] byWord, PhraseList[] byClass, ulong openingClasses)
    {
        Names = names;
        Labels = Word.Of(names);
        _words = words;
        _byWord = byWord;
        _byClass = byClass;
        _openingClasses = openingClasses;
    }

    /// <summary>The names, by bit.</summary>
    public string[] Names { get; }

    /// <summary>The names with their hashes, by bit.</summary>
    public Word[] Labels { get; }

    /// <summary>The bit of a name.</summary>
    public ulong Bit(string name) =>
        Array.IndexOf(Names, name) is >= 0 and var index ? 1UL << index : throw new ArgumentException($"Unknown pattern '{name}'.", nameof(name));

    /// <summary>Reads the file.</summary>
    public static PhrasePatterns Parse(string text, WordClasses classes)
    {
        var names = new List<string>();
        var byWord = new SortedDictionary<ulong, List<Phrase>>();
        var byClass = new List<Phrase>[64];
        for (var i = 0; i < 64; i++) byClass[i] = [];
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line[0] == '#') continue;
            if (line[0] == '[')
            {
                names.Add(line[1..line.IndexOf(']')]);
                if (names.Count > 64) throw new InvalidDataException("patterns.txt has more than 64 names.");
                continue;
            }

            foreach (var variant in Variants(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            {
                var elements = variant.Select(element => Element.Parse(element, classes)).ToArray();
                var phrase = new Phrase(1UL << (names.Count - 1), elements[1..]);
                foreach (var word in elements[0].Words)
                {
                    if (!byWord.TryGetValue(word, out var list)) byWord[word] = list = [];
                    list.Add(phrase);
                }

                for (var bits = elements[0].Classes; bits != 0; bits &= bits - 1) byClass[BitOperations.TrailingZeroCount(bits)].Add(phrase);
            }
        }

        var opening = 0UL;
        for (var i = 0; i < 64; i++) opening |= byClass[i].Count > 0 ? 1UL << i : 0;
        return new([.. names], HashTable.Of([.. byWord.Keys]), [.. byWord.Values.Select(PhraseList.Of)], [.. byClass.Select(PhraseList.Of)], opening);
    }

    /// <summary>The names of which a phrase occurs, as bits.</summary>
    public ulong Find(ReadOnlySpan<TextToken> tokens)
    {
        var found = 0UL;
        for (var i = 0; i < tokens.Length; i++) found |= At(tokens, i, found);
        return found;
    }

    private ulong At(ReadOnlySpan<TextToken> tokens, int i, ulong found)
    {
        if (tokens[i].Kind == TextTokenKind.Mark) return 0;
        if (_words.Find(tokens[i].Hash) is >= 0 and var row) found |= Match(_byWord[row], tokens, i, found);
        for (var bits =
            tokens[i].Classes & _openingClasses; bits != 0; bits &= bits - 1)
        {
            found |= Match(_byClass[BitOperations.TrailingZeroCount(bits)], tokens, i, found);
        }
        return found;
    }

    private static ulong Match(PhraseList list, ReadOnlySpan<TextToken> tokens, int i, ulong found)
    {
        var next = i + 1;
        while (next < tokens.Length && tokens[next].Kind == TextTokenKind.Mark) next++;
        if (!list.MayGo(tokens, next)) return found;
        foreach (var phrase in list.Phrases)
        {
            if ((found & phrase.Bit) == 0 && Goes(phrase.Rest, tokens[(i + 1)..])) found |= phrase.Bit;
        }

        return found;
    }

    private static bool Goes(ReadOnlySpan<Element> rest, ReadOnlySpan<TextToken> tokens)
    {
        var at = 0;
        for (var e = 0; e < rest.Length; e++)
        {
            if (rest[e].IsGap)
            {
                for (var skipped = 0; skipped <= LongestGap && at < tokens.Length; at++)
                {
                    if (tokens[at].Kind == TextTokenKind.Mark) continue;
                    if (Goes(rest[(e + 1)..], tokens[at..])) return true;
                    skipped++;
                }

                return false;
            }

            while (at < tokens.Length && tokens[at].Kind == TextTokenKind.Mark) at++;
            if (at == tokens.Length || !rest[e].Fits(tokens[at])) return false;
            at++;
        }

        return true;
    }

    // A hyphenated alternative is several tokens: it becomes a line of its own.
    private static IEnumerable<string[]> Variants(string[] elements)
    {
        for (var i = 0; i < elements.Length; i++)
        {
            if (elements[i].Contains('-') && elements[i][0] != '<')
            {
                foreach (var alternative in elements[i].Split('|'))
                {
                    foreach (var variant in Variants([.. elements[..i], .. alternative.Split('-'), .. elements[(i + 1)..]])) yield return variant;
                }

                yield break;
            }
        }

        yield return elements;
    }

    private sealed record Phrase(ulong Bit, Element[] Rest);

    /// <summary>The phrases that begin alike, and what may follow their beginning: nearly all end with the word after it.</summary>
    private sealed record PhraseList(Phrase[] Phrases, bool MayGoAnyhow, ulong NextClasses, HashTable NextWords)
    {
        public static PhraseList Of(List<Phrase> phrases)
        {
            var (any, classes, words) = (false, 0UL, new HashSet<ulong>());
            foreach (var phrase in phrases)
            {
                if (phrase.Rest.Length == 0 || phrase.Rest[0].IsGap || phrase.Rest[0].IsAny)
                {
                    any = true;
                    continue;
                }

                classes |= phrase.Rest[0].Classes;
                words.UnionWith(phrase.Rest[0].Words);
            }

            return new([.. phrases], any, classes, HashTable.Of([.. words]));
        }

        public bool MayGo(ReadOnlySpan<TextToken> tokens, int next) =>
            MayGoAnyhow || (next < tokens.Length && ((tokens[next].Classes & NextClasses) != 0 || NextWords.Contains(tokens[next].Hash)));
    }

    private readonly record struct Element(ulong[] Words, ulong Classes, bool IsAny, bool IsGap)
    {
        public static Element Parse(string text, WordClasses classes)
        {
            if (text == "*") return new([], 0, true, false);
            if (text == "...") return new([], 0, false, true);
            var parts = text.Split('|');
            return new(
                [.. parts.Where(part => part[0] != '<').Select(part => WordHash.Of(part))],
                parts.Where(part => part[0] == '<').Aggregate(0UL, (bits, part) => bits | classes.Bit(part[1..^1])),
                false,
                false);
        }

        public bool Fits(in TextToken token) => IsAny || (token.Classes & Classes) != 0 || Array.IndexOf(Words, token.Hash) >= 0;
    }
}
