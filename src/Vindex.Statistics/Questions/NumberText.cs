using System.Globalization;

namespace Vindex.Statistics.Questions;

/// <summary>Numbers as text.</summary>
internal static class NumberText
{
    /// <summary>The shortest form that parses to the same double.</summary>
    public static string Shortest(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The name of a percentile: the shortest decimal form, without an exponent.</summary>
    public static string Percentile(double percentile)
    {
        var text = Shortest(percentile + 0.0);
        return text.Contains('E', StringComparison.Ordinal)
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>A percentile as a fraction of 1, rounded to six places, ties to even.</summary>
    public static double Quantile(double percentile)
    {
        var fraction = percentile / 100;
        // Only odd multiples of 2^-7 are exactly halfway between two six-place decimals; the formatter would round those away from zero.
        var scaled = fraction * 128;
        if (scaled == Math.Floor(scaled) && scaled % 2 == 1)
            return Math.Round(fraction * 1e6, MidpointRounding.ToEven) / 1e6;
        return double.Parse(fraction.ToString("F6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
