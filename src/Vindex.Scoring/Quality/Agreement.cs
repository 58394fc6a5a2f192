namespace Vindex.Scoring.Quality;

/// <summary>Agreement of two yes-or-no judgements.</summary>
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
}
