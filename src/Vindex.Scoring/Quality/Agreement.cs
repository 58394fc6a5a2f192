namespace Vindex.Scoring.Quality;

/// <summary>Agreement of two judgements of the same things.</summary>
public static class Agreement
{
    /// <summary>Cohen's kappa (1960): agreement beyond chance, at most 1. 0 when chance alone explains everything.</summary>
    public static double Kappa(ReadOnlySpan<bool> left, ReadOnlySpan<bool> right)
    {
        if (left.Length != right.Length) throw new ArgumentException("Both sides must have the same number of judgements.", nameof(right));
        if (left.Length == 0) return 0;
        int same = 0, leftYes = 0, rightYes = 0;
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] == right[i]) same++;
            if (left[i]) leftYes++;
            if (right[i]) rightYes++;
        }

        double n = left.Length;
        var chance = (leftYes / n * (rightYes / n)) + ((1 - (leftYes / n)) * (1 - (rightYes / n)));
        return chance == 1 ? 0 : ((same / n) - chance) / (1 - chance);
    }

    /// <summary>
    /// Cohen's kappa with quadratic weights (1968) of two series of whole numbers: 1 − mean squared difference / mean squared difference by chance. Null when
    /// chance
    /// leaves no difference, as both sides are one and the same number.
    /// </summary>
    public static double? WeightedKappa(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        if (left.Length != right.Length) throw new ArgumentException("Both sides must have the same number of judgements.", nameof(right));
        long squares = 0, leftSum = 0, rightSum = 0, leftSquares = 0, rightSquares = 0;
        for (var i = 0; i < left.Length; i++)
        {
            long x = left[i], y = right[i];
            squares += (x - y) * (x - y);
            leftSum += x;
            rightSum += y;
            leftSquares += x * x;
            rightSquares += y * y;
        }

        // Both are n² times a mean, so that they stay whole numbers.
        var observed = squares * left.Length;
        var chance = ((leftSquares + rightSquares) * left.Length) - (2 * leftSum * rightSum);
        return chance == 0 ? null : 1 - ((double)observed / chance);
    }
}
