namespace Vindex.Server.Scores;

/// <summary>How many scores a judge made.</summary>
/// <param name="ModelName">The judge, for example <c>rubric-3</c>.</param>
/// <param name="Buckets">How many in each bucket of time.</param>
internal sealed record RubricCount(string ModelName, IReadOnlyList<long> Buckets)
{
    /// <summary>How many in all buckets.</summary>
    public long Count { get; } = Buckets.Sum();

    /// <summary>Where in time other judges than the first begin: the bucket with their first score, in the order of time.</summary>
    public static IReadOnlyList<RubricChange> Changes(IReadOnlyList<RubricCount> rubrics) =>
    [
        .. rubrics.Select(rubric => new RubricChange(rubric.ModelName, rubric.Buckets.TakeWhile(count => count == 0).Count()))
            .OrderBy(change => change.Bucket).ThenBy(change => change.ModelName, StringComparer.Ordinal).Skip(1),
    ];
}

/// <summary>A judge that took over from another.</summary>
/// <param name="ModelName">The judge.</param>
/// <param name="Bucket">The bucket with its first score.</param>
internal sealed record RubricChange(string ModelName, int Bucket);
