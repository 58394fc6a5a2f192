using Vindex.Server.Web;

namespace Vindex.Server.Feedback;

/// <summary>A refusal that is not about the shape of the body: <c>{"reason", "error_type", "detail"}</c>.</summary>
internal sealed record FeedbackRefusal(int Status, string Reason, string ErrorType) : IResult
{
    /// <summary>A project that does not exist, or not for this caller.</summary>
    public static FeedbackRefusal ProjectNotFound { get; } = new(StatusCodes.Status404NotFound, "Project not found", "NotFoundError");

    /// <summary>A request that fits the model and cannot be done.</summary>
    public static FeedbackRefusal BadRequest(string reason, string errorType = "InvalidRequest") => new(StatusCodes.Status400BadRequest, reason, errorType);

    /// <summary>What a key that is limited to customers may not do.</summary>
    public static FeedbackRefusal Forbidden(string reason) => new(StatusCodes.Status403Forbidden, reason, "Forbidden");

    public Task ExecuteAsync(HttpContext httpContext) => ReasonBody.WriteAsync(httpContext, Status, Reason, ErrorType);
}
