using System.Text.Encodings.Web;
using System.Text.Json;
using Vindex.Server.Operations.OpenApi;

namespace Vindex.Server.Documentation.Reference;

/// <summary>The API as its OpenAPI description says it, read once.</summary>
internal sealed class ApiReference(ApiDescription.DescriptionBytes description)
{
    private const int Depth = 3;

    private static readonly string[] s_methods = ["get", "post", "put", "patch", "delete"];
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Task<(IReadOnlyList<ReferenceTag> Tags, IReadOnlyList<ReferenceSchema> Schemas)>? _read;

    /// <summary>All tags with their operations, by name.</summary>
    public async ValueTask<IReadOnlyList<ReferenceTag>> TagsAsync(CancellationToken cancellationToken) => (await GetAsync(cancellationToken)).Tags;

    /// <summary>All named schemas, by name.</summary>
    public async ValueTask<IReadOnlyList<ReferenceSchema>> SchemasAsync(CancellationToken cancellationToken) => (await GetAsync(cancellationToken)).Schemas;

    private async ValueTask<(IReadOnlyList<ReferenceTag> Tags, IReadOnlyList<ReferenceSchema> Schemas)> GetAsync(CancellationToken cancellationToken)
    {
        if (_read is { IsCompletedSuccessfully: true } done) return await done;
        var bytes = await description.GetAsync(cancellationToken);
        return await (_read = Task.FromResult(Read(bytes)));
    }

    private static (IReadOnlyList<ReferenceTag> Tags, IReadOnlyList<ReferenceSchema> Schemas) Read(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        var schemas = root.GetProperty("components").GetProperty("schemas");
        var reader = new SchemaReader(schemas, Depth);
        var flat = new SchemaReader(schemas, depth: 1);
        var descriptions = root.GetProperty("tags").EnumerateArray().ToDictionary(tag => Text(tag, "name")!, tag => Text(tag, "description"));
        var operations = root.GetProperty("paths").EnumerateObject().SelectMany(path => s_methods
            .Where(method => path.Value.TryGetProperty(method, out _))
            .Select(method => (Tag: path.Value.GetProperty(method).GetProperty("tags")[0].GetString()!,
                Operation: ReadOperation(path.Name, method, path.Value.GetProperty(method), reader))));
        return (
            [.. operations.GroupBy(one => one.Tag, one => one.Operation, StringComparer.Ordinal).OrderBy(tag => tag.Key, StringComparer.Ordinal)
                .Select(tag => new ReferenceTag(tag.Key, SlugOf(tag.Key), descriptions.GetValueOrDefault(tag.Key), [.. tag]))],
            [.. schemas.EnumerateObject().Select(schema => schema.Name).Order(StringComparer.Ordinal).Select(flat.ReadNamed)]);
    }

    private static ReferenceOperation ReadOperation(string path, string method, JsonElement operation, SchemaReader reader)
    {
        var responses = operation.GetProperty("responses").EnumerateObject()
            .Select(response => new ReferenceResponse(
                response.Name, Text(response.Value, "description") ?? "", Bodies(response.Value, reader), Headers(response.Value, reader))).ToLookup(IsError);
        var credentials = Credentials(operation);
        return new ReferenceOperation(
            Text(operation, "operationId")!, method.ToUpperInvariant(), path, Text(operation, "summary") ?? path,
            WithoutCredential(Text(operation, "description"), credentials.Count > 0), credentials, Parameters(operation, reader),
            operation.TryGetProperty("requestBody", out var body) ? Bodies(body, reader) : [], [.. responses[false]], [.. responses[true]]);
    }

    private static bool IsError(ReferenceResponse response) => response.Status[0] is '4' or '5';

    // The description ends with the credential, for programs that show nothing else.
    private static string? WithoutCredential(string? description, bool isShown) =>
        isShown && description?.LastIndexOf("Requires ", StringComparison.Ordinal) is { } at and >= 0 ? description[..at].TrimEnd() : description;

    private static List<string> Credentials(JsonElement operation)
    {
        if (!operation.TryGetProperty("security", out var security)) return [];
        var schemes = security.EnumerateArray().SelectMany(one => one.EnumerateObject()).ToLookup(one => one.Name, one => one.Value);
        var words = new List<string>();
        if (schemes[ApiDocument.Installation].Any()) words.Add("The installation’s shared secret");
        if (schemes[ApiDocument.Bearer].Any())
        {
            var scope = schemes[ApiDocument.Bearer].SelectMany(one => one.EnumerateArray()).Select(one => one.GetString()).FirstOrDefault();
            var isLocal = Text(operation, "description")?.Contains("server.json", StringComparison.Ordinal) is true;
            words.Add(scope is not null ? $"API key with the scope `{scope}`"
                : isLocal ? "The token of the running server (`server.json` in the data folder)"
                : "API key");
        }

        if (schemes[ApiDocument.Session].Any()) words.Add("Web session");
        return words;
    }

    private static IReadOnlyList<SchemaField> Parameters(JsonElement operation, SchemaReader reader) =>
        !operation.TryGetProperty("parameters", out var parameters) ? [] :
        [.. parameters.EnumerateArray().Select(parameter => Named(
            parameter, reader, Text(parameter, "name")!, parameter.TryGetProperty("required", out var required) && required.GetBoolean(), Text(parameter, "in")))];

    private static IReadOnlyList<SchemaField> Headers(JsonElement response, SchemaReader reader) =>
        !response.TryGetProperty("headers", out var headers) ? [] :
        [.. headers.EnumerateObject().Select(header => Named(header.Value, reader, header.Name, false, null))];

    private static SchemaField Named(JsonElement value, SchemaReader reader, string name, bool isRequired, string? place)
    {
        var field = reader.Read(value.GetProperty("schema"), name, isRequired);
        return field with { Description = Text(value, "description") ?? field.Description, Notes = place is null ? field.Notes : [place, .. field.Notes] };
    }

    private static IReadOnlyList<ReferenceBody> Bodies(JsonElement owner, SchemaReader reader) => !owner.TryGetProperty("content", out var content) ? [] :
        [.. content.EnumerateObject().Select(media => new ReferenceBody(
            media.Name,
            media.Value.TryGetProperty("schema", out var schema) ? reader.Read(schema) : new SchemaField("", [new TypeWord("any")], false, null, [], [], []),
            media.Value.TryGetProperty("example", out var example) ? JsonSerializer.Serialize(example, s_indented) : null))];

    private static string SlugOf(string name) => name.ToLowerInvariant().Replace(' ', '-');

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
