using Vindex.Scoring.Judging.Signals;

namespace Vindex.Scoring.Judging.Rules;

/// <summary>The groups of contributions and the ids of their rules.</summary>
internal static class RuleNames
{
    /// <summary>Words that occur in rated tickets of many projects.</summary>
    public const string Wording = "wording";

    /// <summary>Contributions too small to be shown each for itself.</summary>
    public const string Other = "other";

    /// <summary>A linked ticket blocks this one.</summary>
    public const string Blocked = "blocked";

    /// <summary>Text that addresses the judge.</summary>
    public const string Instructions = "instructions";

    /// <summary>Text over the size limit was cut.</summary>
    public const string Cut = "cut";

    /// <summary>Nothing to judge.</summary>
    public const string Empty = "empty";

    /// <summary>Criteria without content.</summary>
    public const string Stuffed = "stuffed";

    private static readonly string[] s_groups = [
        .. TicketSignals.Groups.ToArray().Where(group => group != "kind"), Wording, Other, Blocked, Instructions, Cut, Empty, Stuffed
    ];
    private static readonly Dictionary<string, string[]> s_ids = s_groups.ToDictionary(
        group => group, group => Dimensions.Names.Select(dimension => dimension + "." + group).ToArray());

    /// <summary>All ids.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Dimensions.All.SelectMany(dimension =>
        s_groups.Where(group => group != Other).Select(group => Id(group, (int)dimension)))];

    /// <summary>All groups.</summary>
    public static IReadOnlyList<string> Groups => s_groups;

    /// <summary>The id of a group's rule for a dimension, such as <c>testable.criteria</c>.</summary>
    public static string Id(string group, int dimension) => s_ids[group][dimension];
}
