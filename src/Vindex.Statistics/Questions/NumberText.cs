using System.Globalization;

namespace Vindex.Statistics.Questions;

/// <summary>Numbers as text.</summary>
internal static class NumberText
{
    /// <summary>The shortest form that gives the same double.</summary>
    public static string Shortest(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>As the name of a percentile: the shortest decimal form, without an exponent.</summary>
    public static string Percentile(double percentile)
    {
        var text = Shortest(percentile + 0.0);
        return text.Contains('E', StringComparison.Ordinal)
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>As a message names a float: a whole one keeps its <c>.0</c>.</summary>
    public static string WithPoint(double number)
    {
        var text = Shortest(number);
        return text.AsSpan().ContainsAny('.', 'E') || !double.IsFinite(number) ? text : text + ".0";
    }

    /// <summary>A percentile as a part of one, rounded to six places, ties to even.</summary>
    public static double Quantile(double percentile)
    {
        var part = percentile / 100;
        // Only odd multiples of 2^-7 lie exactly between two sixth places; the formatter would round those away from zero.
        var eighths = part * 128;
        if (eighths == Math.Floor(eighths) && eighths % 2 == 1)
            return Math.Round(part * 1e6, MidpointRounding.ToEven) / 1e6;
        return double.Parse(part.ToString("F6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
