using System.Diagnostics;
using Vindex.Server.Installations;
using Vindex.Server.Scoring;
using Vindex.Server.Sources;

namespace Vindex.Server.Evaluations;

/// <summary>The result of an event.</summary>
internal abstract record EventAnswer
{
    private EventAnswer()
    {
    }

    /// <summary>The ticket is stored and will be scored.</summary>
    /// <param name="RequestId">The job's id for the sender.</param>
    public sealed record Queued(string RequestId) : EventAnswer;

    /// <summary>There is nothing to score.</summary>
    /// <param name="Reason">The reason, for people.</param>
    public sealed record Ignored(string Reason) : EventAnswer;
}

/// <summary>Handles the events of a source: authenticates the sender, reads the ticket and queues it.</summary>
internal sealed class EventService(EventSender sender, EvaluationIntake intake, Judges judges)
{
    /// <summary>Finds the installation of an event.</summary>
    public ValueTask<Outcome<KnownInstallation>> IdentifyAsync(ISource source, SourceRequest request, CancellationToken cancellationToken) =>
        sender.FindAsync(source, request, cancellationToken);

    /// <summary>Queues the ticket of an event, or returns why there is none.</summary>
    public async Task<Outcome<EventAnswer>> AcceptAsync(
        ISource source, SourceRequest request, KnownInstallation known, DateTimeOffset snapshotAt, CancellationToken cancellationToken)
    {
        switch (source.Read(request, known.Settings))
        {
            case SourceReading.Refused refused:
                return new Refusal.Invalid(refused.Errors);
            case SourceReading.Ignored ignored:
                return new EventAnswer.Ignored(ignored.Reason);
            case SourceReading.Ticket ticket when !known.Settings.Judges(ticket.Input.IssueType):
                return new EventAnswer.Ignored(
                    $"Tickets of the type \"{ticket.Input.IssueType}\" are not scored; see issue_types in the installation's settings.");
            case SourceReading.Ticket ticket:
                return await QueueAsync(source, ticket, known, snapshotAt, cancellationToken);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<Outcome<EventAnswer>> QueueAsync(
        ISource source, SourceReading.Ticket ticket, KnownInstallation sender, DateTimeOffset snapshotAt, CancellationToken cancellationToken)
    {
        var installation = sender.Installation;
        if (ticket.CustomerId is { } customerId && customerId != installation.CustomerId) return new Refusal.NotFound();
        var profile = ticket.Profile ?? sender.Settings.Profile;
        if (await judges.FindAsync(installation.CompanyId, profile, cancellationToken) is null)
        {
            var known = await judges.KnownAsync(installation.CompanyId, cancellationToken);
            return ScoringRefusals.UnknownProfile(known, ticket.Profile is null ? "settings.profile" : "system_type");
        }

        var order = new EvaluationRequest(installation, ticket.Input, ticket.TicketId, profile, ticket.WebhookUrl, snapshotAt)
        {
            TicketUrl = ticket.Url is { } url && TicketUrlPattern.IsAddress(url) ? url : null,
        };
        return await intake.AcceptAsync(order, cancellationToken) switch
        {
            IntakeResult.Accepted accepted => new EventAnswer.Queued(accepted.RequestId),
            IntakeResult.Busy busy =>
                new Refusal.Unavailable("queue_full", "The queue is full; try again later.", busy.RetryAfter),
            IntakeResult.Refused refused => Refusal.Field("invalid_fields", refused.Reason, source.PathOf(refused.Field), refused.Reason),
            IntakeResult.Gone => new Refusal.UnknownInstallation("This installation is no longer registered; register it again."),
            _ => throw new UnreachableException(),
        };
    }
}
