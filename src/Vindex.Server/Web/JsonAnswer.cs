using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vindex.Server.Web.Responses;

namespace Vindex.Server.Web;

/// <summary>JSON responses.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json";

    public static IResult Ok<T>(T value, JsonTypeInfo<T> type) => new Serialized<T>(StatusCodes.Status200OK, value, type, null);

    public static IResult Created<T>(
        T value, JsonTypeInfo<T> type, string? location = null) => new Serialized<T>(StatusCodes.Status201Created, value, type, location);

    public static IResult WithStatus<T>(int status, T value, JsonTypeInfo<T> type) => new Serialized<T>(status, value, type, null);

    /// <summary>A response with a record from a context added by <see cref="WireFormat.AddJson"/>.</summary>
    public static IResult WithStatus<T>(int status, T value, string? location = null) => new Serialized<T>(status, value, null, location);

    /// <summary>A response with JSON bytes.</summary>
    public static IResult Ok(byte[] json) => new Raw(StatusCodes.Status200OK, json);

    private static Task WriteAsync(HttpContext context, int status, byte[] json)
    {
        var response = context.Response;
        response.StatusCode = status;
        if (status == StatusCodes.Status200OK && EntityTag.Matches(context, json)) return Task.CompletedTask;
        response.ContentType = ContentType;
        response.ContentLength = json.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(json, 0, json.Length, context.RequestAborted);
    }

    private sealed class Serialized<T>(int status, T value, JsonTypeInfo<T>? type, string? location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (location is not null) httpContext.Response.Headers.Location = location;
            return WriteAsync(httpContext, status, JsonSerializer.SerializeToUtf8Bytes(value, type ?? Bodies.Body<T>.TypeOf(httpContext)));
        }
    }

    private sealed class Raw(int status, byte[] json) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, status, json);
    }
}
