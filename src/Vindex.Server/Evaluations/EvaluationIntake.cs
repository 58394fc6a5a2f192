using Vindex.Scoring.Tickets;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;

namespace Vindex.Server.Evaluations;

/// <summary>A ticket from a source, to be queued.</summary>
/// <param name="Installation">The installation; the caller has verified its secret.</param>
/// <param name="Ticket">The ticket before its markup is read. Overlong text is truncated.</param>
/// <param name="TicketId">The ticket's id; null to use its key, otherwise the job's id.</param>
/// <param name="Profile">The <c>system_type</c>; the caller has verified that it exists.</param>
/// <param name="WebhookUrl">The request's own callback URL; null for the installation's.</param>
/// <param name="SnapshotAt">When the text was received.</param>
internal sealed record EvaluationRequest(
    Installation Installation, TicketInput Ticket, string? TicketId, string Profile, string? WebhookUrl, DateTimeOffset SnapshotAt)
{
    /// <summary>The ticket's address in its tracker; null if unknown.</summary>
    public string? TicketUrl { get; init; }
}

/// <summary>The result of queueing a ticket.</summary>
internal abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>The job is stored.</summary>
    /// <param name="JobId">The job; <c>job_id</c> of the callback.</param>
    internal sealed record Accepted(string JobId) : IntakeResult
    {
        /// <summary>The job's id in the response.</summary>
        public string RequestId => EvaluationIntake.RequestPrefix + JobId;
    }

    /// <summary>The queue is too full or too old: 503.</summary>
    /// <param name="RetryAfter">Delay before retrying, in whole seconds.</param>
    internal sealed record Busy(int RetryAfter) : IntakeResult;

    /// <summary>The ticket or the URL is invalid: 422.</summary>
    /// <param name="Field">The invalid field, for example <c>summary</c> or <c>webhook.url</c>.</param>
    /// <param name="Reason">The error message.</param>
    internal sealed record Refused(string Field, string Reason) : IntakeResult;

    /// <summary>The installation was deleted in the meantime: 401, as for an unknown one.</summary>
    internal sealed record Gone : IntakeResult;
}

/// <summary>Queues tickets.</summary>
internal sealed class EvaluationIntake(IJobStore store, TimeProvider time, Ids ids, QueueGate gate, CallbackTarget target, EvaluationSignal workers)
{
    public const string RequestPrefix = "req_";

    /// <summary>Queues a ticket; returns <see cref="IntakeResult.Accepted"/> once it is on disk.</summary>
    public async Task<IntakeResult> AcceptAsync(EvaluationRequest order, CancellationToken cancellationToken)
    {
        if (await gate.BusyAsync(cancellationToken) is { } retryAfter)
        {
            VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "queue"));
            return new IntakeResult.Busy(retryAfter);
        }

        var reading = TicketReader.Read(order.Ticket, TicketLimits.Events);
        if (reading.Ticket is not { } ticket) return new IntakeResult.Refused(reading.Field ?? "", reading.Reason ?? "The ticket cannot be read.");

        var webhookUrl = order.WebhookUrl;
        if (webhookUrl is not null)
        {
            var verdict = await target.CheckAsync(webhookUrl, cancellationToken);
            if (verdict is TargetVerdict.Refused refused) return new IntakeResult.Refused("webhook.url", refused.Reason);
            webhookUrl = ((TargetVerdict.Allowed)verdict).Url.AbsoluteUri;
        }

        var jobId = ids.TimeOrdered();
        var ticketId = order.TicketId ?? ticket.Key ?? jobId;
        var payload = JobPayload.Of(reading, order.Installation.Source, order.Profile, order.SnapshotAt, webhookUrl) with { TicketUrl = order.TicketUrl };
        var job = new NewJob(
            jobId, order.Installation.CompanyId, order.Installation.CustomerId, ticketId, ticket.Key ?? ticketId, ticket.Summary.Source, time.GetUtcNow(),
            payload.Write());
        var enqueued = await store.EnqueueAsync(job, cancellationToken);
        if (!enqueued.Stored) return new IntakeResult.Gone();

        VindexTelemetry.Queued.Add(1);
        if (enqueued.Superseded is null) gate.Count(1);
        else VindexTelemetry.EndJob("superseded");
        workers.Set();
        return new IntakeResult.Accepted(jobId);
    }
}
