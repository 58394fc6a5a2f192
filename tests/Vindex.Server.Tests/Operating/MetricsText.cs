using System.Globalization;
using System.Text.RegularExpressions;
using Shouldly;

namespace Vindex.Server.Tests.Operating;

/// <summary>
/// Reads Prometheus' text format 0.0.4 as strictly as its description is (https://prometheus.io/docs/instrumenting/exposition_formats), and more: description
/// and type come first, each series once, buckets are cumulative.
/// </summary>
public sealed partial class MetricsText
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    private MetricsText()
    {
    }

    /// <summary>The metrics that have a type, by name.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>The values, by name and labels as they are written.</summary>
    public IReadOnlyDictionary<string, double> Values => _values;

    public static MetricsText Read(string text)
    {
        text.ShouldEndWith("\n");
        text.ShouldNotContain("\r");
        var read = new MetricsText();
        string? described = null, name = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                described = help.Groups["name"].Value;
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                name = type.Groups["name"].Value;
                name.ShouldBe(described, line);
                read._types.TryAdd(name, type.Groups["type"].Value).ShouldBeTrue(line);
                if (type.Groups["type"].Value == "counter") name.ShouldEndWith("_total");
            }
            else
            {
                read.AddSample(line, name.ShouldNotBeNull(line));
            }
        }

        read.CheckHistograms();
        return read;
    }

    private void AddSample(string line, string metric)
    {
        var sample = Sample().Match(line);
        sample.Success.ShouldBeTrue($"not a sample: {line}");
        var name = sample.Groups["name"].Value;
        if (_types[metric] == "histogram") new[] { metric + "_bucket", metric + "_sum", metric + "_count" }.ShouldContain(name, line);
        else name.ShouldBe(metric, line);
        var labels = sample.Groups["label"].Captures.Select(label => label.Value.Split('=')[0]).ToList();
        labels.Distinct().Count().ShouldBe(labels.Count, line);
        _values.TryAdd(name + sample.Groups["labels"].Value, Number(sample.Groups["value"].Value)).ShouldBeTrue($"twice: {line}");
    }

    private void CheckHistograms()
    {
        foreach (var (name, _) in _types.Where(type => type.Value == "histogram"))
        {
            var buckets = _values.Where(value => value.Key.StartsWith(name + "_bucket{", StringComparison.Ordinal))
                .Select(value => (Bound: Bound().Match(value.Key), Count: value.Value))
                .GroupBy(bucket => bucket.Bound.Groups["others"].Value.TrimEnd(','), StringComparer.Ordinal);
            foreach (var series in buckets)
            {
                var ordered = series.Select(bucket => (Bound: Number(bucket.Bound.Groups["bound"].Value), bucket.Count)).ToList();
                ordered.ShouldBe(ordered.OrderBy(bucket => bucket.Bound).ToList(), name);
                ordered.Zip(ordered.Skip(1)).ShouldAllBe(pair => pair.First.Count <= pair.Second.Count);
                ordered[^1].Bound.ShouldBe(double.PositiveInfinity);
                var labels = series.Key.Length == 0 ? "" : "{" + series.Key + "}";
                _values[name + "_count" + labels].ShouldBe(ordered[^1].Count);
                _values.ShouldContainKey(name + "_sum" + labels);
            }
        }
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("""^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\\n]|\\\\|\\n)+$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Type();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{(?<label>[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*")(?:,(?<label>[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"))*\})? (?<value>[+-]Inf|NaN|-?[0-9.]+(?:E[+-]?[0-9]+)?)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Sample();

    [GeneratedRegex("""\{(?<others>.*)le="(?<bound>[^"]+)"\}$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Bound();
}
