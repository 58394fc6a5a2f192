using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>What the outputs of a metric are computed from. Both engines use it, so that they cannot differ in how.</summary>
/// <param name="Count">Number of values.</param>
/// <param name="Ones">Values equal to 1.</param>
/// <param name="Zeros">Values equal to 0.</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
/// <param name="Sum">The correctly rounded sum.</param>
internal readonly record struct MetricTotals(long Count, long Ones, long Zeros, double Min, double Max, double Sum)
{
    /// <summary>The rank, from 0, at or below which a percentile is.</summary>
    public static long Rank(double quantile, long count) => (long)Math.Floor(quantile * (count - 1));

    /// <summary>A percentile, interpolated between the value at its rank and the next.</summary>
    public static double Interpolate(double quantile, long count, double value, double next)
    {
        var at = quantile * (count - 1);
        var rank = Rank(quantile, count);
        return (value * (rank + 1 - at)) + (next * (at - rank));
    }

    /// <summary>An output that is no percentile; NaN stands for null.</summary>
    /// <param name="aggregation">What to compute.</param>
    /// <param name="isWindow">Whether no value gives null instead of 0.</param>
    public double Output(Aggregation aggregation, bool isWindow)
    {
        if (Count == 0)
        {
            return aggregation switch
            {
                Aggregation.CountTrue or Aggregation.CountFalse => 0,
                Aggregation.Sum or Aggregation.Avg or Aggregation.Count when !isWindow => 0,
                _ => double.NaN,
            };
        }
        return Finite(aggregation switch
        {
            Aggregation.Sum => Sum,
            Aggregation.Avg => Sum / Count,
            Aggregation.Min => Min,
            Aggregation.Max => Max,
            Aggregation.Count => Count,
            Aggregation.CountTrue => Ones,
            _ => Zeros,
        });
    }

    /// <summary>A number as it is reported: no −0, and NaN, which stands for null, instead of an overflow.</summary>
    public static double Finite(double value) => double.IsFinite(value) ? value + 0.0 : double.NaN;
}
