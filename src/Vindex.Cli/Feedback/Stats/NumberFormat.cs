using System.Globalization;

namespace Vindex.Cli.Feedback.Stats;

/// <summary>How the numbers of one column are written: all with as many decimals, about four digits of the largest.</summary>
internal readonly struct NumberFormat
{
    private const int Digits = 4;
    private const int MostDecimals = 6;

    private readonly string _format;

    private NumberFormat(string format) => _format = format;

    /// <summary>Shares of one, as per cent.</summary>
    public static NumberFormat Share { get; } = new("0.0%");

    public static NumberFormat Of(IEnumerable<double?> numbers)
    {
        var given = numbers.OfType<double>().ToList();
        if (given.Count == 0) return new("0");
        var largest = given.Max(Math.Abs);
        if (largest >= 1e12) return new("0.000e+0");
        if (given.All(double.IsInteger)) return new("0");
        return largest < 1e-3 ? new("0.000e+0") : new("F" + Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(largest)), 0, MostDecimals));
    }

    public string Text(double number)
    {
        var text = number.ToString(_format, CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.AsSpan(1).IndexOfAnyInRange('1', '9') < 0 ? text[1..] : text; // no -0.00
    }
}
