using System.Text.Json;

namespace Vindex.Server.Mcp;

/// <summary>Turns a tool's arguments for a ticket into the body of <c>POST /v1/score</c>.</summary>
internal static class TicketArguments
{
    private static readonly string[] s_ticket = ["key", "summary", "description", "acceptance_criteria", "issue_type"];
    private static readonly string[] s_request = ["customer_id", "system_type"];

    /// <summary>The body.</summary>
    public static JsonElement Body(ToolArguments arguments) => Body(name => arguments.Text(name), name => arguments.Text(name));

    /// <summary>The body of one ticket of a list.</summary>
    public static JsonElement Body(JsonElement ticket, ToolArguments arguments) =>
        Body(name => ticket.TryGetProperty(name, out var value) ? value.GetString() : null, name => arguments.Text(name));

    /// <summary>Field names in messages, as the tool calls them.</summary>
    public static ToolAnswer Named(ToolAnswer answer) => answer with { Text = answer.Text.Replace("ticket_data.", "", StringComparison.Ordinal) };

    private static JsonElement Body(Func<string, string?> ticket, Func<string, string?> request)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("ticket_data");
            Write(json, s_ticket, ticket);
            json.WriteEndObject();
            Write(json, s_request, request);
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void Write(Utf8JsonWriter json, string[] names, Func<string, string?> value)
    {
        foreach (var name in names)
        {
            if (value(name) is { Length: > 0 } text) json.WriteString(name, text);
        }
    }
}
