using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Vindex.Server.Configuration;

namespace Vindex.Server.Telemetry;

/// <summary>Settings of telemetry: the section <c>Telemetry</c>.</summary>
internal sealed record TelemetryOptions
{
    /// <summary>OTLP endpoint (gRPC); null for none.</summary>
    [HttpAddress]
    public Uri? OtlpEndpoint { get; init; }
}

/// <summary>Exports traces and metrics by OTLP while the server runs. Without an endpoint there is no listener, and measuring costs almost nothing.</summary>
internal sealed class TelemetryExport(IOptions<TelemetryOptions> options) : IHostedService, IDisposable
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.OtlpEndpoint is not { } endpoint) return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault().AddService("vindex", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3));
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(VindexTelemetry.Name, "Microsoft.AspNetCore")
            .AddOtlpExporter(Configure)
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(VindexTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter(Configure)
            .Build();
        return Task.CompletedTask;

        void Configure(OtlpExporterOptions exporter) => exporter.Endpoint = endpoint;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // Disposing flushes.
        _traces?.Dispose();
        _metrics?.Dispose();
        _traces = null;
        _metrics = null;
    }
}
