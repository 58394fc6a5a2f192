using Vindex.Scoring;

namespace Vindex.Models.Answers;

/// <summary>What a model says of one dimension.</summary>
/// <param name="Score">0–10.</param>
/// <param name="Reason">Why, in a sentence or two.</param>
/// <param name="Quotes">Words that it says are in the ticket; not checked yet.</param>
internal sealed record DimensionAnswer(int Score, string Reason, IReadOnlyList<string> Quotes);

/// <summary>What a model recommends.</summary>
/// <param name="Dimension">The dimension that it serves.</param>
/// <param name="Text">What to do.</param>
internal sealed record AdviceAnswer(Dimension Dimension, string Text);

/// <summary>A model's answer, in the required form.</summary>
/// <param name="Dimensions">In the order of <see cref="Vindex.Scoring.Dimensions.All"/>.</param>
/// <param name="Advice">The most valuable first.</param>
internal sealed record ModelAnswer(IReadOnlyList<DimensionAnswer> Dimensions, IReadOnlyList<AdviceAnswer> Advice)
{
    /// <summary>The sum of the six scores.</summary>
    public int Sum => Dimensions.Sum(answer => answer.Score);
}
