using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Vindex.Server.Telemetry.Prometheus;

/// <summary>
/// Collects the measurements of the server, of ASP.NET Core and of the runtime from its creation on, and writes them in Prometheus' text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats). Written here because the format is small.
/// </summary>
internal sealed class MetricCollection : IDisposable
{
    private static readonly string[] s_meters =
        [VindexTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    // The runtime publishes these as counters, although they go up and down.
    private static readonly string[] s_falseCounters = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];
    private static readonly double[] s_seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _scraping = new();
    private long _scrape;

    public MetricCollection()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (s_meters.Contains(instrument.Meter.Name) && MetricOf(instrument) is { } metric) listener.EnableMeasurementEvents(instrument, metric);
        };
        Take<long>();
        Take<int>();
        Take<double>();
        RuntimeHelpers.RunClassConstructor(typeof(VindexTelemetry).TypeHandle);
        _listener.Start();
    }

    /// <summary>All metrics in the text format.</summary>
    public string Write()
    {
        lock (_scraping)
        {
            _scrape++;
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var (_, metric) in _metrics.OrderBy(pair => pair.Key, StringComparer.Ordinal)) metric.Write(text, _scrape);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take<T>()
        where T : struct, IConvertible => _listener.SetMeasurementEventCallback<T>((_, value, tags, state) =>
        {
            var metric = (Metric)state!;
            var number = value.ToDouble(null);
            if (metric.Kind == PrometheusType.Histogram) metric.Series(tags).Record(number);
            else if (metric.IsObserved) metric.Series(tags).Set(number, _scrape);
            else metric.Series(tags).Add(number);
        });

    // Of two instruments of the same name, the second one adds to the first, unless it is of another kind.
    private Metric? MetricOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        var kind = s_falseCounters.Contains(instrument.Name) ? PrometheusType.Gauge
            : type == typeof(Histogram<>) ? PrometheusType.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? PrometheusType.Counter
            : PrometheusType.Gauge;
        var isSet = instrument.IsObservable;
        var name = MetricName.Of(instrument, kind == PrometheusType.Counter);
        var metric = new Metric(name, kind, instrument.Description ?? instrument.Name, isSet, kind == PrometheusType.Histogram ? Bounds(instrument) : []);
        var known = _metrics.GetOrAdd(metric.Name, metric);
        return known.Kind == kind && known.IsObserved == isSet ? known : null;
    }

    private static IReadOnlyList<double> Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => bounds,
        _ => s_seconds,
    };
}
