using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Rubric;
using Vindex.Scoring.Rubric.Rules;

namespace Vindex.Scoring.Profiles;

/// <summary>
/// What a profile can change: the contributions of the learned rubric, the rules for textbook stories and the word lists, all described from the rubric's own
/// data. An id may be a contribution and a rule for stories at the same time; its weight then applies to both.
/// </summary>
public static class ProfileCatalog
{
    private static readonly Lazy<IReadOnlyList<ProfileRule>> s_rules = new(Describe);
    private static readonly Lazy<IReadOnlyList<ProfileWordList>> s_lists = new(() =>
        [.. DataFile.Lines("Profiles/word-lists.txt").Select(line => line.Split('\t')).Select(parts => new ProfileWordList(parts[0], parts[1]))]);

    /// <summary>All rules, by dimension; within one, those of <see cref="RubricNames.Rules"/> in their order.</summary>
    public static IReadOnlyList<ProfileRule> Rules => s_rules.Value;

    /// <summary>All word lists. Their words matter to textbook stories only.</summary>
    public static IReadOnlyList<ProfileWordList> WordLists => s_lists.Value;

    private static List<ProfileRule> Describe()
    {
        var stories = RuleTable.Load().Rules.ToDictionary(rule => rule.Id);
        var learned = new Dictionary<string, double>();
        var groups = new Dictionary<string, string>();
        foreach (var group in RuleNames.Groups)
        {
            for (var d = 0; d < Dimensions.Count; d++)
            {
                groups[RuleNames.Id(group, d)] = group;
                if (WeightOf(group, d) is var weight and not 0) learned[RuleNames.Id(group, d)] = weight;
            }
        }

        return [.. RubricNames.Rules
            .Select(id => Of(id, groups.GetValueOrDefault(id), learned.TryGetValue(id, out var weight) ? weight : null, stories.GetValueOrDefault(id)))
            .OrderBy(rule => rule.Dimension)];
    }

    private static ProfileRule Of(string id, string? group, double? learned, Rule? story)
    {
        if (!Dimensions.TryParse(id[..id.IndexOf('.', StringComparison.Ordinal)], out var dimension)) throw new System.Diagnostics.UnreachableException();
        var isInstructions = group == RuleNames.Instructions && learned is not null;
        var reach = (learned, story) switch
        {
            (null, null) => RuleReach.None,
            (null, _) => RuleReach.Stories,
            (_, null) when !isInstructions => RuleReach.OtherTickets,
            _ => RuleReach.All,
        };
        var isMerit = (learned ?? story?.Points ?? -1) > 0;
        var finds = story is not null && learned is null ? story.Why : Sentence(group!, isMerit);
        return new ProfileRule(id, dimension, reach, finds, isMerit, story?.Points, story is null ? null : story.Points > 0 ? story.Good : story.Bad);
    }

    private static string Sentence(string group, bool isMerit)
    {
        var text = Reasons.Shown(group, isMerit ? 1 : -1) ?? Reasons.Of(group, isMerit ? -1 : 1);
        return text.TrimEnd('.') + ".";
    }

    // The sum of the weights that a group's contribution is made of; 0 where a weight of the profile has no effect.
    private static double WeightOf(string group, int dimension)
    {
        if (group == RuleNames.Other) return 0;
        var sum = HandWeightOf(group, (Dimension)dimension);
        if (group == RuleNames.Wording) return 1;
        var (index, moves) = (SignalGroup.IndexOf(group), false);
        for (var i = 0; index >= 0 && i < TicketSignals.Names.Length; i++)
        {
            if (TicketSignals.GroupOf[i] != index || AdditiveModel.Weight(i, dimension) is not (var weight and not 0)) continue;
            moves = true;
            sum += weight;
        }

        return sum == 0 && moves ? double.Epsilon : sum;
    }

    // What HandRules add points for. Its other rules limit a score, whatever the weight.
    private static double HandWeightOf(string group, Dimension dimension) => (group, dimension) switch
    {
        (RuleNames.Blocked, Dimension.Independent) => -2.5,
        ("dependency", Dimension.Independent) => -1.5,
        (RuleNames.Instructions, Dimension.Testable) => -0.5,
        (RuleNames.Cut, Dimension.Estimable or Dimension.Small) => -0.5,
        _ => 0,
    };
}
