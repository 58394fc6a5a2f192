using Vindex.Scoring.Quality;

namespace Vindex.Server.Ratings;

/// <summary>Makes the report on agreement out of remarks and the scores that they are about.</summary>
internal static class AgreementReport
{
    public static AgreementBody Of(IReadOnlyList<Remark> remarks, IReadOnlyDictionary<string, JudgedScore> scores, bool isComplete) => new(
        remarks.Select(remark => remark.ScoreId).Distinct(StringComparer.Ordinal).Count(),
        remarks.Select(remark => remark.Actor).Distinct(StringComparer.Ordinal).Count(),
        RaterAgreement.FewestTickets,
        isComplete,
        [
            .. remarks.GroupBy(remark => scores[remark.ScoreId].ModelName, StringComparer.Ordinal).OrderByDescending(
                rubric => rubric.Key, StringComparer.Ordinal)
                .Select(rubric => new RubricAgreementBody(rubric.Key, [.. Dimensions(rubric, scores)])),
        ]);

    private static IEnumerable<DimensionAgreementBody> Dimensions(IEnumerable<Remark> remarks, IReadOnlyDictionary<string, JudgedScore> scores)
    {
        var byDimension = remarks.ToLookup(remark => remark.Dimension, StringComparer.Ordinal);
        return RatingRows.Dimensions.Where(byDimension.Contains).Select(dimension => Of(dimension, [.. byDimension[dimension]], scores));
    }

    private static DimensionAgreementBody Of(string dimension, IReadOnlyList<Remark> remarks, IReadOnlyDictionary<string, JudgedScore> scores)
    {
        var ratings = RaterAgreement.Of(remarks.Where(remark => remark.Rating is not null)
            .Select(remark => new RatedTicket(remark.ScoreId, remark.Actor, scores[remark.ScoreId].Values[dimension], remark.Rating!.Value)));
        var (agree, disagree) = (remarks.Count(remark => remark.Agrees == true), remarks.Count(remark => remark.Agrees == false));
        return new DimensionAgreementBody(
            dimension,
            ratings.Tickets,
            ratings.Ratings,
            ratings.Raters,
            ratings.IsEnough,
            EstimateBody.Of(ratings.RankCorrelation),
            EstimateBody.Of(ratings.WeightedKappa),
            ratings.MeanDifference is { } difference ? EstimateBody.Rounded(difference) : null,
            agree,
            disagree,
            agree + disagree == 0 ? null : EstimateBody.Of(new Estimate((double)agree / (agree + disagree), Proportion.Wilson(agree, agree + disagree))));
    }
}
