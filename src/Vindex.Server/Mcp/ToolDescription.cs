using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Vindex.Server.Mcp;

/// <summary>A tool as a model sees it. The texts are in <c>Mcp/tools.json</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Description">What it does and when to use it.</param>
/// <param name="Schema">JSON Schema of its arguments.</param>
/// <param name="Scope">The scope that an API key needs.</param>
/// <param name="ReadsOnly">Whether it stores nothing.</param>
internal sealed record ToolDescription(string Name, string Title, string Description, JsonElement Schema, string Scope, bool ReadsOnly)
{
    /// <summary>All tools, in the order in which they are listed.</summary>
    public static IReadOnlyList<ToolDescription> All { get; } = Read();

    /// <summary>The description of a tool.</summary>
    public static ToolDescription Of(string name) => All.First(tool => tool.Name == name);

    /// <summary>The description in the protocol's form.</summary>
    public Tool ToProtocol() => new()
    {
        Name = Name,
        Title = Title,
        Description = Description,
        InputSchema = Schema,
        Annotations = new ToolAnnotations { Title = Title, ReadOnlyHint = ReadsOnly, DestructiveHint = false, OpenWorldHint = false },
    };

    private static ToolDescription[] Read()
    {
        using var stream = typeof(ToolDescription).Assembly.GetManifestResourceStream("mcp-tools.json")!;
        using var document = JsonDocument.Parse(stream);
        return
        [
            .. document.RootElement.EnumerateArray().Select(tool => new ToolDescription(
                tool.GetProperty("name").GetString()!,
                tool.GetProperty("title").GetString()!,
                tool.GetProperty("description").GetString()!,
                tool.GetProperty("input_schema").Clone(),
                tool.GetProperty("scope").GetString()!,
                tool.GetProperty("reads_only").GetBoolean())),
        ];
    }
}
