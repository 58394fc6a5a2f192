using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Vindex.Server.Web;
using Vindex.Server.Web.Responses;

namespace Vindex.Server.Operations.OpenApi;

/// <summary><c>/openapi/v1.json</c>: every route with its credential, parameters, bodies, problems and examples.</summary>
internal static class ApiDescription
{
    public const string Address = "/openapi/v1.json";
    private const string Document = "v1";
    private const string BodySuffix = "Body";

    public static void AddApiDescription(this IServiceCollection services)
    {
        services.AddOpenApi(Document, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = Name;
            options.AddSchemaTransformer(DescribeFreeJson);
            options.AddSchemaTransformer(DescribeConverted);
            options.AddSchemaTransformer(ApiLimits.TransformAsync);
            options.AddDocumentTransformer(ApiDocument.TransformAsync);
            options.AddOperationTransformer(ApiOperation.TransformAsync);
        });
        services.AddSingleton<DescriptionBytes>();
    }

    public static void MapApiDescription(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Address, async (DescriptionBytes description, HttpContext context) => JsonAnswer.Ok(await description.GetAsync(context.RequestAborted)))
            .WithMetadata(Revalidated.Instance).ExcludeFromDescription();

    // "ScoreBody" is an internal name; the description calls it a score.
    private static string? Name(JsonTypeInfo type)
    {
        if (IsFreeJson(type)) return null;
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is not null && name.EndsWith(BodySuffix, StringComparison.Ordinal) ? name[..^BodySuffix.Length] : name;
    }

    // Text or an ADF document in a ticket, an object in the audit log; the member's description says which.
    private static Task DescribeFreeJson(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (IsFreeJson(context.JsonTypeInfo)) schema.Type = JsonSchemaType.String | JsonSchemaType.Object | JsonSchemaType.Null;
        return Task.CompletedTask;
    }

    // The schema of a type with a converter is empty unless we say what the converter reads and writes.
    private static async Task DescribeConverted(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
        {
            schema.Type = JsonSchemaType.String | (type == typeof(DateTimeOffset) ? default : JsonSchemaType.Null);
            schema.Format = "date-time";
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>))
        {
            var given = await context.GetOrCreateSchemaAsync(type.GetGenericArguments()[0], null, cancellationToken);
            schema.Type = given.Type | JsonSchemaType.Null;
            schema.Format = given.Format;
            schema.Items = given.Items;
            schema.Default = null;
        }
        else if (context.JsonPropertyInfo?.CustomConverter is JsonConverter<string>)
        {
            schema.Type = JsonSchemaType.String;
        }
    }

    private static bool IsFreeJson(JsonTypeInfo type) => (Nullable.GetUnderlyingType(type.Type) ?? type.Type) == typeof(JsonElement);

    /// <summary>The description, created on first use, because creating it is expensive and it never changes.</summary>
    internal sealed class DescriptionBytes([FromKeyedServices(Document)] IOpenApiDocumentProvider documents)
    {
        private byte[]? _bytes;

        public async Task<byte[]> GetAsync(CancellationToken cancellationToken)
        {
            if (_bytes is { } made) return made;
            var document = await documents.GetOpenApiDocumentAsync(cancellationToken);
            using var stream = new MemoryStream();
            await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
            return _bytes = stream.ToArray();
        }
    }
}
