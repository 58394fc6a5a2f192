using System.Text.Json;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Scoring;

/// <summary>The body of <c>POST /v1/score</c>.</summary>
/// <param name="TicketId">The ticket's id; null if not given.</param>
/// <param name="CustomerId">The customer; null for the default one.</param>
/// <param name="Ticket">The ticket before its markup is read. Its documents are valid as long as the body.</param>
/// <param name="SystemType">The profile's name.</param>
internal sealed record ScoreRequest(string? TicketId, string? CustomerId, TicketInput Ticket, string SystemType)
{
    public const int MaxIdLength = 255;
    public const int MaxContextItems = 50;
    private const int MaxContextText = 64 * 1024;

    private static readonly Dictionary<string, ContextKind> s_kinds = new(StringComparer.Ordinal)
    {
        ["linked_issue"] = ContextKind.LinkedIssue,
        ["epic"] = ContextKind.Epic,
        ["comment"] = ContextKind.Comment,
        ["attachment"] = ContextKind.Attachment,
        ["note"] = ContextKind.Note,
    };

    /// <summary>Reads a body. The result is only valid if no errors were added.</summary>
    /// <param name="root">The body.</param>
    /// <param name="errors">Receives the errors.</param>
    /// <param name="limits">How to handle an overlong summary; the other texts are measured after their markup is read.</param>
    public static ScoreRequest Read(JsonElement root, FieldErrors errors, TicketLimits limits)
    {
        var summaryCharacters = limits.OverLimit == OverLimit.Refuse ? limits.SummaryCharacters : int.MaxValue;
        var fields = JsonFields.Of(root, errors);
        var ticket = fields.Object("ticket_data", required: true);
        var context = fields.Objects("context_items", MaxContextItems);
        return new ScoreRequest(
            fields.Line("ticket_id", MaxIdLength),
            fields.Text("customer_id", MaxIdLength),
            new TicketInput(
                ticket?.Text("summary", summaryCharacters, required: true) ?? "",
                ticket is null ? default : ReadField(ticket.Value, "description"),
                ticket is null ? default : ReadField(ticket.Value, "acceptance_criteria"),
                ticket?.Line("key", MaxIdLength),
                ticket?.Text("issue_type", MaxIdLength),
                context.Count == 0 ? null : [.. context.Select(ReadContextItem)]),
            fields.Text("system_type", MaxIdLength) ?? Profile.DefaultName);
    }

    private static FieldInput ReadField(JsonFields ticket, string name)
    {
        if (ticket.Find(name) is not { } value) return default;
        if (value.ValueKind == JsonValueKind.String) return FieldInput.FromText(value.GetString());
        if (IsDocument(value)) return FieldInput.FromDocument(value);
        ticket.Refuse(name, "must be text, or an ADF document (an object with \"type\": \"doc\")");
        return default;
    }

    private static bool IsDocument(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            && type.ValueEquals("doc");

    private static ContextItem ReadContextItem(JsonFields item)
    {
        var kind = ContextKind.Note;
        if (item.Text("kind", MaxIdLength, required: true) is { } name && !s_kinds.TryGetValue(name, out kind))
            item.Refuse("kind", $"must be one of {string.Join(", ", s_kinds.Keys)}");
        return new ContextItem(
            kind,
            item.TextOrBlank("key", MaxIdLength),
            item.TextOrBlank("relation", MaxIdLength),
            item.TextOrBlank("title", TicketLimits.Api.SummaryCharacters),
            item.TextOrBlank("text", MaxContextText));
    }
}
