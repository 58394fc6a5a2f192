using System.Diagnostics.Metrics;

namespace Vindex.Server.Telemetry;

/// <summary>
/// The gauges of one part of the server. They are observed for as long as that part lives, so two servers in one process do not see each other's values.
/// </summary>
internal sealed class Gauges : IDisposable
{
    private readonly Meter _meter = new(VindexTelemetry.Name);

    public Gauges Add<T>(string name, Func<T> value, string unit, string description)
        where T : struct
    {
        _meter.CreateObservableGauge(name, value, unit, description);
        return this;
    }

    public void Dispose() => _meter.Dispose();
}
