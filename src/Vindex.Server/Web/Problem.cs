using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Web;

/// <summary>An error response with RFC 9457 problem details.</summary>
internal sealed class Problem : IResult
{
    public const string ContentType = "application/problem+json";

    private Problem(int status, string code, string title, string detail)
    {
        Status = status;
        Code = code;
        Title = title;
        Detail = detail;
    }

    public int Status { get; }

    /// <summary>Stable code for programs.</summary>
    public string Code { get; }

    public string Title { get; }

    /// <summary>What is wrong and what would be right, as a message.</summary>
    public string Detail { get; }

    /// <summary>Errors by field (a path such as <c>ticket_data.summary</c>); only with 422.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; private init; }

    /// <summary>Delay before retrying, in whole seconds.</summary>
    public int? RetryAfter { get; private init; }

    /// <summary>The <c>WWW-Authenticate</c> header (RFC 9110, 11.6.1).</summary>
    public string? Challenge { get; private init; }

    /// <summary>Trace id of the request in the logs; only with 500.</summary>
    public string? TraceId { get; private init; }

    public static Problem BadRequest(string code, string detail) => new(StatusCodes.Status400BadRequest, code, "Bad request", detail);

    public static Problem Unauthorized(string code, string detail) =>
        new(StatusCodes.Status401Unauthorized, code, "Not authenticated", detail)
        {
            Challenge = code == "credential_missing" ? "Bearer realm=\"vindex\"" : "Bearer realm=\"vindex\", error=\"invalid_token\"",
        };

    private static Problem UnknownInstallation(string detail) =>
        new(StatusCodes.Status401Unauthorized, "unknown_installation", "Not authenticated", detail) { Challenge = "X-Vindex-Secret realm=\"vindex\"" };

    public static Problem Forbidden(string code, string detail) => new(StatusCodes.Status403Forbidden, code, "Not allowed", detail);

    /// <summary>The response for objects that do not exist or belong to another company.</summary>
    public static Problem NotFound() => new(StatusCodes.Status404NotFound, "not_found", "Not found", "There is nothing here.");

    public static Problem MethodNotAllowed() =>
        new(
            StatusCodes.Status405MethodNotAllowed,
            "method_not_allowed",
            "Method not allowed",
            "This address does not support that method; the Allow header lists the supported ones.");

    public static Problem NotAcceptable(string detail) => new(StatusCodes.Status406NotAcceptable, "not_acceptable", "Not acceptable", detail);

    public static Problem Conflict(string code, string detail, int? retryAfter = null) =>
        new(StatusCodes.Status409Conflict, code, "Conflict", detail) { RetryAfter = retryAfter };

