using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Vindex.Server.Background;
using Vindex.Server.Configuration;
using Vindex.Server.Operations.Backups;
using Vindex.Server.Operations.Connections;
using Vindex.Server.Operations.Metrics;
using Vindex.Server.Operations.Retention;
using Vindex.Server.Operations.Running;
using Vindex.Server.Telemetry;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Operations;

/// <summary>Listening, logs, telemetry, housekeeping.</summary>
internal static class OperationsModule
{
    private const int MaxRequestLine = 16 * 1024;

    public static void AddListening(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<ServerOptions>("Server");
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLine;

            // The server's own limit returns 413 with problem details.
            kestrel.Limits.MaxRequestBodySize = BodyBytes.DiscardLimit;
        });
        builder.Services.AddSettings<ConnectionOptions>("Limits:Connections");
        builder.Services.AddSingleton<ConnectionGate>();
        builder.Services.AddSingleton(provider => new SocketTransport(ActivatorUtilities.CreateInstance<SocketTransportFactory>(provider)));
        builder.Services.AddSingleton<IConnectionListenerFactory, GatedListeners>();
        builder.Services.AddRoutingCore();
    }

    public static void AddOperations(this IServiceCollection services, string dataFolder)
    {
        services.AddJson(OperationsJson.Shared);
        services.AddSettings<RetentionOptions>("Retention");
        services.AddSettings<TelemetryOptions>("Telemetry");
        services.AddMetricsEndpoint();
        services.AddSingleton(new DataFolderPath(Path.GetFullPath(dataFolder)));
        services.AddSettings<BackupOptions>("Backup");
        services.AddSingleton<BackupService>();
        services.AddSingleton<RetentionRun>();
        services.AddSingleton<RetentionPreview>();
        services.AddHostedService<TelemetryExport>();
        services.AddHostedService<ServerFile>();
        services.AddHostedService<SystemdNotification>();
        services.AddHealthChecks().AddCheck<Health.StoreCheck>("store");
        services.AddSingleton<KeptTimes>();
        services.AddWorker<Housekeeping>();
        services.AddWorker<ScheduledBackups>();
        services.AddHealthChecks().AddCheck<ScheduledBackups>("backup");
        services.AddSingleton<ReplicaWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ReplicaWatch>());
        services.AddHealthChecks().AddCheck<ReplicaWatch>("replica");
    }

    /// <summary>Listens on the addresses of the settings.</summary>
    public static void UseListening(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        foreach (var address in options.Addresses) app.Urls.Add(address);

        // The last one: the first is the server's own.
        if (options.HasMetricsUrl) app.Urls.Add(options.MetricsUrl!.Trim());
    }

    /// <summary>Takes the caller's address and scheme from the headers of trusted proxies only.</summary>
    public static void UseForwarding(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        if (options.TrustedProxies.Count == 0) return;
        var forwarding = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null
        };
        forwarding.KnownProxies.Clear();
        forwarding.KnownIPNetworks.Clear();
        foreach (var network in options.TrustedProxies) forwarding.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(forwarding);
    }
}
