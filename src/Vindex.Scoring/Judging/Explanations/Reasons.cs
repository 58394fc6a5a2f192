using System.Collections.Frozen;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>What contributions mean, in words (<c>Judging/reasons.txt</c>).</summary>
internal static class Reasons
{
    private const string NotShown = "-";

    private static readonly FrozenDictionary<string, string[]> s_texts = DataFile.Text("Judging/reasons.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[0] != '#').Select(line => line.Split('\t')).ToFrozenDictionary(parts => parts[0], parts => parts[1..]);

    /// <summary>The groups that have texts; after a dot, which case of a group.</summary>
    public static IEnumerable<string> Groups => s_texts.Keys;

    /// <summary>What a contribution of a group means.</summary>
    public static string Of(string group, double points) => At(group, points < 0 ? 1 : 0) is { Length: > 0 } text ? text : At(group, points < 0 ? 0 : 1);

    /// <summary>The same; null for a contribution that is only shown together with other minor factors.</summary>
    public static string? Shown(string group, double points) => Of(group, points) is var text && text.Length > 0 && text != NotShown ? text : null;

    /// <summary>What a contribution may mean whose evidence is weak.</summary>
    public static string? Possible(string group, double points) => At(group, points < 0 ? 5 : 4) is { Length: > 0 } text && text != NotShown ? text : null;

    /// <summary>What is missing when a group earns nothing.</summary>
    public static string Missing(string group) => At(group, 2) is { Length: > 0 } text ? text : Of(group, -1);

    /// <summary>What is missing when a group earns less than it does in a good ticket.</summary>
    public static string Partial(string group) => At(group, 3);

    private static string At(string group, int column) => s_texts[group] is var texts && column < texts.Length ? texts[column] : "";
}
