namespace Vindex.Scoring.Quality;

/// <summary>Ranks with ties, and the statistics computed from them.</summary>
public static class Ranks
{
    /// <summary>The ranks from 1; equal values share the mean of their ranks.</summary>
    public static double[] Of(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        var order = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(sorted, order);
        var ranks = new double[order.Length];
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && sorted[last + 1] == sorted[first]) last++;
            for (var i = first; i <= last; i++) ranks[order[i]] = ((first + last) / 2.0) + 1;
            first = last + 1;
        }

        return ranks;
    }

    /// <summary>Spearman's rank correlation, −1 to 1: Pearson's correlation of the ranks. 0 when one side is constant.</summary>
    public static double Correlation(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length != right.Length) throw new ArgumentException("Both sides must have the same number of values.", nameof(right));
        return Pearson(Of(left), Of(right));
    }

    /// <summary>
    /// Area under the ROC curve by rank sums (Mann and Whitney, 1947): the probability that a positive case has a higher value than a negative one, ties
    /// counting half.
    /// Null without a case of either sort.
    /// </summary>
    public static double? Auc(ReadOnlySpan<double> values, ReadOnlySpan<bool> positive)
    {
        if (values.Length != positive.Length) throw new ArgumentException("Each value needs a label.", nameof(positive));
        var ranks = Of(values);
        double positives = 0, sum = 0;
        for (var i = 0; i < ranks.Length; i++)
        {
            if (!positive[i]) continue;
            positives++;
            sum += ranks[i];
        }

        var negatives = ranks.Length - positives;
        return positives == 0 || negatives == 0 ? null : (sum - (positives * (positives + 1) / 2)) / (positives * negatives);
    }

    private static double Pearson(double[] left, double[] right)
    {
        if (left.Length == 0) return 0;
        var (leftMean, rightMean) = (left.Average(), right.Average());
        double both = 0, leftSquares = 0, rightSquares = 0;
        for (var i = 0; i < left.Length; i++)
        {
            var (x, y) = (left[i] - leftMean, right[i] - rightMean);
            both += x * y;
            leftSquares += x * x;
            rightSquares += y * y;
        }

        return leftSquares == 0 || rightSquares == 0 ? 0 : both / Math.Sqrt(leftSquares * rightSquares);
    }
}
