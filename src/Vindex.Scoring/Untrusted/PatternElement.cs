namespace Vindex.Scoring.Untrusted;

/// <summary>One place of a pattern.</summary>
internal sealed class PatternElement
{
    private readonly ulong[] _words;
    private readonly int[][] _phrases;
    private readonly ulong[] _phraseStarts;

    private PatternElement(ElementKind kind, ulong[] words, int[][] phrases, int gap)
    {
        Kind = kind;
        Gap = gap;
        _words = words;
        _phrases = phrases;
        _phraseStarts = new ulong[words.Length];
        foreach (var phrase in phrases) _phraseStarts[phrase[0] / 64] |= 1UL << (phrase[0] % 64);
    }

    public ElementKind Kind { get; }

    /// <summary>The most words that a gap skips.</summary>
    public int Gap { get; }

    /// <summary>The numbers that can stand first here.</summary>
    public IEnumerable<int> FirstWords => Enumerable.Range(0, _words.Length * 64).Where(number => Has(_words, number) || Has(_phraseStarts, number));

    /// <summary>The phrases of more than one word.</summary>
    public ReadOnlySpan<int[]> Phrases => _phrases;

    public static PatternElement OfGap(int gap, bool crossesSentences) => new(crossesSentences ? ElementKind.WideGap : ElementKind.Gap, [], [], gap);

    public static PatternElement OfStart() => new(ElementKind.Start, [], [], 0);

    /// <param name="kind">Required, optional, repeated or absent.</param>
    /// <param name="alternatives">Each a word or a phrase, as numbers.</param>
    /// <param name="vocabulary">How many numbers there are.</param>
    public static PatternElement OfWords(ElementKind kind, IEnumerable<int[]> alternatives, int vocabulary)
    {
        var words = new ulong[(vocabulary / 64) + 1];
        var phrases = new List<int[]>();
        foreach (var alternative in alternatives)
        {
            if (alternative.Length == 1) words[alternative[0] / 64] |= 1UL << (alternative[0] % 64);
            else phrases.Add(alternative);
        }

        return new(kind, words, [.. phrases], 0);
    }

    public bool Holds(in FoldedWord word) => Has(_words, word.Word) || Has(_words, word.LooksLike);

    public bool MayBeginPhrase(in FoldedWord word) => Has(_phraseStarts, word.Word) || Has(_phraseStarts, word.LooksLike);

    private static bool Has(ulong[] numbers, int number) => number != 0 && (numbers[number / 64] >> (number % 64) & 1) != 0;
}

/// <summary>The kinds of place in a pattern.</summary>
internal enum ElementKind
{
    /// <summary>One of the alternatives must stand here.</summary>
    Required,

    /// <summary>One of them may.</summary>
    Optional,

    /// <summary>Any number of them may.</summary>
    Repeated,

    /// <summary>None of them may follow.</summary>
    Absent,

    /// <summary>Other words may stand here, up to the end of the sentence.</summary>
    Gap,

    /// <summary>Other words may stand here, beyond the end of the sentence too.</summary>
    WideGap,

    /// <summary>A sentence or line begins here.</summary>
    Start,
}
