using System.Diagnostics.Metrics;
using System.Text;

namespace Vindex.Server.Telemetry.Prometheus;

/// <summary>
/// Names of instruments as Prometheus writes them (https://prometheus.io/docs/practices/naming): <c>vindex.judge.duration</c> in seconds becomes
/// <c>vindex_judge_duration_seconds</c>; counters end in <c>_total</c>.
/// </summary>
internal static class MetricName
{
    /// <summary>The name of an instrument's metric.</summary>
    public static string Of(Instrument instrument, bool isCounter)
    {
        var name = Identifier(instrument.Name);
        if (Unit(instrument.Unit) is { } unit && !name.EndsWith("_" + unit, StringComparison.Ordinal)) name += "_" + unit;
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>A name of letters, digits and underscores that does not begin with a digit.</summary>
    public static string Identifier(string text)
    {
        var name = new StringBuilder(text.Length + 1);
        if (text.Length == 0 || char.IsAsciiDigit(text[0])) name.Append('_');
        foreach (var character in text) name.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        return name.ToString();
    }

    // Units are written in UCUM; annotations such as {ticket} are no units.
    private static string? Unit(string? unit) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "%" => "percent",
        _ => null,
    };
}
