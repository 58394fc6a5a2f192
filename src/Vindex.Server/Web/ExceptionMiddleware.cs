using Vindex.Statistics;
using Vindex.Storage;

namespace Vindex.Server.Web;

/// <summary>Converts exceptions, and bare statuses set by the framework, to problem details without stack traces.</summary>
internal sealed partial class ExceptionMiddleware(RequestDelegate next, ILogger<ExceptionMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            if (context.RequestAborted.IsCancellationRequested) return;
            await AnswerAsync(context, exception);
            return;
        }

        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            await Problem.ForStatus(response.StatusCode).ExecuteAsync(context);
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        var problem = exception switch
        {
            BadHttpRequestException bad => Problem.ForStatus(bad.StatusCode),
            StoreDamagedException => Problem.Internal(context),
            StoreUnavailableException => Problem.Unavailable("store_unavailable", "The store is temporarily unavailable; try again.", 5),
            StatisticsUnavailableException => Problem.Unavailable("statistics_unavailable", "Statistics are temporarily unavailable; try again.", 5),
            _ => Problem.Internal(context),
        };
        if (exception is StoreDamagedException damaged)
            LogDamaged(exception, context.Request.Method, Endpoint(context), problem.TraceId!, damaged.Message);
        else if (problem.Status >= 500)
            LogFailed(exception, context.Request.Method, Endpoint(context), problem.TraceId ?? context.TraceIdentifier);
        if (context.Response.HasStarted || context.Response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 })
        {
            // Part of the response has been sent, or is about to be: closing the connection is the only way to show that it is incomplete.
            context.Abort();
            return;
        }

        // The rest of the body is not worth another request on this connection.
        if (problem.Status == StatusCodes.Status408RequestTimeout) context.Response.Headers.Connection = "close";
        await problem.ExecuteAsync(context);
    }

    // The pattern, not the path: paths contain ids, which should not be logged.
    private static string Endpoint(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    [LoggerMessage(LogLevel.Critical, "{Method} {Route} failed (trace id {TraceId}). {Damage}")]
    private partial void LogDamaged(Exception exception, string method, string route, string traceId, string damage);

    [LoggerMessage(LogLevel.Error, "{Method} {Route} failed (trace id {TraceId})")]
    private partial void LogFailed(Exception exception, string method, string route, string traceId);
}
