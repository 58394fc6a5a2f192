using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Evaluations;

/// <summary>What a worker needs: the ticket's text as read at intake, and where the result goes.</summary>
/// <param name="Source">The source.</param>
/// <param name="Profile">The <c>system_type</c>.</param>
/// <param name="Key">The key in its tracker.</param>
/// <param name="IssueType">The tracker's type.</param>
/// <param name="Summary">Text.</param>
/// <param name="Description">Text with any markup; documents are converted to text.</param>
/// <param name="AcceptanceCriteria">Text.</param>
/// <param name="Cut">The truncated fields.</param>
/// <param name="Context">Context of the ticket.</param>
/// <param name="SnapshotAt">When the text was received.</param>
/// <param name="WebhookUrl">The request's own callback URL; null for the installation's.</param>
internal sealed record JobPayload(
    string Source,
    string Profile,
    string? Key,
    string? IssueType,
    string Summary,
    string Description,
    string AcceptanceCriteria,
    IReadOnlyList<TicketField> Cut,
    IReadOnlyList<ContextItem> Context,
    DateTimeOffset SnapshotAt,
    string? WebhookUrl)
{
    /// <summary>The ticket's address in its tracker; null if unknown.</summary>
    public string? TicketUrl { get; init; }

    public static JobPayload Of(TicketReading reading, string source, string profile, DateTimeOffset snapshotAt, string? webhookUrl)
    {
        var ticket = reading.Ticket!;
        return new JobPayload(
            source,
            profile,
            ticket.Key,
            ticket.IssueType,
            ticket.Summary.Source,
            ticket.Description.Source,
            ticket.AcceptanceCriteria.Source,
            reading.Cut,
            ticket.Context,
            snapshotAt,
            webhookUrl);
    }

    /// <summary>Reads the ticket again, with the same result as at intake.</summary>
    public TicketReading Read()
    {
        var reading = TicketReader.Read(new TicketInput(Summary, Description, AcceptanceCriteria, Key, IssueType, Context), TicketLimits.Events);
        return reading with { Cut = Cut };
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, JobPayloadJson.Default.JobPayload);

    public static JobPayload Parse(byte[] json) => JsonSerializer.Deserialize(json, JobPayloadJson.Default.JobPayload)!;
}

/// <summary>The stored form of payloads; separate from the API's types, because it outlives a change of version.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobPayload))]
internal sealed partial class JobPayloadJson : JsonSerializerContext;
