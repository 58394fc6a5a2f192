using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Vindex.Server.Evaluations;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Requests;

namespace Vindex.Server.Operations.OpenApi;

/// <summary>Completes the description of an operation from the endpoint's metadata, so that the two cannot diverge.</summary>
internal static class ApiOperation
{
    public static async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        AddParameters(operation, metadata);
        AddSecurity(operation, metadata, context.Document!);
        await AddProblemsAsync(operation, metadata, context, cancellationToken);
        AddExamples(operation);
        ApiHeaders.Add(operation, metadata);
    }

    private static void AddParameters(OpenApiOperation operation, IList<object> metadata)
    {
        operation.Parameters ??= [];
        foreach (var parameter in metadata.OfType<QueryParameters>().SelectMany(parameters => parameters.Parameters))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Meaning,
                Schema = new OpenApiSchema
                {
                    Type = parameter.Type switch
                    {
                        "integer" => JsonSchemaType.Integer,
                        "number" => JsonSchemaType.Number,
                        "boolean" => JsonSchemaType.Boolean,
                        _ => JsonSchemaType.String,
                    },
                    Format = parameter.Format,
                    Enum = parameter.Allowed is null ? null : [.. parameter.Allowed.Select(value => (JsonNode)JsonValue.Create(value))],
                },
            });
        }

        if (Repetition(operation.OperationId) is not { } repetition) return;
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "Idempotency-Key",
            In = ParameterLocation.Header,
            Description = $"1 to 255 visible ASCII characters. Repeating a key with the same body within 24 hours {repetition}; with a different body 422; while the first request is running 409.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 255 },
        });
    }

    /// <summary>What a repeated request with an Idempotency-Key does; null for an operation without one.</summary>
    private static string? Repetition(string? operationId) => operationId switch
    {
        "score" => "returns the stored response",
        "score_batch" => "returns the stored scores and scores only the tickets that failed or were not reached",
        _ => null,
    };

    private static void AddSecurity(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        operation.Security = [];
        if (metadata.OfType<InstallationSecret>().Any())
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDocument.Installation, document)] = [] }];
        if (metadata.OfType<Access>().LastOrDefault() is not { } access) return;
        List<string> scopes = access.Scope is null ? [] : [access.Scope];
        if (!access.IsForPeople)
        {
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDocument.Bearer, document)] = scopes });
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDocument.Basic, document)] = scopes });
        }

        if (access.TakesSession(metadata))
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDocument.Session, document)] = [] });
        var credential = access.IsLocal ? "Requires the token of the running server (server.json in the data folder)."
            : access.Role is { } role ? $"Requires a web session with the role {RoleNames.Of(role)}."
            : access.IsForPeople ? "Requires a web session."
            : $"Requires the scope `{access.Scope}`.";
        operation.Description = operation.Description is null ? credential : $"{operation.Description} {credential}";
    }

    private static async Task AddProblemsAsync(
        OpenApiOperation operation, IList<object> metadata, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var statuses = Statuses(metadata).Distinct().Order().ToList();
        if (statuses.Count == 0) return;
        operation.Responses ??= [];
        var isReasoned = metadata.OfType<ReasonedErrors>().Any();
        foreach (var status in statuses)
        {
            var (name, type, contentType) = (isReasoned, status) switch
            {
                (false, _) => ("Problem", typeof(ProblemBody), Problem.ContentType),
                (true, StatusCodes.Status422UnprocessableEntity) => ("ModelErrors", typeof(ModelErrorsBody), JsonAnswer.ContentType),
                (true, _) => ("Reason", typeof(ReasonBody), JsonAnswer.ContentType),
            };
            context.Document!.AddComponent(name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [contentType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(name, context.Document) },
                },
            };
        }
    }

    private static IEnumerable<int> Statuses(IList<object> metadata)
    {
        foreach (var status in metadata.OfType<Problems>().SelectMany(problems => problems.Statuses)) yield return status;
        if (metadata.OfType<Access>().Any())
        {
            yield return StatusCodes.Status401Unauthorized;
            yield return StatusCodes.Status403Forbidden;
            yield return StatusCodes.Status503ServiceUnavailable;
        }

        if (metadata.OfType<IAcceptsMetadata>().Any())
        {
            yield return StatusCodes.Status400BadRequest;
            yield return StatusCodes.Status408RequestTimeout;
            yield return StatusCodes.Status413PayloadTooLarge;
            yield return StatusCodes.Status415UnsupportedMediaType;
            yield return StatusCodes.Status422UnprocessableEntity;
            yield return StatusCodes.Status503ServiceUnavailable;
        }

        // An unknown query parameter.
        if (!metadata.OfType<AnyParameters>().Any() && !metadata.OfType<ReasonedErrors>().Any()) yield return StatusCodes.Status422UnprocessableEntity;
        if (metadata.Any(item => item is LimitedPerKey or LimitedPerAddress or HeavyRead)) yield return StatusCodes.Status429TooManyRequests;
    }

    private static void AddExamples(OpenApiOperation operation)
    {
        if (operation.OperationId is null || ApiExamples.Of(operation.OperationId) is not { } example) return;
        if (operation.RequestBody?.Content is { } content && content.TryGetValue(JsonAnswer.ContentType, out var body) && body is OpenApiMediaType request)
            request.Example = example["request"]?.DeepClone();
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (status.StartsWith('2') && answer.Content is { } answers && answers.TryGetValue(JsonAnswer.ContentType, out var media)
                && media is OpenApiMediaType response)
            {
                response.Example = example["response"]?.DeepClone();
            }
        }
    }
}
