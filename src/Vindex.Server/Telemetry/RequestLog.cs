namespace Vindex.Server.Telemetry;

/// <summary>One line per request: at debug if it succeeded, at information if it was rejected. Failures are logged where they are caught.</summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider time, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        await next(context);
        var status = context.Response.StatusCode;
        if (!logger.IsEnabled(status >= 400 ? LogLevel.Information : LogLevel.Debug)) return;

        // The pattern, not the path: paths contain ids, queries words from tickets.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
        var took = time.GetElapsedTime(started).TotalMilliseconds;
        if (status >= 400) LogRefused(context.Request.Method, route, status, took);
        else LogAnswered(context.Request.Method, route, status, took);
    }

    [LoggerMessage(LogLevel.Debug, "{Method} {Route} {Status} in {Milliseconds:0.0} ms")]
    private partial void LogAnswered(string method, string route, int status, double milliseconds);

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} in {Milliseconds:0.0} ms")]
    private partial void LogRefused(string method, string route, int status, double milliseconds);
}
