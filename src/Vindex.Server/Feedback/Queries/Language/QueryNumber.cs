using System.Buffers.Text;
using System.Globalization;

namespace Vindex.Server.Feedback.Queries.Language;

/// <summary>A number in a query: 64-bit integers are compared exactly, all others as doubles. −0 equals 0; there is no infinity.</summary>
internal readonly record struct QueryNumber
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    // The smallest double above every 64-bit integer; its negative is the smallest 64-bit integer.
    private const double BeyondWhole = 9223372036854775808.0;

    private readonly double _fraction;

    private QueryNumber(long whole, double fraction, bool isWhole)
    {
        Whole = whole;
        _fraction = fraction;
        IsWhole = isWhole;
    }

    /// <summary>Whether it is a 64-bit integer.</summary>
    public bool IsWhole { get; }

    /// <summary>The number if <see cref="IsWhole"/>.</summary>
    public long Whole { get; }

    public double Value => IsWhole ? Whole : _fraction;

    public static QueryNumber Of(long whole) => new(whole, 0, isWhole: true);

    /// <summary>A finite double.</summary>
    public static QueryNumber Of(double value) =>
        Math.Truncate(value) == value && value is >= -BeyondWhole and < BeyondWhole ? Of((long)value) : new QueryNumber(0, value, isWhole: false);

    /// <summary>Parses the whole text as a number; false for anything else and for numbers that overflow a double.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out QueryNumber number)
    {
        if (Utf8Parser.TryParse(utf8, out long whole, out var consumed) && consumed == utf8.Length)
        {
            number = Of(whole);
            return true;
        }

        if (double.TryParse(utf8, Style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
        {
            number = Of(value);
            return true;
        }

        number = default;
        return false;
    }

    public int Order(QueryNumber other) => (IsWhole, other.IsWhole) switch
    {
        (true, true) => Whole.CompareTo(other.Whole),
        (true, false) => Compare(Whole, other._fraction),
        (false, true) => -Compare(other.Whole, _fraction),
        _ => _fraction.CompareTo(other._fraction),
    };

    /// <summary>The shortest text that parses to the same number.</summary>
    public override string ToString() => IsWhole ? Whole.ToString(CultureInfo.InvariantCulture) : _fraction.ToString("R", CultureInfo.InvariantCulture);

    private static int Compare(long whole, double value)
    {
        if (value >= BeyondWhole) return -1;
        if (value < -BeyondWhole) return 1;
        var part = Math.Truncate(value);
        var order = whole.CompareTo((long)part);
        return order != 0 ? order : part.CompareTo(value);
    }
}
