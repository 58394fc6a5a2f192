using Vindex.Scoring;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring.Records;

/// <summary>Converts the six scores between the judge and the store.</summary>
internal static class SixScores
{
    public static StoredDimensions ToStored(this InvestScores scores) => StoredDimensions.Of([.. Dimensions.All.Select(dimension => scores[dimension])]);

    public static InvestScores ToJudged(this StoredDimensions stored) => InvestScores.FromArray([.. stored.Values]);
}
