using System.Text.Json.Nodes;

namespace Vindex.Models.Tests.Rewriting;

/// <summary>A model's proposals.</summary>
internal static class ProposalText
{
    /// <summary>Sections of a heading and lines; a line is its kind and its text.</summary>
    public static string Of(params (string Heading, (string Kind, string Text)[] Lines)[] sections) => new JsonObject
    {
        ["sections"] = new JsonArray([.. sections.Select(section => (JsonNode)new JsonObject
        {
            ["heading"] = section.Heading,
            ["lines"] = new JsonArray([.. section.Lines.Select(line => (JsonNode)new JsonObject { ["kind"] = line.Kind, ["text"] = line.Text })]),
        })]),
    }.ToJsonString();

    /// <summary>One section with one line.</summary>
    public static string Of(string kind, string text) => Of(("Description", [("paragraph", "Export the customer list as CSV."), (kind, text)]));
}
