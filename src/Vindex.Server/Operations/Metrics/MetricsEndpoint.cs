using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vindex.Server.Configuration;
using Vindex.Server.Telemetry.Prometheus;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Operations.Metrics;

/// <summary>
/// <c>GET /metrics</c> for Prometheus: on an address of its own without a credential (nothing else is served there), on the other addresses with a bearer
/// token. If neither is set, nothing is measured and the path does not exist.
/// </summary>
internal sealed partial class MetricsEndpoint(
    RequestDelegate next, IOptions<ServerOptions> options, IServer server, MetricCollection metrics, StoreGauges gauges, ILogger<MetricsEndpoint> logger)
{
    public const string Path = "/metrics";
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private const string Scheme = "Bearer ";
    private readonly byte[]? _token = options.Value.MetricsToken is { Length: > 0 } token ? Hash(token) : null;
    private readonly Lazy<int?> _port = new(() =>
        options.Value.HasMetricsUrl ? PortOf(server.Features.Get<IServerAddressesFeature>()!.Addresses.Last()) : null);

    public Task InvokeAsync(HttpContext context)
    {
        var isMetrics = context.Request.Path == Path;
        if (_port.Value == context.Connection.LocalPort) return isMetrics ? AnswerAsync(context) : Problem.NotFound().ExecuteAsync(context);
        if (!isMetrics || _token is null) return next(context);
        return IsAllowed(context.Request)
            ? AnswerAsync(context)
            : Problem.Unauthorized("credential_invalid", "Send the token of Server:MetricsToken as Authorization: Bearer.").ExecuteAsync(context);
    }

    private bool IsAllowed(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..].Trim()), _token);

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            await Problem.MethodNotAllowed().ExecuteAsync(context);
            return;
        }

        try
        {
            await gauges.RefreshAsync(context.RequestAborted);
        }
        catch (StoreUnavailableException exception)
        {
            // The other metrics are needed most when the store fails.
            LogStale(exception);
        }

        var bytes = Encoding.UTF8.GetBytes(metrics.Write());
        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(request.Method)) await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static int PortOf(string address) => new Uri(ListeningAddress.Reachable(address)).Port;

    [LoggerMessage(LogLevel.Warning, "The state of the store could not be read for the metrics, which show the previous one")]
    private partial void LogStale(Exception exception);
}

/// <summary>Registers metrics.</summary>
internal static class MetricsModule
{
    public static void AddMetricsEndpoint(this IServiceCollection services)
    {
        services.AddSingleton<MetricCollection>();
        services.AddSingleton<StoreGauges>();
    }

    /// <summary>Serves metrics if the settings say where.</summary>
    public static void UseMetricsEndpoint(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        if (options.HasMetricsUrl || !string.IsNullOrEmpty(options.MetricsToken)) app.UseMiddleware<MetricsEndpoint>();
    }

    /// <summary>Why the metrics cannot have the address that the settings give them; null if they can.</summary>
    public static string? Problem(ServerOptions options)
    {
        if (!options.HasMetricsUrl || PortOf(options.MetricsUrl!) is not (not 0 and var port)) return null;
        return options.Addresses.Any(address => PortOf(address) == port)
            ? $"Server:MetricsUrl must have another port than Server:Urls, because nothing but metrics is served there; it is \"{options.MetricsUrl}\""
            : null;

        static int PortOf(string address) => new Uri(ListeningAddress.Reachable(address)).Port;
    }
}