    public static Problem TooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, "body_too_large", "Too large", $"The body is larger than {limit} bytes.");

    public static Problem TooComplex() =>
        new(
            StatusCodes.Status413PayloadTooLarge,
            "body_too_complex",
            "Too large",
            "Reading the body would take too much memory, because it consists of very many values; send it in several parts.");

    public static Problem TimedOut() =>
        new(StatusCodes.Status408RequestTimeout, "body_timeout", "Request timeout", "The body did not arrive in time; send the request again.");

    public static Problem FileTooLarge(int limit) =>
        new(
            StatusCodes.Status413PayloadTooLarge,
            "file_too_large",
            "Too large",
            $"The file is larger than {limit / (1024 * 1024)} MiB ({limit:N0} bytes); split it, or remove columns that are not needed for scoring.");

    public static Problem UnsupportedMediaType(string detail) =>
        new(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Unsupported media type", detail);

    public static Problem Invalid(string code, string detail, string field, string error) =>
        new(StatusCodes.Status422UnprocessableEntity, code, "Unprocessable content", detail)
        {
            Errors = new Dictionary<string, IReadOnlyList<string>> { [field.Length == 0 ? FieldErrors.WholeBody : field] = [error] },
        };

    public static Problem Invalid(FieldErrors errors) =>
        new(StatusCodes.Status422UnprocessableEntity, "invalid_fields", "Unprocessable content", errors.Summary) { Errors = errors.ByField };

    public static Problem TooManyRequests(string detail, int retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, "rate_limited", "Too many requests", detail) { RetryAfter = retryAfter };

    public static Problem Internal(HttpContext context) =>
        new(StatusCodes.Status500InternalServerError, "internal_error", "Internal error", "Something went wrong; the log has details under the trace id.")
        {
            TraceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
        };

    public static Problem Unavailable(string code, string detail, int retryAfter) =>
        new(StatusCodes.Status503ServiceUnavailable, code, "Temporarily unavailable", detail) { RetryAfter = retryAfter };

    /// <summary>Converts a service's refusal to a problem.</summary>
    public static Problem Of(Refusal refusal) => refusal switch
    {
        Refusal.NotFound => NotFound(),
        Refusal.Invalid invalid =>
            new Problem(
                StatusCodes.Status422UnprocessableEntity,
                invalid.Code,
                "Unprocessable content",
                invalid.Detail ?? invalid.Errors.Summary)
            { Errors = invalid.Errors.ByField },
        Refusal.Unauthenticated unauthenticated => Unauthorized(unauthenticated.Code, unauthenticated.Detail),
        Refusal.UnknownInstallation unknown => UnknownInstallation(unknown.Detail),
        Refusal.Forbidden forbidden => Forbidden(forbidden.Code, forbidden.Detail),
        Refusal.Conflict conflict => Conflict(conflict.Code, conflict.Detail, conflict.RetryAfter),
        Refusal.RateLimited limited => TooManyRequests(limited.Detail, limited.RetryAfter),
        Refusal.Unavailable unavailable => Unavailable(unavailable.Code, unavailable.Detail, unavailable.RetryAfter),
        _ => throw new UnreachableException(),
    };

    /// <summary>A problem for a bare status that the framework has set.</summary>
    public static Problem ForStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => NotFound(),
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed(),
        StatusCodes.Status408RequestTimeout => TimedOut(),
        StatusCodes.Status413PayloadTooLarge => TooLarge(RequestBody.Limit),
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType("Send application/json."),
        StatusCodes.Status503ServiceUnavailable => Unavailable("unavailable", "Try again shortly.", 1),
        _ => new Problem(status, "http_" + status.ToString(), "Refused", "The request could not be processed."),
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString();
        if (httpContext.Features.Get<ProblemPresentation>() is { } presentation) return presentation.WriteAsync(this, httpContext);
        if (Challenge is not null) response.Headers.WWWAuthenticate = Challenge;
        return ReasonBody.IsFor(httpContext)
            ? ReasonBody.WriteAsync(httpContext, Status, TraceId is null ? Detail : $"{Detail} ({TraceId})", ReasonBody.TypeOf(Status))
            : WriteJsonAsync(httpContext);
    }

    private async Task WriteJsonAsync(HttpContext httpContext)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(
            new ProblemBody("urn:vindex:problem:" + Code, Title, Status, Detail, Code, Errors, TraceId), ProblemJson.Shared.ProblemBody);
        var response = httpContext.Response;
        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;
        await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}

/// <summary>Request feature that replaces problem details with another format of errors.</summary>
/// <param name="WriteAsync">Writes headers and body; the status is already set.</param>
internal sealed record ProblemPresentation(Func<Problem, HttpContext, Task> WriteAsync);

/// <summary>Problem details (RFC 9457).</summary>
/// <param name="Type">A URN for the type of problem.</param>
/// <param name="Title">Title of the type of problem.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong with this request.</param>
/// <param name="Code">Stable code for programs.</param>
/// <param name="Errors">Errors by field; only with 422.</param>
/// <param name="TraceId">Trace id of the request in the logs; only with 500.</param>
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceId = null);
