using System.Text.Json;

namespace Vindex.Scoring.Tickets;

/// <summary>A ticket as it arrives, before its markup is read.</summary>
/// <param name="Summary">The title; required.</param>
/// <param name="Description">The description.</param>
/// <param name="AcceptanceCriteria">The criteria, where they have their own field.</param>
/// <param name="Key">The key in its tracker.</param>
/// <param name="IssueType">The tracker's type.</param>
/// <param name="Context">What surrounds the ticket.</param>
public sealed record TicketInput(
    string Summary,
    FieldInput Description = default,
    FieldInput AcceptanceCriteria = default,
    string? Key = null,
    string? IssueType = null,
    IReadOnlyList<ContextItem>? Context = null);

/// <summary>A field as it arrives: text in any markup, or an Atlassian document (ADF). The default value is an absent field.</summary>
public readonly record struct FieldInput
{
    private FieldInput(string? text, JsonElement? document) => (Text, Document) = (text, document);

    /// <summary>Plain text, Markdown or Jira wiki markup; null when absent or a document.</summary>
    public string? Text { get; }

    /// <summary>An ADF document (a JSON object with <c>type: "doc"</c>); null when absent or text.</summary>
    public JsonElement? Document { get; }

    /// <summary>A field given as text.</summary>
    public static FieldInput FromText(string? text) => new(text, null);

    /// <summary>A field given as an ADF document.</summary>
    public static FieldInput FromDocument(JsonElement document) => new(null, document);

    /// <summary>Text is a field given as text.</summary>
    public static implicit operator FieldInput(string? text) => FromText(text);
}

/// <summary>What to do with text over a limit.</summary>
public enum OverLimit
{
    /// <summary>Say so and judge nothing.</summary>
    Refuse,

    /// <summary>Judge what fits and record a finding that the rest was cut.</summary>
    Cut,
}

/// <summary>Limits of the reader.</summary>
/// <param name="SummaryCharacters">UTF-16 units of the summary.</param>
/// <param name="FieldBytes">UTF-8 bytes of each other field after its markup was read (of ADF) or as it stands (of text).</param>
/// <param name="OverLimit">What to do past them.</param>
public sealed record TicketLimits(int SummaryCharacters, int FieldBytes, OverLimit OverLimit)
{
    /// <summary>Deepest nesting of an ADF document.</summary>
    public const int DocumentDepth = 64;

    /// <summary>Most nodes of an ADF document.</summary>
    public const int DocumentNodes = 50_000;

    /// <summary>As <c>POST /v1/score</c> has it: 1,000 characters and 64 KiB, refused beyond.</summary>
    public static TicketLimits Api { get; } = new(1_000, 64 * 1024, OverLimit.Refuse);

    /// <summary>As events and CSV uploads have it: the same limits, the rest is cut.</summary>
    public static TicketLimits Events { get; } = new(1_000, 64 * 1024, OverLimit.Cut);

    /// <summary>As the command line has it: 1 MiB a ticket.</summary>
    public static TicketLimits CommandLine { get; } = new(1024 * 1024, 1024 * 1024, OverLimit.Refuse);
}

/// <summary>The result of reading a ticket: the ticket, or a reason.</summary>
/// <param name="Ticket">The ticket; null when refused.</param>
/// <param name="Field">The name on the wire of the field at fault, for example <c>description</c>.</param>
/// <param name="Reason">What is wrong and what would be right, in one sentence; null when read.</param>
/// <param name="Cut">The fields of which the end was cut.</param>
public sealed record TicketReading(Ticket? Ticket, string? Field, string? Reason, IReadOnlyList<TicketField> Cut);
