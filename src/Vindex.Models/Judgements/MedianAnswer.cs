using Vindex.Models.Answers;
using Vindex.Scoring;

namespace Vindex.Models.Judgements;

/// <summary>Several answers of a model taken together.</summary>
/// <param name="Answer">By dimension the answer with the median score (the lower of two), with its reason and quotes.</param>
/// <param name="Spread">By dimension the largest score minus the smallest.</param>
internal sealed record MedianAnswer(ModelAnswer Answer, IReadOnlyList<int> Spread)
{
    /// <summary>Takes answers together.</summary>
    public static MedianAnswer Of(IReadOnlyList<ModelAnswer> answers)
    {
        var middle = (answers.Count - 1) / 2;
        List<DimensionAnswer> dimensions = [];
        List<int> spread = [];
        foreach (var dimension in Dimensions.All)
        {
            var ordered = answers.Select(answer => answer.Dimensions[(int)dimension]).OrderBy(answer => answer.Score).ToList();
            dimensions.Add(ordered[middle]);
            spread.Add(ordered[^1].Score - ordered[0].Score);
        }

        return new(new ModelAnswer(dimensions, answers.OrderBy(answer => answer.Sum).ElementAt(middle).Advice), spread);
    }
}
