using System.Collections.Frozen;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>What contributions mean, in words (<c>Judging/reasons.txt</c>).</summary>
internal static class Reasons
{
    private static readonly FrozenDictionary<string, string[]> s_texts = DataFile.Text("Judging/reasons.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[0] != '#').Select(line => line.Split('\t')).ToFrozenDictionary(parts => parts[0], parts => parts[1..]);

    /// <summary>The groups that have texts.</summary>
    public static IEnumerable<string> Groups => s_texts.Keys;

    /// <summary>What a contribution of a group means.</summary>
    public static string Of(
        string group, double points) => s_texts[group] is var texts && texts[points < 0 ? 1 : 0] is { Length: > 0 } text ? text : texts[points < 0 ? 0 : 1];

    /// <summary>What is missing when a group earns nothing.</summary>
    public static string Missing(string group) => s_texts[group][2] is { Length: > 0 } text ? text : s_texts[group][1];

    /// <summary>What is missing when a group earns less than it does in a good ticket.</summary>
    public static string Partial(string group) => s_texts[group][3];
}
