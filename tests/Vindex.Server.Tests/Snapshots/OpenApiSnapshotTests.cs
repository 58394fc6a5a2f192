using System.Text.Json;
using System.Text.Json.Nodes;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Snapshots;

public sealed class OpenApiSnapshotTests
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    [Fact]
    public async Task The_description_is_the_committed_one()
    {
        await using var server = await TestServer.StartAsync();

        var document = JsonNode.Parse(await server.Anonymous.GetStringAsync("/openapi/v1.json"));

        Snapshot.ShouldMatch("openapi.json", Sorted(document)!.ToJsonString(s_indented) + "\n");
    }

    // The order of members means nothing in a description.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members =>
            new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
                .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
