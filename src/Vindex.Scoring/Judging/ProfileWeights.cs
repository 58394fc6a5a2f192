using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Profiles;

namespace Vindex.Scoring.Judging;

/// <summary>A profile's factors on contributions, by group and dimension.</summary>
internal sealed class ProfileWeights
{
    private readonly Dictionary<(string Group, int Dimension), double> _factors = [];
    private readonly double[] _signals = new double[TicketSignals.Groups.Length * Dimensions.Count];

    public ProfileWeights(Profile profile)
    {
        foreach (var group in RuleNames.Groups)
        {
            for (var dimension = 0; dimension < Dimensions.Count; dimension++)
            {
                if (profile.RuleWeights.TryGetValue(RuleNames.Id(group, dimension), out var factor)) _factors[(group, dimension)] = factor;
            }
        }

        for (var group = 0; group < TicketSignals.Groups.Length; group++)
        {
            for (var dimension =
                0; dimension < Dimensions.Count; dimension++)
            {
                _signals[(group * Dimensions.Count) + dimension] = Of(TicketSignals.Groups[group], dimension);
            }
        }
    }

    /// <summary>Whether the profile changes nothing.</summary>
    public bool AreOne => _factors.Count == 0;

    /// <summary>The factor; 1 when the profile says nothing.</summary>
    public double Of(string group, int dimension) => AreOne ? 1 : _factors.GetValueOrDefault((group, dimension), 1);

    /// <summary>The factor of a group of signals by its number.</summary>
    public double Of(int group, int dimension) => _signals[(group * Dimensions.Count) + dimension];
}
