namespace Vindex.Scoring;

/// <summary>Six integer scores, each 0–10, and what follows from them.</summary>
public readonly record struct InvestScores(int Independent, int Negotiable, int Valuable, int Estimable, int Small, int Testable)
{
    /// <summary>A dimension below this value is a fail.</summary>
    public const int FailBelow = 5;

    /// <summary>The score of one dimension, 0–10.</summary>
    public int this[Dimension dimension] => dimension switch
    {
        Dimension.Independent => Independent,
        Dimension.Negotiable => Negotiable,
        Dimension.Valuable => Valuable,
        Dimension.Estimable => Estimable,
        Dimension.Small => Small,
        Dimension.Testable => Testable,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "No such dimension."),
    };

    /// <summary>The sum of the six, 0–60.</summary>
    public int Sum => Independent + Negotiable + Valuable + Estimable + Small + Testable;

    /// <summary>The overall score in tenths, 0–100: the mean, half away from zero to one decimal (31/6 → 52).</summary>
    public int OverallTenths => Rounding.MeanInTenths(Sum, Dimensions.Count);

    /// <summary>The overall score, 0.0–10.0, one decimal.</summary>
    public decimal Overall => OverallTenths / 10m;

    /// <summary>The scores in the order of <see cref="Dimensions.All"/>.</summary>
    public static InvestScores FromArray(ReadOnlySpan<int> values) =>
        new(values[0], values[1], values[2], values[3], values[4], values[5]);
}

/// <summary>Averages as the API gives them.</summary>
public static class Rounding
{
    /// <summary>sum ÷ count in tenths, rounded once, half away from zero; for sums that are not negative.</summary>
    public static int MeanInTenths(long sum, long count) => (int)((20 * sum + count) / (2 * count));

    /// <summary>The mean of values that are themselves tenths, in tenths, half away from zero; for sums that are not negative.</summary>
    public static int MeanOfTenths(long sumOfTenths, long count) => (int)((2 * sumOfTenths + count) / (2 * count));
}

/// <summary>What an overall score is called.</summary>
public enum Band
{
    /// <summary>Below 5.0.</summary>
    AtRisk,

    /// <summary>5.0–6.9.</summary>
    NeedsReview,

    /// <summary>7.0 and above.</summary>
    Healthy,
}

/// <summary>The bands and their names on the wire.</summary>
public static class Bands
{
    /// <summary>Lowest overall score of <see cref="Band.Healthy"/>, in tenths.</summary>
    public const int HealthyFromTenths = 70;

    /// <summary>Lowest overall score of <see cref="Band.NeedsReview"/>, in tenths.</summary>
    public const int NeedsReviewFromTenths = 50;

    /// <summary>The names on the wire, worst first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["at_risk", "needs_review", "healthy"];

    /// <summary>The band of an overall score in tenths.</summary>
    public static Band Of(int overallTenths) => overallTenths switch
    {
        >= HealthyFromTenths => Band.Healthy,
        >= NeedsReviewFromTenths => Band.NeedsReview,
        _ => Band.AtRisk,
    };

    /// <summary>The name on the wire, for example <c>needs_review</c>.</summary>
    public static string Name(this Band band) => Names[(int)band];
}
