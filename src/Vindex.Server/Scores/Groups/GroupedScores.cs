namespace Vindex.Server.Scores.Groups;

/// <summary>Scores by the values of a field.</summary>
/// <param name="All">All of them together.</param>
/// <param name="Groups">The largest groups, largest first.</param>
/// <param name="Count">Number of groups, those that are left out among them.</param>
/// <param name="IsMore">Whether there are more than <paramref name="Count"/>.</param>
internal sealed record GroupedScores(GroupedSums All, IReadOnlyList<GroupedSums> Groups, int Count, bool IsMore);

/// <summary>The scores of one group.</summary>
/// <param name="Value">The group's value; empty for scores without one.</param>
/// <param name="Fails">How many scores fail in each of the six dimensions.</param>
/// <param name="Buckets">Overall and the six dimensions, by bucket.</param>
internal sealed record GroupedSums(string Value, IReadOnlyList<long> Fails, IReadOnlyList<ScoreSum> Buckets)
{
    /// <summary>All buckets together.</summary>
    public ScoreSum Total { get; } = ScoreSum.Of(Buckets);
}
