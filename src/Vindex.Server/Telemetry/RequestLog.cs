using System.Net;

namespace Vindex.Server.Telemetry;

/// <summary>Request feature: who sent the request, for the log.</summary>
/// <param name="Actor">Such as <c>key:&lt;id&gt;</c> or <c>user:&lt;id&gt;</c>.</param>
/// <param name="CompanyId">The company; null for none.</param>
internal sealed record RequestSender(string Actor, string? CompanyId);

/// <summary>
/// The access log: one line per request with sender and address, but nothing of what was sent. Failures are also logged where they are caught, with their
/// cause.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider time, IOptions<LoggingOptions> options, ILogger<RequestLog> logger)
{
    private const string None = "-";
    private readonly bool _isOn = options.Value.Requests;

    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        await next(context);
        if (!_isOn || !logger.IsEnabled(LogLevel.Information)) return;

        // The pattern, not the path: paths contain ids, queries words from tickets.
        var route = Route(context.GetEndpoint());
        var took = time.GetElapsedTime(started).TotalMilliseconds;
        var sender = context.Features.Get<RequestSender>();
        LogRequest(
            Method(context.Request.Method), route, context.Response.StatusCode, took, sender?.Actor ?? None, sender?.CompanyId ?? None,
            Address(context.Connection.RemoteIpAddress));
    }

    // A group's own route ends in a slash.
    private static string Route(Endpoint? endpoint) =>
        (endpoint as RouteEndpoint)?.RoutePattern.RawText is not { } route ? "(no route)" : route.Length > 1 ? route.TrimEnd('/') : route;

    // Any token is a method (RFC 9110, 9.1); unknown ones could be as long as a request line.
    private static string Method(string method) => method.Length <= 20 ? method : method[..20];

    /// <summary>An address for people to read.</summary>
    public static string Address(IPAddress? address) => (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? None;

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} in {Milliseconds:0.0} ms by {Actor} of {Company} from {Address}")]
    private partial void LogRequest(string method, string route, int status, double milliseconds, string actor, string company, string address);
}
