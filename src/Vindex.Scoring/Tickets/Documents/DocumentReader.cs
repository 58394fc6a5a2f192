using System.Text.Json;

namespace Vindex.Scoring.Tickets.Documents;

/// <summary>The result of reading a document.</summary>
/// <param name="Text">Its text; what fits, when it was cut.</param>
/// <param name="Reason">Why it was refused; null when it was read.</param>
/// <param name="Cut">Its end was left out.</param>
internal readonly record struct DocumentOutcome(string Text, string? Reason, bool Cut);

/// <summary>Reads Atlassian documents (ADF) into text that any reader of Markdown, human or not, understands.</summary>
internal static class DocumentReader
{
    /// <summary>Reads a document within limits.</summary>
    public static DocumentOutcome Read(JsonElement document, string field, TicketLimits limits)
    {
        switch (document.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return new DocumentOutcome("", null, false);
            case JsonValueKind.String:
                return new DocumentOutcome(JsonText.Read(document), null, false);
            case JsonValueKind.Object:
                return new DocumentWalk(field, limits).Run(document);
            default:
                return new DocumentOutcome("", $"{field} must be text or an Atlassian document (a JSON object with \"type\": \"doc\").", false);
        }
    }
}
