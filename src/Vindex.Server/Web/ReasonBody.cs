using System.Text.Json;

namespace Vindex.Server.Web;

/// <summary>An error under <c>/feedback</c>, in the format that clients of those endpoints expect.</summary>
/// <param name="Reason">The message.</param>
/// <param name="ErrorType">Type of the error, for programs.</param>
/// <param name="Detail">The reason, repeated.</param>
internal sealed record ReasonBody(string Reason, string ErrorType, string Detail)
{
    /// <summary>Whether errors of this request have this format. Decided by path, because unknown URLs have no endpoint.</summary>
    public static bool IsFor(HttpContext context) => context.Request.Path.StartsWithSegments("/feedback", StringComparison.OrdinalIgnoreCase);

    /// <summary>The error type for a status.</summary>
    public static string TypeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "InvalidRequest",
        StatusCodes.Status401Unauthorized => "Unauthorized",
        StatusCodes.Status403Forbidden => "Forbidden",
        StatusCodes.Status404NotFound => "NotFoundError",
        StatusCodes.Status405MethodNotAllowed => "MethodNotAllowed",
        StatusCodes.Status408RequestTimeout => "RequestTimeout",
        StatusCodes.Status413PayloadTooLarge => "RequestTooLarge",
        StatusCodes.Status415UnsupportedMediaType => "UnsupportedMediaType",
        StatusCodes.Status422UnprocessableEntity => "ValidationError",
        StatusCodes.Status429TooManyRequests => "TooManyRequests",
        StatusCodes.Status503ServiceUnavailable => "ServiceUnavailable",
        >= 500 => "InternalError",
        _ => "InvalidRequest",
    };

    public static Task WriteAsync(HttpContext context, int status, string reason, string errorType)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new ReasonBody(reason, errorType, reason), ProblemJson.Shared.ReasonBody);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = JsonAnswer.ContentType;
        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes, 0, bytes.Length, context.RequestAborted);
    }
}
