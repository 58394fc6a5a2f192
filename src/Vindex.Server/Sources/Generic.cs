using Vindex.Scoring.Tickets;
using Vindex.Server.Scoring;
using Vindex.Server.Web.Bodies;

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
        var errors = new FieldErrors();
        var score = ScoreRequest.Read(request.Root, errors, TicketLimits.Events);
        var webhookUrl = JsonFields.Of(request.Root, errors).Object("webhook")?.Text("url", 2048, required: true);
        var profile = new EventObject(request.Root).Has("system_type") ? score.SystemType : null;
        return errors.Any
            ? new SourceReading.Refused(errors)
            : new SourceReading.Ticket(score.Ticket, score.TicketId) { Profile = profile, CustomerId = score.CustomerId, WebhookUrl = webhookUrl };
    }
}
