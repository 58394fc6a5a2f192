using Vindex.Scoring.Judging;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Rules;

namespace Vindex.Scoring.Rubric;

/// <summary>The names that a profile may use.</summary>
public static class RubricNames
{
    private static readonly Lazy<IReadOnlyList<string>> s_rules = new(() => [.. OfflineJudge.RuleIds.Union(RuleTable.LoadIds())]);

    /// <summary>Ids of the rules of all versions, for <c>rule_weights</c>.</summary>
    public static IReadOnlyList<string> Rules => s_rules.Value;

    /// <summary>Names of the word lists, for <c>vocabulary</c>.</summary>
    public static IReadOnlyList<string> Lexicons { get; } = TagNames.All.ToArray();
}
