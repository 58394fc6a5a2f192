using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Vindex.Server.Configuration;

namespace Vindex.Server.Telemetry;

/// <summary>Where traces and metrics go.</summary>
/// <param name="Endpoint">OTLP over gRPC; null for nowhere.</param>
internal sealed record TelemetryOptions(Uri? Endpoint)
{
    public static TelemetryOptions Read(SettingsReader settings) => new(settings.Address("Telemetry:OtlpEndpoint") ?? settings.Address("OTEL_EXPORTER_OTLP_ENDPOINT"));
}

/// <summary>Sends traces and metrics by OTLP for as long as the server runs. Without an endpoint nothing listens, and measuring costs next to nothing.</summary>
internal sealed class TelemetryExport(TelemetryOptions options) : IHostedService, IDisposable
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Endpoint is not { } endpoint) return Task.CompletedTask;
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
        // Disposing sends what is left.
        _traces?.Dispose();
        _metrics?.Dispose();
        _traces = null;
        _metrics = null;
    }
}
