using System.Text.Json.Nodes;

namespace Vindex.Server.Operations.OpenApi;

/// <summary>Requests and answers that the API description shows, by operation.</summary>
internal static class ApiExamples
{
    private static readonly Lazy<JsonObject> s_all = new(Read);

    /// <summary>An object with <c>request</c> and <c>response</c>, either of which may be absent; null when there is no example.</summary>
    public static JsonObject? Of(string operationId) => s_all.Value[operationId] as JsonObject;

    private static JsonObject Read()
    {
        using var stream = typeof(ApiExamples).Assembly.GetManifestResourceStream("examples.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
