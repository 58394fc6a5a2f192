using System.Diagnostics;
using Vindex.Server.Installations;
using Vindex.Server.Scoring;
using Vindex.Server.Sources;
using Vindex.Server.Web;

namespace Vindex.Server.Evaluations;

/// <summary>Reads a ticket from an authenticated event and queues it.</summary>
internal sealed class EventReader(EvaluationIntake intake, Judges judges)
{
    /// <summary>202 (queued or ignored), or the problem.</summary>
    public async Task<IResult> ReadAsync(ISource source, SourceRequest request, KnownInstallation known, DateTimeOffset snapshotAt, CancellationToken cancellationToken)
    {
        switch (source.Read(request, known.Settings))
        {
            case SourceReading.Refused refused:
                return Problem.Invalid(refused.Errors);
            case SourceReading.Ignored ignored:
                return Accepted(EventAnswerBody.Ignored(ignored.Reason));
            case SourceReading.Ticket ticket when !known.Settings.Judges(ticket.Input.IssueType):
                return Accepted(EventAnswerBody.Ignored($"Tickets of the type \"{ticket.Input.IssueType}\" are not scored; see issue_types in the installation's settings."));
            case SourceReading.Ticket ticket:
                return await HandInAsync(source, ticket, known, snapshotAt, cancellationToken);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<IResult> HandInAsync(
        ISource source, SourceReading.Ticket ticket, KnownInstallation known, DateTimeOffset snapshotAt, CancellationToken cancellationToken)
    {
        var installation = known.Installation;
        if (ticket.CustomerId is { } customerId && customerId != installation.CustomerId) return Problem.NotFound();
        var profile = ticket.Profile ?? known.Settings.Profile;
        if (await judges.FindAsync(installation.CompanyId, profile, cancellationToken) is null)
            return Problem.UnknownProfile(await judges.KnownAsync(installation.CompanyId, cancellationToken), ticket.Profile is null ? "settings.profile" : "system_type");

        var order = new EvaluationRequest(installation, ticket.Input, ticket.TicketId, profile, ticket.WebhookUrl, snapshotAt);
        return await intake.AcceptAsync(order, cancellationToken) switch
        {
            IntakeResult.Accepted accepted => Accepted(EventAnswerBody.Queued(accepted.RequestId)),
            IntakeResult.Busy busy => Problem.Unavailable("queue_full", "The queue is full; try again later.", busy.RetryAfter),
            IntakeResult.Refused refused => Problem.Invalid("invalid_fields", refused.Reason, source.PathOf(refused.Field), refused.Reason),
            IntakeResult.Gone => Problem.UnknownInstallation("This installation is no longer registered; register it again."),
            _ => throw new UnreachableException(),
        };
    }

    private static IResult Accepted(EventAnswerBody answer) => JsonAnswer.WithStatus(StatusCodes.Status202Accepted, answer, EvaluationJson.Shared.EventAnswerBody);
}
