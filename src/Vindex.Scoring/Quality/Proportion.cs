namespace Vindex.Scoring.Quality;

/// <summary>Shares of yes among yes-or-no answers.</summary>
public static class Proportion
{
    private const double Z = 1.959963984540054;

    /// <summary>The 95 % interval of a share by Wilson (1927), which holds for few answers and for shares near 0 and 1, too.</summary>
    /// <param name="yes">How many answers are yes.</param>
    /// <param name="answers">How many there are, at least one.</param>
    public static Interval Wilson(int yes, int answers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(answers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)yes, (uint)answers, nameof(yes));
        double n = answers;
        var share = yes / n;
        var scale = 1 + (Z * Z / n);
        var centre = (share + (Z * Z / (2 * n))) / scale;
        var half = Z * Math.Sqrt((share * (1 - share) / n) + (Z * Z / (4 * n * n))) / scale;
        return new(Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
