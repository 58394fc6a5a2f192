using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Evaluations;

/// <summary>What a worker needs of a ticket: its text as it was read at the door, and where the result goes.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="Profile">The <c>system_type</c>.</param>
/// <param name="Key">The key in its tracker.</param>
/// <param name="IssueType">The tracker's type.</param>
/// <param name="Summary">Text.</param>
/// <param name="Description">Text, of whatever markup; a document has become text.</param>
/// <param name="AcceptanceCriteria">Text.</param>
/// <param name="Cut">The fields of which the end was cut.</param>
/// <param name="Context">What surrounds the ticket.</param>
/// <param name="SnapshotAt">When the text was taken.</param>
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

    /// <summary>Reads the text again: the same ticket as was read at the door.</summary>
    public TicketReading Read()
    {
        var reading = TicketReader.Read(new TicketInput(Summary, Description, AcceptanceCriteria, Key, IssueType, Context), TicketLimits.Events);
        return reading with { Cut = Cut };
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, JobPayloadJson.Default.JobPayload);

    public static JobPayload Parse(byte[] json) => JsonSerializer.Deserialize(json, JobPayloadJson.Default.JobPayload)!;
}

/// <summary>How payloads are stored; apart from the wire, since they outlive a change of version.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobPayload))]
internal sealed partial class JobPayloadJson : JsonSerializerContext;
