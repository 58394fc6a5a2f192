using Vindex.Scoring;

namespace Vindex.Cli.Profiles;

/// <summary>A person's rating of a ticket; null for dimensions that were not rated.</summary>
/// <param name="Id">The ticket's id.</param>
/// <param name="Scores">The ratings in the order of <see cref="Dimensions.All"/>.</param>
internal sealed record PartialRating(string Id, IReadOnlyList<double?> Scores)
{
    /// <summary>The mean of several ratings, by dimension.</summary>
    public static IReadOnlyList<double?> Mean(IEnumerable<PartialRating> ratings) =>
        [.. Enumerable.Range(0, Dimensions.Count).Select(d => ratings.Average(rating => rating.Scores[d]))];
}
