using System.Diagnostics;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback;

/// <summary>Converts outcomes of feedback services to responses in the contract's format.</summary>
internal static class FeedbackResults
{
    /// <summary>An empty object.</summary>
    public static IResult Empty { get; } = JsonAnswer.Ok("{}"u8.ToArray());

    /// <summary>Reads the body of a request and returns the response, or the errors of the body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The largest body, in bytes.</param>
    /// <param name="read">Reads the request; adds errors to the body.</param>
    /// <param name="answer">Executes the request; the body stays valid until it returns.</param>
    public static async Task<IResult> WithBodyAsync<T>(
        HttpContext context, int limit, Func<FeedbackRequestBody, T> read, Func<T, FeedbackRequestBody, Task<IResult>> answer)
    {
        var (body, refused) = await FeedbackRequestBody.ReadAsync(context, limit);
        if (body is null) return refused!;
        using (body)
        {
            var request = read(body);
            return body.Errors.Any ? body.Errors : await answer(request, body);
        }
    }

    /// <summary>Reads the query parameters of a request and returns the response, or the errors of the parameters.</summary>
    /// <param name="context">The request.</param>
    /// <param name="read">Reads the parameters; adds errors to them.</param>
    /// <param name="answer">Executes the request.</param>
    public static async Task<IResult> WithParametersAsync<T>(HttpContext context, Func<FeedbackParameters, T> read, Func<T, Task<IResult>> answer)
    {
        var parameters = new FeedbackParameters(context.Request.Query);
        var request = read(parameters);
        return parameters.Errors.Any ? parameters.Errors : await answer(request);
    }

    /// <summary>The response for a result or a refusal.</summary>
    public static IResult ToResult<T>(this FeedbackOutcome<T> outcome, Func<T, IResult> answer) => outcome switch
    {
        FeedbackOutcome<T>.Done(var value) => answer(value),
        FeedbackOutcome<T>.Refused(var refusal) => refusal.ToResult(),
        _ => throw new UnreachableException(),
    };

    /// <summary>The response for a result that depends on the body, written before the body is disposed; or the refusal.</summary>
    public static Task<IResult> ToResultAsync<T>(this FeedbackOutcome<T> outcome, Func<T, Task<IResult>> answer) => outcome switch
    {
        FeedbackOutcome<T>.Done(var value) => answer(value),
        FeedbackOutcome<T>.Refused(var refusal) => Task.FromResult(refusal.ToResult()),
        _ => throw new UnreachableException(),
    };

    /// <summary>A refusal: <c>{"reason", "error_type", "detail"}</c>.</summary>
    public static IResult ToResult(this FeedbackRefusal refusal) => refusal switch
    {
        FeedbackRefusal.NotFound => new Reasoned(StatusCodes.Status404NotFound, refusal.Reason, "NotFoundError"),
        FeedbackRefusal.Invalid invalid => new Reasoned(StatusCodes.Status400BadRequest, refusal.Reason, invalid.ErrorType),
        FeedbackRefusal.Unfit unfit => ModelErrors.Of(unfit.Location, unfit.ErrorType, unfit.Reason, unfit.Input),
        FeedbackRefusal.Conflict => new Reasoned(StatusCodes.Status409Conflict, refusal.Reason, "Conflict"),
        FeedbackRefusal.Forbidden => new Reasoned(StatusCodes.Status403Forbidden, refusal.Reason, "Forbidden"),
        FeedbackRefusal.Busy busy => Problem.Unavailable(busy.Code, busy.Reason, busy.RetryAfterSeconds),
        _ => throw new UnreachableException(),
    };

    private sealed record Reasoned(int Status, string Reason, string ErrorType) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => ReasonBody.WriteAsync(httpContext, Status, Reason, ErrorType);
    }
}
