using System.Runtime.InteropServices;
using Vindex.Scoring.Languages;

namespace Vindex.Scoring.Backlogs.Analysis;

/// <summary>
/// Finds tickets with nearly the same text. A text counts as the set of its words and of its pairs of neighbouring words, without case; two texts are alike as
/// far as
/// the sets overlap (Jaccard: shared by either). Lines that many tickets share are a template and do not count. With features numbered from rare to frequent,
/// two sets
/// that overlap by t share one among their first |s| - ⌈t·|s|⌉ + 1 (Bayardo, Ma, Srikant: "Scaling Up All Pairs Similarity Search", 2007), so only tickets that
/// share a
/// rare feature are compared. In larger backlogs a ticket is compared with a bounded number of others, which keeps the effort linear.
/// Titles that differ in a word of content or in a figure on either side are two pieces of work, whatever the rest of the text.
/// </summary>
public sealed class NearDuplicates
{
    /// <summary>Pairs less alike than so many tenths are not worth looking at.</summary>
    public const int ThresholdTenths = 7;

    /// <summary>The most pairs in a result; the most similar ones.</summary>
    public const int MostPairs = 1_000;

    /// <summary>Up to this many tickets, every pair is found.</summary>
    public const int CompleteUpTo = 2_000;

    private const int MostCandidates = 200;
    private const int LeastForTemplate = 5;
    private const int TemplateShare = 200;

    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly Dictionary<ulong, int> _pairs = [];
    private readonly Dictionary<ulong, int> _lineNumbers = [];
    private readonly List<Line> _lines = [];
    private readonly List<Row> _rows = [];
    private readonly List<Term> _terms = [];
    private int _features;

    /// <summary>Takes a ticket's texts.</summary>
    /// <param name="row">What the ticket is called in the result; ascending.</param>
    /// <param name="title">Its title.</param>
    /// <param name="texts">Its other texts.</param>
    public void Add(int row, string title, params ReadOnlySpan<string> texts)
    {
        ArgumentNullException.ThrowIfNull(title);
        var lines = new List<int>();
        foreach (var text in texts)
        {
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                if (NumberOfLine(line) is >= 0 and var number && !lines.Contains(number)) lines.Add(number);
            }
        }

