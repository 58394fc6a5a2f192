using System.Globalization;
using System.Text;

namespace Vindex.Server.Telemetry.Prometheus;

/// <summary>Labels in the text format: <c>reason="limit",status="503"</c>.</summary>
internal static class MetricLabels
{
    private const int MaxLength = 200;

    /// <summary>The labels of a measurement, ordered by name; empty without tags.</summary>
    public static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0) return "";
        var sorted = tags.ToArray();
        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var text = new StringBuilder();
        string? last = null;
        foreach (var (key, value) in sorted)
        {
            var name = MetricName.Identifier(key);
            if (name == last) continue;
            last = name;
            if (text.Length > 0) text.Append(',');
            Append(text, name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }

        return text.ToString();
    }

    /// <summary>Adds a label; backslash, quote and line feed are escaped.</summary>
    public static void Append(StringBuilder text, string name, string value)
    {
        text.Append(name).Append("=\"");
        foreach (var character in value.Length <= MaxLength ? value : value[..MaxLength])
        {
            if (character == '\n') text.Append("\\n");
            else if (character is '\\' or '"') text.Append('\\').Append(character);
            else text.Append(char.IsSurrogate(character) ? '\uFFFD' : character);
        }

        text.Append('"');
    }
}
