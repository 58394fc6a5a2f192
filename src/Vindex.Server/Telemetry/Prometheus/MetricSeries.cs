using System.Globalization;
using System.Text;

namespace Vindex.Server.Telemetry.Prometheus;

/// <summary>The values of one metric with the same labels.</summary>
/// <param name="labels">The labels in the text format.</param>
/// <param name="bounds">The upper bounds of the buckets of a histogram; empty for other metrics.</param>
internal sealed class MetricSeries(string labels, IReadOnlyList<double> bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = new long[bounds.Count + 1];
    private double _value;
    private long _count;

    /// <summary>The last scrape in which an observed value was seen.</summary>
    public long SeenIn { get; private set; }

    /// <summary>Adds to a counter.</summary>
    public void Add(double value)
    {
        lock (_lock) _value += value;
    }

    /// <summary>Sets an observed value.</summary>
    public void Set(double value, long scrape)
    {
        lock (_lock)
        {
            _value = value;
            SeenIn = scrape;
        }
    }

    /// <summary>Adds a measurement to a histogram.</summary>
    public void Record(double value)
    {
        if (!double.IsFinite(value)) return;
        var bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket]) bucket++;
        lock (_lock)
        {
            _buckets[bucket]++;
            _count++;
            _value += value;
        }
    }

    /// <summary>Writes the line of a counter or gauge.</summary>
    public void WriteValue(StringBuilder text, string name)
    {
        double value;
        lock (_lock) value = _value;
        Line(text, name, labels, value);
    }

    /// <summary>Writes the lines of a histogram: the buckets, which are cumulative, the sum and the count.</summary>
    public void WriteHistogram(StringBuilder text, string name)
    {
        long[] buckets;
        double sum;
        long count;
        lock (_lock) (buckets, sum, count) = ([.. _buckets], _value, _count);
        var below = 0L;
        for (var i = 0; i < buckets.Length; i++)
        {
            below += buckets[i];
            var bound = new StringBuilder(labels);
            if (labels.Length > 0) bound.Append(',');
            MetricLabels.Append(bound, "le", i < bounds.Count ? Number(bounds[i]) : "+Inf");
            Line(text, name + "_bucket", bound.ToString(), below);
        }

        Line(text, name + "_sum", labels, sum);
        Line(text, name + "_count", labels, count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
