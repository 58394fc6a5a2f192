using System.Text.Json.Serialization;
using Vindex.Scoring.Tickets;
using Vindex.Server.Scoring;

namespace Vindex.Server.Sources;

/// <summary>For programs without their own source: the body of <c>POST /v1/score</c> plus <c>external_id</c>.</summary>
internal sealed class Generic : ISource
{
    public string Name => "generic";

    public string Title => "Tickets";

    public string Stem => "tickets";

    public string ExternalIdPath => "external_id";

    public string PathOf(string field) => field is "summary" or "description" or "acceptance_criteria" ? "ticket_data." + field : field;

    public SourceReading Read(SourceRequest request, InstallationSettings settings)
    {
        var ((score, errors), body) = ScoreRequest.Read(request.Root, SourceJson.Bodies.GenericEventBody, TicketLimits.Events);
        return errors.Any
            ? new SourceReading.Refused(errors)
            : new SourceReading.Ticket(score.Ticket, score.TicketId)
            {
                Profile = body.SystemType,
                CustomerId = score.CustomerId,
                WebhookUrl = body.Webhook?.Url,
            };
    }
}

/// <summary>An event of the source <c>generic</c>.</summary>
internal sealed record GenericEventBody : ScoreRequestBody
{
    /// <summary>Where to send this result instead of the installation's callback URL.</summary>
    [JsonPropertyOrder(1)]
    public GenericWebhookBody? Webhook { get; init; }
}

/// <summary>A request's own callback URL.</summary>
/// <param name="Url">The URL.</param>
internal sealed record GenericWebhookBody([Text(2048)] string Url);
