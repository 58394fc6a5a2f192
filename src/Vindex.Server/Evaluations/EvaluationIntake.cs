using Vindex.Scoring.Tickets;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Operations;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;

namespace Vindex.Server.Evaluations;

/// <summary>A ticket that came from a source, to be judged in its turn.</summary>
/// <param name="Installation">Whose it is; the caller has checked the secret.</param>
/// <param name="Ticket">The ticket, before its markup is read. What is too long is cut.</param>
/// <param name="TicketId">The ticket's id; null for its key, else the job's id.</param>
/// <param name="Profile">The <c>system_type</c>, which the caller has found to exist.</param>
/// <param name="WebhookUrl">The request's own callback URL; null for the installation's.</param>
/// <param name="SnapshotAt">When the text was taken.</param>
internal sealed record EvaluationOrder(
    Installation Installation, TicketInput Ticket, string? TicketId, string Profile, string? WebhookUrl, DateTimeOffset SnapshotAt);

/// <summary>What came of handing in a ticket.</summary>
internal abstract record IntakeAnswer
{
    private IntakeAnswer()
    {
    }

    /// <summary>It is durable.</summary>
    /// <param name="JobId">The job; <c>job_id</c> of the callback.</param>
    internal sealed record Accepted(string JobId) : IntakeAnswer
    {
        /// <summary>The job as the caller knows it.</summary>
        public string RequestId => EvaluationIntake.RequestPrefix + JobId;
    }

    /// <summary>The queue is too full or too old: 503.</summary>
    /// <param name="RetryAfter">Whole seconds after which to try again.</param>
    internal sealed record Busy(int RetryAfter) : IntakeAnswer;

    /// <summary>The ticket or the URL cannot be taken: 422.</summary>
    /// <param name="Field">The field at fault, for example <c>summary</c> or <c>webhook.url</c>.</param>
    /// <param name="Reason">What is wrong, for people.</param>
    internal sealed record Refused(string Field, string Reason) : IntakeAnswer;

    /// <summary>The installation was deleted meanwhile: 401, as for one that was never there.</summary>
    internal sealed record Gone : IntakeAnswer;
}

/// <summary>Takes tickets into the queue.</summary>
internal sealed class EvaluationIntake(IStore store, TimeProvider time, Ids ids, QueueGate gate, CallbackTarget target, EvaluationSignal workers)
{
    public const string RequestPrefix = "req_";

    /// <summary>Queues a ticket; answers <see cref="IntakeAnswer.Accepted"/> once it is on disk.</summary>
    public async Task<IntakeAnswer> AcceptAsync(EvaluationOrder order, CancellationToken cancellationToken)
    {
        if (await gate.BusyAsync(cancellationToken) is { } retryAfter)
        {
            VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "queue"));
            return new IntakeAnswer.Busy(retryAfter);
        }

        var reading = TicketReader.Read(order.Ticket, TicketLimits.Events);
        if (reading.Ticket is not { } ticket) return new IntakeAnswer.Refused(reading.Field ?? "", reading.Reason ?? "The ticket cannot be read.");

        var webhookUrl = order.WebhookUrl;
        if (webhookUrl is not null)
        {
            var verdict = await target.CheckAsync(webhookUrl, cancellationToken);
            if (verdict is TargetVerdict.Refused refused) return new IntakeAnswer.Refused("webhook.url", refused.Reason);
            webhookUrl = ((TargetVerdict.Allowed)verdict).Url.AbsoluteUri;
        }

        var jobId = ids.TimeOrdered();
        var ticketId = order.TicketId ?? ticket.Key ?? jobId;
        var payload = JobPayload.Of(reading, order.Installation.Source, order.Profile, order.SnapshotAt, webhookUrl);
        var job = new NewJob(
            jobId, order.Installation.CompanyId, order.Installation.CustomerId, ticketId, ticket.Key ?? ticketId, ticket.Summary.Source, time.GetUtcNow(), payload.Write());
        var enqueued = await store.Jobs.EnqueueAsync(job, cancellationToken);
        if (!enqueued.Stored) return new IntakeAnswer.Gone();

        VindexTelemetry.Queued.Add(1);
        if (enqueued.Superseded is null) gate.Count(1);
        else VindexTelemetry.EndJob("superseded");
        workers.Set();
        return new IntakeAnswer.Accepted(jobId);
    }
}
