using Vindex.Scoring;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores.Groups;

/// <summary>
/// Compares groups of scores. What the payload of feedback has is counted by the statistics engine, unless only the latest score of each ticket counts; the
/// store knows these, and the fields that are not in the payload.
/// </summary>
internal sealed class GroupService(ScoreSums sums, IScoreStore store)
{
    /// <summary>Number of groups that an answer has.</summary>
    public const int MostGroups = 20;

    /// <summary>The scores in buckets, by the values of a field.</summary>
    /// <param name="access">The scores that the caller may see.</param>
    /// <param name="field">The field.</param>
    /// <param name="latest">Whether only the latest score of each ticket counts.</param>
    /// <param name="edges">The edges of the buckets.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<GroupedScores> ReadAsync(
        ScoreAccess access, ScoreField field, bool latest, IReadOnlyList<DateTimeOffset> edges, CancellationToken cancellationToken) =>
        field.Path is { } path && !latest
            ? sums.GroupAsync(access, path, edges, MostGroups, cancellationToken)
            : StoredAsync(access, new BucketSumsQuestion(edges) { By = field.By, LatestOnly = latest }, cancellationToken);

    // First the totals of all groups, then the buckets of the largest: there may be many more groups than a page can show.
    private async Task<GroupedScores> StoredAsync(ScoreAccess access, BucketSumsQuestion question, CancellationToken cancellationToken)
    {
        var totals = await store.SumAsync(access, question with { Edges = [question.Edges[0], question.Edges[^1]] }, cancellationToken);
        var largest = totals.OrderByDescending(row => row.Count).ThenBy(row => row.Group, StringComparer.Ordinal).Take(MostGroups).ToList();
        if (largest.Count == 0) return new GroupedScores(Sums("", [], question), [], 0, IsMore: false);
        var rows = await store.SumAsync(access, question with { Values = [.. largest.Select(row => row.Group)] }, cancellationToken);
        var all = totals.Count == largest.Count ? rows : await store.SumAsync(access, question with { By = null }, cancellationToken);
        return new GroupedScores(
            Sums("", all, question),
            [.. largest.Select(group => Sums(group.Group, [.. rows.Where(row => row.Group == group.Group)], question))],
            totals.Count,
            IsMore: false);
    }

    private static GroupedSums Sums(string value, IReadOnlyList<BucketSums> rows, BucketSumsQuestion question)
    {
        var byBucket = rows.ToLookup(row => row.Bucket);
        return new GroupedSums(
            value,
            [.. Dimensions.All.Select(dimension => rows.Sum(row => row.Fails[(int)dimension]))],
            [.. Enumerable.Range(0, question.Edges.Count - 1).Select(Bucket)]);

        ScoreSum Bucket(int bucket) => ScoreSum.Of([.. byBucket[bucket].Select(row => new ScoreSum(row.Count, row.Tenths))]);
    }
}
