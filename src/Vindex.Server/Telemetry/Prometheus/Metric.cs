using System.Collections.Concurrent;
using System.Text;

namespace Vindex.Server.Telemetry.Prometheus;

/// <summary>What kind of metric an instrument is.</summary>
internal enum PrometheusType
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>A metric with its series, of which there are only so many: further labels are counted together.</summary>
/// <param name="name">Its name.</param>
/// <param name="kind">Its kind.</param>
/// <param name="help">Its description.</param>
/// <param name="isObserved">Whether its values are asked for at each scrape, so that those no longer given disappear.</param>
/// <param name="bounds">The upper bounds of the buckets of a histogram.</param>
internal sealed class Metric(string name, PrometheusType kind, string help, bool isObserved, IReadOnlyList<double> bounds)
{
    /// <summary>The most series of a metric.</summary>
    public const int MaxSeries = 500;

    private const string Overflow = "overflow=\"true\"";
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public string Name => name;

    public PrometheusType Kind => kind;

    public bool IsObserved => isObserved;

    /// <summary>The series with these labels, or the one for all that do not fit.</summary>
    public MetricSeries Series(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = MetricLabels.Of(tags);
        if (_series.TryGetValue(labels, out var series)) return series;
        if (_series.Count >= MaxSeries) labels = Overflow;
        return _series.GetOrAdd(labels, static (text, limits) => new MetricSeries(text, limits), bounds);
    }

    /// <summary>Writes description, type and series in the text format.</summary>
    public void Write(StringBuilder text, long scrape)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
            .Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind.ToString().ToLowerInvariant()).Append('\n');
        foreach (var (_, series) in _series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (isObserved && series.SeenIn != scrape) continue;
            if (kind == PrometheusType.Histogram) series.WriteHistogram(text, name);
            else series.WriteValue(text, name);
        }
    }
}
