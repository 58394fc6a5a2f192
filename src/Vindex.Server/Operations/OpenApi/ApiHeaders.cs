using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web.Responses;

namespace Vindex.Server.Operations.OpenApi;

/// <summary>The headers of responses, and 304 where reads have a tag.</summary>
internal static class ApiHeaders
{
    private const string IfNoneMatch = "If-None-Match";

    private static readonly Dictionary<string, (string Description, JsonSchemaType Type)> s_all = new(StringComparer.Ordinal)
    {
        [HeaderNames.WWWAuthenticate] = ("The credential that is expected.", JsonSchemaType.String),
        [HeaderNames.RetryAfter] = ("Seconds to wait before trying again.", JsonSchemaType.Integer),
        [HeaderNames.ETag] = ("Changes when the response does; send it back in If-None-Match.", JsonSchemaType.String),
        [HeaderNames.Location] = ("The address of what was created or started, if it has one.", JsonSchemaType.String),
        ["Idempotency-Replayed"] = ("true if this is the stored response of an earlier request with the same Idempotency-Key.", JsonSchemaType.String),
        ["RateLimit-Limit"] = ("Requests in a window.", JsonSchemaType.Integer),
        ["RateLimit-Remaining"] = ("Requests left in this window.", JsonSchemaType.Integer),
        ["RateLimit-Reset"] = ("Seconds until the window ends.", JsonSchemaType.Integer),
    };

    private static readonly string[] s_rateLimit = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];

    public static void Add(OpenApiOperation operation, IList<object> metadata)
    {
        if (IsRead(metadata) && metadata.OfType<Revalidated>().Any()) AddRevalidation(operation);
        var isLimited = metadata.OfType<LimitedPerKey>().Any() || metadata.OfType<LimitedPerAddress>().Any();
        foreach (var (status, response) in operation.Responses ?? [])
            foreach (var name in Names(operation, status, isLimited)) Add(response, name);
    }

    private static string[] Names(OpenApiOperation operation, string status, bool isLimited) => (status, operation.OperationId) switch
    {
        ("200", "score") when isLimited => ["Idempotency-Replayed", .. s_rateLimit],
        ("200", "score_batch") => ["Idempotency-Replayed"],
        ("200" or "202", _) when isLimited => s_rateLimit,
        ("201", _) or ("204", "delete_company") => [HeaderNames.Location],
        ("401", _) => [HeaderNames.WWWAuthenticate],
        ("429", _) when isLimited => [HeaderNames.RetryAfter, .. s_rateLimit],
        ("429" or "503", _) => [HeaderNames.RetryAfter],
        _ => [],
    };

    private static bool IsRead(IList<object> metadata) =>
        metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods is [var method] && HttpMethods.IsGet(method)
        && metadata.OfType<IProducesResponseTypeMetadata>().Any(produced =>
            produced.StatusCode == StatusCodes.Status200OK && produced.ContentTypes.Contains(Web.JsonAnswer.ContentType));

    private static void AddRevalidation(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = IfNoneMatch,
            In = ParameterLocation.Header,
            Description = "The ETag of an earlier response; the answer is 304 without a body if nothing has changed.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        operation.Responses ??= [];
        operation.Responses["304"] = new OpenApiResponse { Description = "Nothing has changed." };
        if (operation.Responses.TryGetValue("200", out var ok)) Add(ok, HeaderNames.ETag);
        Add(operation.Responses["304"], HeaderNames.ETag);
    }

    private static void Add(IOpenApiResponse response, string name)
    {
        if (response is not OpenApiResponse own) return;
        var (description, type) = s_all[name];
        own.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        own.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } };
    }
}
