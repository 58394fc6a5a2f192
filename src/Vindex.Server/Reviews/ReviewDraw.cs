using Vindex.Server.Security;

namespace Vindex.Server.Reviews;

/// <summary>A ticket that can be drawn.</summary>
/// <param name="ScoreId">Its latest score.</param>
/// <param name="Rank">Lower ranks are drawn first.</param>
internal readonly record struct ReviewCandidate(string ScoreId, int Rank);

/// <summary>Draws the tickets of a review.</summary>
internal static class ReviewDraw
{
    /// <summary>
    /// Draws candidates, each at most once, those of a lower rank first; within a rank every order is equally likely. The same candidates and the same random
    /// numbers give the same draw.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<ReviewCandidate> candidates, int count, Randomness randomness)
    {
        var drawn = new List<string>();
        foreach (var rank in candidates.GroupBy(candidate => candidate.Rank).OrderBy(rank => rank.Key))
        {
            string[] ids = [.. rank.Select(candidate => candidate.ScoreId)];
            // The beginning of a shuffle by Fisher and Yates.
            for (var i = 0; i < ids.Length && drawn.Count < count; i++)
            {
                var chosen = i + (int)(randomness.Fraction() * (ids.Length - i));
                (ids[i], ids[chosen]) = (ids[chosen], ids[i]);
                drawn.Add(ids[i]);
            }
        }

        return drawn;
    }
}
