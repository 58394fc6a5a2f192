using System.Globalization;
using System.Text;
using Vindex.Scoring.Rubric.Rules;

namespace Vindex.Scoring.Rubric;

/// <summary>The rubric in words, for documentation and for people who write profiles.</summary>
public static class RubricDescription
{
    /// <summary>The ids of all rules, in the order of the table: what a profile may weigh.</summary>
    public static IReadOnlyList<string> RuleIds => RuleTable.LoadIds();

    /// <summary>A Markdown table a dimension: id, points of the first finding, cap group, why.</summary>
    public static string ToMarkdown()
    {
        var table = RuleTable.Load();
        var text = new StringBuilder();
        foreach (var dimension in Dimensions.All)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"### {dimension.Name()} (starts from {table.Priors[(int)dimension]:0.0})\n\n| rule | points | cap | why |\n|---|---|---|---|\n");
            foreach (var rule in table.Rules)
            {
                if (rule.Dimension != dimension) continue;
                var cap = rule.Group is { } group ? $"{group.Name[(group.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]} {group.Cap:0.0}" : "";
                text.Append(CultureInfo.InvariantCulture, $"| `{rule.Id}` | {rule.Points:+0.0;-0.0} | {cap} | {rule.Why} |\n");
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }
}
