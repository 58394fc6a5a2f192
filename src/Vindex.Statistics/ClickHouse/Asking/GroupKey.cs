using System.Globalization;
using System.Text;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.ClickHouse.Asking;

/// <summary>
/// The value of a field as a text: <c>s</c> and the text of a string, <c>n</c> and the bits of a number, <c>t</c>, <c>f</c>; empty for a missing value.
/// Two fields are one text, in which the length of the first stands in front.
/// </summary>
internal static class GroupKey
{
    /// <summary>The value that a text identifies.</summary>
    public static ScalarValue Parse(string key) => key switch
    {
        "" => ScalarValue.Null,
        ['s', ..] => ScalarValue.Of(key[1..]),
        ['n', ..] => ScalarValue.Of(BitConverter.UInt64BitsToDouble(ulong.Parse(key.AsSpan(1), CultureInfo.InvariantCulture))),
        _ => ScalarValue.Of(key == "t"),
    };

    /// <summary>The expression for two fields.</summary>
    public static string Pair(string first, string second) => $"concat(toString(length({first})), ':', {first}, {second})";

    /// <summary>The two values of a text for two fields.</summary>
    public static ScalarValue[] ParsePair(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(key[(colon + 1)..]);
        var length = int.Parse(key.AsSpan(0, colon), CultureInfo.InvariantCulture);
        return [Parse(Encoding.UTF8.GetString(bytes, 0, length)), Parse(Encoding.UTF8.GetString(bytes, length, bytes.Length - length))];
    }
}
