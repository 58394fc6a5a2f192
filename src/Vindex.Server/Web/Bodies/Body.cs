using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Vindex.Server.Web.Bodies;

/// <summary>The JSON body of a request, as a parameter of an endpoint's handler. The API description takes its schema from the same record.</summary>
/// <param name="Input">The record with its errors; null if there is a problem.</param>
/// <param name="Problem">Why there is no record: not JSON, too large, wrong media type; null if there is one.</param>
internal sealed record Body<T>(Input<T> Input, Problem? Problem) : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
{
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter) => await ReadAsync(context);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([JsonAnswer.ContentType], typeof(T)));

    internal static async ValueTask<Body<T>> ReadAsync(HttpContext context)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return new Body<T>(default, problem);
        using (body) return new Body<T>(BodyReader.Read(body.Root, TypeOf(context)), null);
    }

    internal static JsonTypeInfo<T> TypeOf(HttpContext context) =>
        (JsonTypeInfo<T>)context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(typeof(T));
}

/// <summary>An optional body; a missing one counts as an empty object.</summary>
internal sealed record OptionalBody<T>(Input<T> Input, Problem? Problem) : IBindableFromHttpContext<OptionalBody<T>>, IEndpointParameterMetadataProvider
{
    private static readonly JsonElement s_empty = JsonElement.Parse("{}");

    public static async ValueTask<OptionalBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!RequestBody.IsThere(context)) return new OptionalBody<T>(BodyReader.Read(s_empty, Body<T>.TypeOf(context)), null);
        var body = await Body<T>.ReadAsync(context);
        return new OptionalBody<T>(body.Input, body.Problem);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([JsonAnswer.ContentType], typeof(T), isOptional: true));
}
