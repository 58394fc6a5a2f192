using System.Collections;
using System.Globalization;

namespace Vindex.Storage.Sql.Scores.Titles;

/// <summary>The numbers of scores that a search has found, each once.</summary>
/// <param name="numbers">The numbers.</param>
/// <param name="few">See <see cref="TitleBlockSizes.Few"/>.</param>
internal sealed class TitleHits(List<long> numbers, int few)
{
    private readonly Lazy<(long First, BitArray Bits)> _bits = new(() => Bits(numbers));

    /// <summary>How many there are.</summary>
    public int Count => numbers.Count;

    /// <summary>Whether their rows are best read one by one, and not in the order of a list whose other rows are skipped.</summary>
    public bool AreFew => Count <= few;

    /// <summary>A table <c>h</c> with them in its column <c>value</c>.</summary>
    public SqlStatement Source => ToSource(numbers);

    /// <summary>A table <c>h</c> with numbers in its column <c>value</c>.</summary>
    public static SqlStatement ToSource(IEnumerable<long> numbers)
    {
        var json = "[" + string.Join(',', numbers.Select(no => no.ToString(CultureInfo.InvariantCulture))) + "]";
        return $"json_each({json}) h";
    }

    /// <summary>With more numbers, which are not among these.</summary>
    public TitleHits With(List<long> more) => more.Count == 0 ? this : new TitleHits([.. numbers, .. more], few);

    /// <summary>Whether a score was found.</summary>
    public bool Contains(long no)
    {
        var (first, bits) = _bits.Value;
        return no >= first && no - first < bits.Length && bits[(int)(no - first)];
    }

    private static (long First, BitArray Bits) Bits(List<long> numbers)
    {
        if (numbers.Count == 0) return (0, new BitArray(0));
        var (first, last) = (numbers.Min(), numbers.Max());
        var bits = new BitArray((int)(last - first + 1));
        foreach (var no in numbers) bits[(int)(no - first)] = true;
        return (first, bits);
    }
}
