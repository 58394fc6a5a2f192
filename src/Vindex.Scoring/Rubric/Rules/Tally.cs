using System.Runtime.InteropServices;

namespace Vindex.Scoring.Rubric.Rules;

/// <summary>A rule's match and what it is worth after diminishing and caps.</summary>
internal readonly record struct Entry(int Rule, SignalMatch Match, double Worth, double Points);

/// <summary>Adds up findings: each further one of a rule is worth less, a cap group moves a score only so far.</summary>
internal sealed class Tally
{
    private readonly List<Entry> _entries = new(48);
    private double[] _used = [];
    private RuleTable _table = null!;

    /// <summary>How many findings moved a score.</summary>
    public int Count => _entries.Count;

    /// <summary>What moved a score, in the order of the table.</summary>
    public ref readonly Entry this[int index] => ref CollectionsMarshal.AsSpan(_entries)[index];

    /// <summary>Begins with another ticket.</summary>
    public void Begin(RuleTable table)
    {
        _table = table;
        _entries.Clear();
        if (_used.Length == table.Groups.Length) Array.Clear(_used);
        else _used = new double[table.Groups.Length];
    }

    /// <summary>Takes in what a rule's signal has seen, clearest first.</summary>
    public void Add(int index, double weight, SignalMatches matches)
    {
        var rule = _table.Rules[index];
        var worth = rule.Points * weight;
        Span<bool> taken = stackalloc bool[SignalMatches.Most];
        for (var n = 0; n < Math.Min(matches.Count, rule.Limit); n++)
        {
            var best = -1;
            for (var i = 0; i < matches.Count; i++)
            {
                if (!taken[i] && (best < 0 || matches[i].Strength > matches[best].Strength)) best = i;
            }

            taken[best] = true;
            var full = worth * matches[best].Strength;
            var points = Capped(rule.Group, full, _used);
            if (Math.Abs(points) >= 0.005) _entries.Add(new(index, matches[best], full, points));
            worth *= rule.Decay;
        }
    }

    /// <summary>A dimension's sum, which may lie outside 0–10; without the findings of one rule when asked (−1: with all).</summary>
    public double Sum(Dimension dimension, int without = -1)
    {
        Span<double> used = stackalloc double[_table.Groups.Length];
        var score = _table.Priors[(int)dimension];
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_entries))
        {
            var rule = _table.Rules[entry.Rule];
            if (entry.Rule == without || rule.Dimension != dimension) continue;
            score += Capped(rule.Group, entry.Worth, used);
        }

        return score;
    }

    private static double Capped(CapGroup? group, double points, Span<double> used)
    {
        if (group is null) return points;
        var left = Math.Max(group.Cap - used[group.Index], 0);
        var size = Math.Min(Math.Abs(points), left);
        used[group.Index] += size;
        return Math.CopySign(size, points);
    }
}
