using System.Text.Json;
using Vindex.Server.Scoring;

namespace Vindex.Server.Mcp;

/// <summary>Tickets in a tool's arguments.</summary>
internal static class TicketArguments
{
    /// <summary>The ticket that a tool was called with.</summary>
    public static Input<ScoreRequest> Of(ToolArguments arguments) => Of(arguments.Element, arguments);

    /// <summary>One ticket of a list.</summary>
    public static Input<ScoreRequest> Of(JsonElement ticket, ToolArguments arguments) =>
        Of(name => ticket.TryGetProperty(name, out var value) ? value : null, arguments);

    /// <summary>Field names in messages, as the tool calls them.</summary>
    public static ToolAnswer Named(ToolAnswer answer) => answer with { Text = Named(answer.Text) };

    /// <inheritdoc cref="Named(ToolAnswer)"/>
    public static string Named(string text) => text.Replace("ticket_data.", "", StringComparison.Ordinal);

    private static Input<ScoreRequest> Of(Func<string, JsonElement?> ticket, ToolArguments arguments)
    {
        return ScoreRequest.Of(new ScoreRequestBody
        {
            TicketData = new TicketBody(
                Text("summary") ?? "", Text("key"), Filled("description"), Filled("acceptance_criteria"), Text("issue_type")),
            CustomerId = arguments.Text("customer_id"),
            SystemType = arguments.Text("system_type"),
        });

        // Models often send empty texts for what they leave out.
        JsonElement? Filled(string name) => ticket(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } ? value : null;

        string? Text(string name) => Filled(name)?.GetString();
    }
}
