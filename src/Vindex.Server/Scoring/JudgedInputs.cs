using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Scoring.Tickets;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring;

/// <summary>What was judged beside the texts that a score keeps: with them, the ticket can be judged again as it was.</summary>
/// <param name="Cut">The fields of which the end was cut.</param>
/// <param name="Context">What surrounded the ticket.</param>
internal sealed record JudgedInputs(IReadOnlyList<TicketField> Cut, IReadOnlyList<ContextItem> Context)
{
    /// <summary>The ticket's address in its tracker, which is not judged; null if unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TicketUrl { get; init; }

    /// <summary>As stored with a score; null when there was nothing beside the texts.</summary>
    public static string? Of(TicketReading reading, string? ticketUrl)
    {
        var inputs = new JudgedInputs(reading.Cut, reading.Ticket!.Context) { TicketUrl = ticketUrl };
        return inputs.Cut.Count + inputs.Context.Count == 0 && ticketUrl is null
            ? null
            : JsonSerializer.Serialize(inputs, JudgedInputsJson.Default.JudgedInputs);
    }

    /// <summary>The address of a score's ticket in its tracker; null if unknown.</summary>
    public static string? TicketUrlOf(StoredScore score) => Parse(score).TicketUrl;

    /// <summary>
    /// Reads the ticket of a score again. Scores of versions that kept only the texts have no inputs: their tickets are read without context.
    /// </summary>
    public static TicketReading Read(StoredScore score)
    {
        var inputs = Parse(score);
        var input = new TicketInput(score.Item.Title, score.Description, score.AcceptanceCriteria, score.Item.TicketKey, score.IssueType, inputs.Context);
        return TicketReader.Read(input, TicketLimits.Events) with { Cut = inputs.Cut };
    }

    private static JudgedInputs Parse(StoredScore score) =>
        score.Inputs is { } json ? JsonSerializer.Deserialize(json, JudgedInputsJson.Default.JudgedInputs)! : new JudgedInputs([], []);
}

/// <summary>How inputs are stored; apart from the wire, since they outlive a change of version.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(JudgedInputs))]
internal sealed partial class JudgedInputsJson : JsonSerializerContext;
