using System.Buffers;

namespace Vindex.Scoring.Backlogs.Analysis;

/// <summary>What a title asks for: a verb at its beginning and the thing that it is about.</summary>
/// <param name="Kind">The kind of verb.</param>
/// <param name="Start">Where the verb begins.</param>
/// <param name="End">Where the thing ends.</param>
/// <param name="Thing">The thing's words, without stop words.</param>
internal readonly record struct TitleAction(ActionKind Kind, int Start, int End, ulong[] Thing)
{
    private static readonly SearchValues<char> s_divisions = SearchValues.Create(".,;:()!?");

    private const int LongestThing = 5;

    private static readonly (string Section, ActionKind Kind)[] s_verbs =
    [
        ("removes", ActionKind.Removes), ("adds", ActionKind.Adds), ("keeps", ActionKind.Keeps), ("raises", ActionKind.Raises), ("lessens", ActionKind.Lessens),
    ];

    private static readonly ulong s_as = Term.HashOf("as");
    private static readonly ulong s_to = Term.HashOf("to");
    private static readonly ulong s_want = Term.HashOf("want");

    private static readonly HashSet<ulong> s_ends = [.. new[]
    {
        "after", "and", "as", "at", "because", "before", "by", "for", "from", "if", "in", "into", "on", "or", "so", "to", "under", "until", "via", "when",
        "where", "while", "with"
    }.Select(word => Term.HashOf(word))];

    /// <summary>The action of a title; null where it does not begin with a verb that we know, after any labels in front.</summary>
    public static TitleAction? Of(ReadOnlySpan<char> title, List<Term> terms)
    {
        var first = FirstAfterLabels(title, terms);
        if (first == terms.Count) return null;
        foreach (var (section, kind) in s_verbs)
        {
            var length = RelationWords.Instance.LengthAt(section, terms, first);
            if (length > 0) return WithThing(title, terms, first, first + length, kind);
        }

        return null;
    }

    private static TitleAction? WithThing(ReadOnlySpan<char> title, List<Term> terms, int first, int start, ActionKind kind)
    {
        var thing = new List<ulong>();
        var end = start;
        for (; end < terms.Count && thing.Count < LongestThing; end++)
        {
            if (s_ends.Contains(terms[end].Hash) || (end > start && Divides(title[terms[end - 1].End..terms[end].Start]))) break;
            if (!RelationWords.Instance.IsStop(terms[end])) thing.Add(terms[end].Hash);
        }

        return thing.Count == 0 ? null : new TitleAction(kind, terms[first].Start, terms[end - 1].End, [.. thing]);
    }

    private static bool Divides(ReadOnlySpan<char> between) => between.IndexOfAny(s_divisions) >= 0;

    /// <summary>"As a buyer, I want to …": the verb after the wish.</summary>
    private static int AfterWish(List<Term> terms)
    {
        var want = terms.FindIndex(term => term.Hash == s_want);
        return want < 0 || want + 1 >= terms.Count || terms[want + 1].Hash != s_to ? terms.Count : want + 2;
    }

    /// <summary>Skips "[Android]", "Search:", "feat(api):" and the like.</summary>
    private static int FirstAfterLabels(ReadOnlySpan<char> title, List<Term> terms)
    {
        if (terms.Count > 0 && terms[0].Hash == s_as) return AfterWish(terms);
        var first = 0;
        for (var i = 0; i < terms.Count && i < 6; i++)
        {
            var end = i + 1 < terms.Count ? terms[i + 1].Start : title.Length;
            if (title[terms[i].End..end].IndexOfAny(":]") >= 0) first = i + 1;
        }

        return first;
    }
}

/// <summary>The kinds of verb that a title can begin with.</summary>
internal enum ActionKind
{
    /// <summary>Makes something new.</summary>
    Adds,

    /// <summary>Works on something so that it stays.</summary>
    Keeps,

    /// <summary>Takes something away.</summary>
    Removes,

    /// <summary>Makes a figure higher.</summary>
    Raises,

    /// <summary>Makes a figure lower.</summary>
    Lessens,
}