        foreach (var line in lines) CollectionsMarshal.AsSpan(_lines)[line].Rows++;
        var features = FeaturesOf(title);
        Term.Read(title, _terms);
        var words = _terms.Where(term => term.IsFigure || !RelationWords.Instance.IsStop(term)).Select(term => term.Hash).Distinct().ToArray();
        var figures = _terms.Where(term => term.IsFigure).Aggregate(0UL, (hash, term) => (hash * LanguageTables.HashPrime) + term.Hash);
        if (features.Length > 0 || lines.Count > 0) _rows.Add(new Row(row, features, words, figures, [.. lines]));
    }

    /// <summary>The pairs, most similar first, then in the order of the tickets.</summary>
    public IReadOnlyList<DuplicatePair> Find(CancellationToken cancellationToken)
    {
        var sets = FeatureSets();
        var limit = sets.Count <= CompleteUpTo ? int.MaxValue : MostCandidates;
        var holders = new Dictionary<int, List<int>>();
        var found = new PriorityQueue<(int First, int Second), Likeness>(ByLikeness.Worst);
        var seen = new int[sets.Count];
        for (var i = 0; i < sets.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CompareWithEarlier(sets, i, limit, holders, seen, found);
        }

        return InOrder(found);
    }

    private static void CompareWithEarlier(
        List<(Row Row, int[] Features)> sets, int current, int limit, Dictionary<int, List<int>> holders, int[] seen,
        PriorityQueue<(int First, int Second), Likeness> found)
    {
        var features = sets[current].Features;
        var prefix = features.Length - Share(features.Length, 10) + 1;
        var left = limit;
        for (var f = 0; f < prefix && f < features.Length; f++)
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(holders, features[f], out _);
            list ??= [];
            // The latest are closest in size.
            for (var at = list.Count - 1; at >= 0 && left > 0; at--, left--)
            {
                var other = list[at];
                if (seen[other] == current + 1) continue;
                seen[other] = current + 1;
                Compare(sets[other], sets[current], found);
            }

            list.Add(current);
        }
    }

    private static List<DuplicatePair> InOrder(PriorityQueue<(int First, int Second), Likeness> found)
    {
        var pairs = new List<DuplicatePair>(found.Count);
        while (found.TryDequeue(out var pair, out var likeness)) pairs.Add(new DuplicatePair(pair.First, pair.Second, likeness.Thousandths / 1000m));
        pairs.Reverse();
        return pairs;
    }

    private static void Compare((Row Row, int[] Features) one, (Row Row, int[] Features) two, PriorityQueue<(int First, int Second), Likeness> found)
    {
        // Sets come in the order of their size: one is the smaller.
        if (one.Features.Length < Share(two.Features.Length, 10)) return;
        var shared = Shared(one.Features, two.Features);
        var either = one.Features.Length + two.Features.Length - shared;
        if (shared < Share(either, 10) || AreDifferentWork(one.Row, two.Row)) return;
        var (first, second) = one.Row.Number < two.Row.Number ? (one.Row.Number, two.Row.Number) : (two.Row.Number, one.Row.Number);
        var likeness = new Likeness((int)(((2000L * shared) + either) / (2L * either)), first, second);
        if (found.Count < MostPairs) found.Enqueue((first, second), likeness);
        else found.EnqueueDequeue((first, second), likeness);
    }

    // Each title has a word that the other lacks, or both have figures, and others ("2.1", "2.2").
    private static bool AreDifferentWork(in Row one, in Row two) =>
        (one.TitleFigures != 0 && two.TitleFigures != 0 && one.TitleFigures != two.TitleFigures)
            || (Lacks(one.TitleWords, two.TitleWords) && Lacks(two.TitleWords, one.TitleWords));

    private static bool Lacks(ulong[] one, ulong[] two)
    {
        foreach (var word in one)
        {
            if (Array.IndexOf(two, word) < 0) return true;
        }

        return false;
    }

    // The number of shared features; given up once the threshold is out of reach.
    private static int Shared(int[] one, int[] two)
    {
        var needed = Share(one.Length + two.Length, 10 + ThresholdTenths);
        var (i, j, shared) = (0, 0, 0);
        while (i < one.Length && j < two.Length)
        {
            if (shared + Math.Min(one.Length - i, two.Length - j) < needed) return 0;
            if (one[i] == two[j])
            {
                shared++;
                i++;
                j++;
            }
            else if (one[i] < two[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return shared;
    }

    /// <summary>The threshold's share of a count, rounded up: ⌈7·count/tenths⌉.</summary>
    private static int Share(int count, int tenths) => ((ThresholdTenths * count) + tenths - 1) / tenths;

    /// <summary>Each ticket's features without those of templates, numbered from rare to frequent, smaller sets first.</summary>
    private List<(Row Row, int[] Features)> FeatureSets()
    {
        var template = Math.Max(LeastForTemplate, _rows.Count / TemplateShare);
        var frequency = new int[_features];
        var sets = new List<(Row Row, int[] Features)>(_rows.Count);
        var set = new HashSet<int>();
        foreach (var row in _rows)
        {
            set.Clear();
            set.UnionWith(row.TitleFeatures);
            foreach (var line in row.Lines)
            {
                if (_lines[line].Rows < template) set.UnionWith(_lines[line].Features);
            }

            foreach (var feature in set) frequency[feature]++;
            if (set.Count > 0) sets.Add((row, [.. set]));
        }

        var order = FromRareToFrequent(frequency);
        foreach (var (_, features) in sets)
        {
            for (var i = 0; i < features.Length; i++) features[i] = order[features[i]];
            Array.Sort(features);
        }

        return [.. sets.OrderBy(entry => entry.Features.Length)];
    }

    private static int[] FromRareToFrequent(int[] frequency)
    {
        var byFrequency = Enumerable.Range(0, frequency.Length).ToArray();
        Array.Sort([.. frequency.Select((count, feature) => ((long)count << 32) | (uint)feature)], byFrequency);
        var order = new int[byFrequency.Length];
        for (var i = 0; i < byFrequency.Length; i++) order[byFrequency[i]] = i;
        return order;
    }

    private int NumberOfLine(ReadOnlySpan<char> line)
    {
        Term.Read(line, _terms);
        if (_terms.Count == 0) return -1;
        var hash = 0UL;
        foreach (var term in _terms) hash = (hash * LanguageTables.HashPrime) + term.Hash;
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_lineNumbers, hash, out var known);
        if (known) return number;
        number = _lines.Count;
        _lines.Add(new Line { Features = Features() });
        return number;
    }

    private int[] FeaturesOf(ReadOnlySpan<char> text)
    {
        Term.Read(text, _terms);
        return Features();
    }

    private int[] Features()
    {
        var features = new HashSet<int>();
        var previous = -1;
        foreach (var term in _terms)
        {
            ref var word = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, term.Hash, out var known);
            if (!known) word = _features++;
            features.Add(word);
            if (previous >= 0) features.Add(Pair(previous, word));
            previous = word;
        }

        return [.. features];
    }

    private int Pair(int first, int second)
    {
        // Multiplied by an odd number, which loses nothing: the hash code of a number of 64 bits is its halves' exclusive or, and small halves collide.
        var pair = (((ulong)first << 32) | (uint)second) * 0x9E3779B97F4A7C15;
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out var known);
        if (!known) number = _features++;
        return number;
    }

    private readonly record struct Row(int Number, int[] TitleFeatures, ulong[] TitleWords, ulong TitleFigures, int[] Lines);

    private struct Line
    {
        public int[] Features;
        public int Rows;
    }

    private readonly record struct Likeness(int Thousandths, int First, int Second);

    private sealed class ByLikeness : IComparer<Likeness>
    {
        /// <summary>Least similar first; of equals, those later in the backlog.</summary>
        public static ByLikeness Worst { get; } = new();

        public int Compare(Likeness x, Likeness y) =>
            x.Thousandths != y.Thousandths ? x.Thousandths.CompareTo(y.Thousandths) : (y.First, y.Second).CompareTo((x.First, x.Second));
    }
}
