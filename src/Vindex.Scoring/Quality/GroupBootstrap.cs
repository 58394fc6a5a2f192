namespace Vindex.Scoring.Quality;

/// <summary>A 95 % interval.</summary>
public readonly record struct Interval(double Low, double High);

/// <summary>
/// Intervals by bootstrap over groups (cluster bootstrap): tickets of a project resemble each other, so that whole projects are drawn with replacement, not
/// tickets. The
/// seed is fixed: the same data give the same interval.
/// </summary>
public sealed class GroupBootstrap
{
    private const int Seed = 1;
    private const double Tail = 0.025;

    private readonly int[][] _groups;
    private readonly int _rounds;

    /// <summary>For rows that belong to groups.</summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="rounds">How often to draw.</param>
    /// <param name="fewest">With fewer groups than this, rows are drawn instead.</param>
    public GroupBootstrap(IReadOnlyList<string> groups, int rounds, int fewest = 1)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        _rounds = rounds;
        _groups = [.. Enumerable.Range(0, groups.Count)
            .GroupBy(i => groups[i], StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.ToArray())];
        if (_groups.Length < fewest) _groups = [.. Enumerable.Range(0, groups.Count).Select(i => new[] { i })];
    }

    /// <summary>The interval of a statistic; null when no draw had one.</summary>
    /// <param name="statistic">Computes it over the drawn rows; null when it is not defined for them.</param>
    public Interval? Of(Func<int[], double?> statistic)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        var random = new Random(Seed);
        var values = new List<double>(_rounds);
        for (var round = 0; round < _rounds; round++)
        {
            var drawn = new List<int>();
            for (var i = 0; i < _groups.Length; i++) drawn.AddRange(_groups[random.Next(_groups.Length)]);
            if (statistic([.. drawn]) is { } value) values.Add(value);
        }

        if (values.Count == 0) return null;
        values.Sort();
        var low = (int)(Tail * values.Count);
        return new(values[low], values[values.Count - 1 - low]);
    }
}
