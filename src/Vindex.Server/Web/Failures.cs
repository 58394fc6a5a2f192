using System.Data.Common;
using Vindex.Storage;

namespace Vindex.Server.Web;

/// <summary>Sees to it that whatever goes wrong is answered with problem details, and never with a stack trace.</summary>
internal sealed partial class Failures(RequestDelegate next, ILogger<Failures> logger)
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
            DbException or IOException or StoreUnavailableException => Problem.Unavailable("store_unavailable", "The store cannot answer at the moment; try again.", 5),
            _ => Problem.Internal(context),
        };
        if (problem.Status >= 500) LogFailed(exception, context.Request.Method, Endpoint(context), problem.TraceId ?? context.TraceIdentifier);
        if (context.Response.HasStarted)
        {
            // Half an answer is out: cutting the connection is the only way left to say that it is not whole.
            context.Abort();
            return;
        }

        await problem.ExecuteAsync(context);
    }

    // The pattern, not the path: paths hold ids, and a log holds no more of a request than it must.
    private static string Endpoint(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    [LoggerMessage(LogLevel.Error, "{Method} {Route} failed (trace id {TraceId})")]
    private partial void LogFailed(Exception exception, string method, string route, string traceId);
}
