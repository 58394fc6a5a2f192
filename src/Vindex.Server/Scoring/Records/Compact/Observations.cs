using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;

namespace Vindex.Server.Scoring.Records.Compact;

/// <summary>What contributions have observed. The same observation mostly moves several dimensions: only points and the id's first part differ.</summary>
internal sealed class Observations
{
    private readonly List<(Contribution Contribution, Dimension Dimension)> _all = [];

    /// <summary>Forgets all.</summary>
    public void Clear() => _all.Clear();

    /// <summary>Adds one that is new.</summary>
    public void Add(Contribution contribution, Dimension dimension) => _all.Add((contribution, dimension));

    /// <summary>The number of the one that a contribution repeats; −1 if it is new.</summary>
    public int Find(Contribution contribution, Dimension dimension)
    {
        for (var i = 0; i < _all.Count; i++)
        {
            var (earlier, at) = _all[i];
            if (earlier.Start == contribution.Start && earlier.End == contribution.End && earlier.Field == contribution.Field
                && earlier.Why == contribution.Why && earlier.Quote == contribution.Quote
                && IsPrefixed(earlier.Rule, at) && IsPrefixed(contribution.Rule, dimension)
                && GroupOf(earlier.Rule, at).SequenceEqual(GroupOf(contribution.Rule, dimension)))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The contribution to a dimension that repeats one.</summary>
    public Contribution Again(uint number, Dimension dimension, double points)
    {
        if (number >= _all.Count) throw new InvalidDataException("It refers to a contribution that is not there.");
        var (earlier, at) = _all[(int)number];
        if (!IsPrefixed(earlier.Rule, at)) throw new InvalidDataException($"The rule {earlier.Rule} is not one of {at.Name()}.");
        var rule = string.Concat(dimension.Name(), GroupOf(earlier.Rule, at));
        return earlier with { Rule = KnownTexts.NumberOf(rule) is { } known ? KnownTexts.At(known) : rule, Points = points };
    }

    private static bool IsPrefixed(string rule, Dimension dimension) => rule.StartsWith(dimension.Name(), StringComparison.Ordinal);

    private static ReadOnlySpan<char> GroupOf(string rule, Dimension dimension) => rule.AsSpan(dimension.Name().Length);
}
