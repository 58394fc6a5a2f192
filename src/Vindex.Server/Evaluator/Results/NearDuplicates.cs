using System.Runtime.InteropServices;

namespace Vindex.Server.Evaluator.Results;

/// <summary>
/// Finds tickets with nearly the same text. A text counts as the set of its words and of its pairs of neighbouring words, without case; two texts are alike as far as
/// the sets overlap (Jaccard: shared by either). All pairs at or above the threshold are found, none is guessed: with features numbered from rare to frequent, two
/// sets that overlap by t share one among their first |s| - ⌈t·|s|⌉ + 1 (Bayardo, Ma, Srikant: "Scaling Up All Pairs Similarity Search", 2007), so only rows that
/// share a rare feature are compared.
/// </summary>
internal sealed class NearDuplicates
{
    /// <summary>Pairs less alike than so many tenths are not worth looking at.</summary>
    public const int ThresholdTenths = 7;

    /// <summary>Pairs that are told; the most similar ones.</summary>
    public const int MostPairs = 1_000;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> _pairs = [];
    private readonly List<int> _frequency = [];
    private readonly List<(int Row, int[] Features)> _rows = [];

    /// <summary>Takes a row's texts; rows come in the order of the file.</summary>
    public void Add(int row, params ReadOnlySpan<string> texts)
    {
        var features = new HashSet<int>();
        foreach (var text in texts) AddWords(text, features);
        if (features.Count == 0) return;
        foreach (var feature in features) _frequency[feature]++;
        _rows.Add((row, [.. features]));
    }

    /// <summary>The pairs, most similar first, then in the order of the file.</summary>
    public IReadOnlyList<DuplicateBody> Find(CancellationToken cancellationToken)
    {
        var order = NumberFromRareToFrequent();
        var sets = _rows.Select(row => (row.Row, Features: Ordered(row.Features, order))).OrderBy(set => set.Features.Length).ToList();
        var holders = new Dictionary<int, List<int>>();
        var found = new PriorityQueue<(int First, int Second), Likeness>(ByLikeness.Worst);
        var seen = new int[sets.Count];
        for (var i = 0; i < sets.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var features = sets[i].Features;
            var prefix = features.Length - Share(features.Length, 10) + 1;
            for (var f = 0; f < prefix; f++)
            {
                ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(holders, features[f], out _);
                list ??= [];
                foreach (var other in list)
                {
                    if (seen[other] == i + 1) continue;
                    seen[other] = i + 1;
                    Compare(sets[other], sets[i], found);
                }

                list.Add(i);
            }
        }

        return Told(found);
    }

    private static List<DuplicateBody> Told(PriorityQueue<(int First, int Second), Likeness> found)
    {
        var pairs = new List<DuplicateBody>(found.Count);
        while (found.TryDequeue(out var pair, out var likeness))
            pairs.Add(new DuplicateBody([pair.First, pair.Second], likeness.Thousandths / 1000m));
        pairs.Reverse();
        return pairs;
    }

    private static void Compare(
        (int Row, int[] Features) one, (int Row, int[] Features) two, PriorityQueue<(int First, int Second), Likeness> found)
    {
        // Sets come in the order of their size: one is the smaller.
        if (one.Features.Length < Share(two.Features.Length, 10)) return;
        var shared = Shared(one.Features, two.Features);
        var either = one.Features.Length + two.Features.Length - shared;
        if (shared < Share(either, 10)) return;
        var (first, second) = one.Row < two.Row ? (one.Row, two.Row) : (two.Row, one.Row);
        var likeness = new Likeness((int)(((2000L * shared) + either) / (2L * either)), first, second);
        if (found.Count < MostPairs) found.Enqueue((first, second), likeness);
        else found.EnqueueDequeue((first, second), likeness);
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

    private int[] NumberFromRareToFrequent()
    {
        var byFrequency = Enumerable.Range(0, _frequency.Count).OrderBy(feature => _frequency[feature]).ThenBy(feature => feature).ToArray();
        var order = new int[byFrequency.Length];
        for (var i = 0; i < byFrequency.Length; i++) order[byFrequency[i]] = i;
        return order;
    }

    private static int[] Ordered(int[] features, int[] order)
    {
        var ordered = Array.ConvertAll(features, feature => order[feature]);
        Array.Sort(ordered);
        return ordered;
    }

    private void AddWords(string text, HashSet<int> features)
    {
        var words = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> lower = stackalloc char[64];
        var previous = -1;
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && char.IsLetterOrDigit(text[i])) i++;
            var length = Math.Min(i - start, lower.Length);
            for (var c = 0; c < length; c++) lower[c] = char.ToLowerInvariant(text[start + c]);
            if (!words.TryGetValue(lower[..length], out var word)) words.TryAdd(lower[..length], word = NewFeature());
            features.Add(word);
            if (previous >= 0) features.Add(Pair(previous, word));
            previous = word;
        }
    }

    private int Pair(int first, int second)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, ((long)first << 32) | (uint)second, out var known);
        if (!known) number = NewFeature();
        return number;
    }

    private int NewFeature()
    {
        _frequency.Add(0);
        return _frequency.Count - 1;
    }

    private readonly record struct Likeness(int Thousandths, int First, int Second);

    private sealed class ByLikeness : IComparer<Likeness>
    {
        /// <summary>Least similar first; of equals, those later in the file.</summary>
        public static ByLikeness Worst { get; } = new();

        public int Compare(Likeness x, Likeness y) =>
            x.Thousandths != y.Thousandths ? x.Thousandths.CompareTo(y.Thousandths) : (y.First, y.Second).CompareTo((x.First, x.Second));
    }
}
