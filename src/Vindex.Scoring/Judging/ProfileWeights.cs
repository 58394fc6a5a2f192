using Vindex.Scoring.Profiles;

namespace Vindex.Scoring.Judging;

/// <summary>A profile's factors on contributions, by group and dimension.</summary>
internal sealed class ProfileWeights
{
    private readonly Dictionary<(string Group, int Dimension), double> _factors = [];

    public ProfileWeights(Profile profile)
    {
        foreach (var group in RuleNames.Groups)
        {
            for (var dimension = 0; dimension < Dimensions.Count; dimension++)
            {
                if (profile.RuleWeights.TryGetValue(RuleNames.Id(group, dimension), out var factor)) _factors[(group, dimension)] = factor;
            }
        }
    }

    /// <summary>The factor; 1 when the profile says nothing.</summary>
    public double Of(string group, int dimension) => _factors.Count == 0 ? 1 : _factors.GetValueOrDefault((group, dimension), 1);
}
