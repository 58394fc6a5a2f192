using System.Text.Json.Nodes;

namespace Vindex.Server.Operations.OpenApi;

/// <summary>Example requests and responses of the API description, by operation.</summary>
internal static class ApiExamples
{
    private static readonly Lazy<JsonObject> s_all = new(Read);

    /// <summary>An object with optional <c>request</c> and <c>response</c>; null if there is no example.</summary>
    public static JsonObject? Of(string operationId) => s_all.Value[operationId] as JsonObject;

    private static JsonObject Read()
    {
        using var stream = typeof(ApiExamples).Assembly.GetManifestResourceStream("examples.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
