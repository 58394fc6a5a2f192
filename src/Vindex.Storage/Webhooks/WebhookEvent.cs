using Vindex.Storage.Feedback;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Webhooks;

/// <summary>What decides which webhooks get an event.</summary>
/// <param name="Type">The type, such as <c>score.created</c>.</param>
/// <param name="CustomerId">The customer; null if it has none.</param>
/// <param name="Project">The project of feedback; null if it has none.</param>
/// <param name="FeedbackType">The type of the feedback; null if it is about none.</param>
public sealed record EventSubject(string Type, string? CustomerId = null, string? Project = null, string? FeedbackType = null)
{
    /// <summary>A new score.</summary>
    public const string ScoreCreated = "score.created";

    /// <summary>A ticket of the queue that could not be scored.</summary>
    public const string ScoreFailed = "score.failed";

    /// <summary>A row of feedback was stored.</summary>
    public const string FeedbackCreated = "feedback.created";

    /// <summary>An alert fired.</summary>
    public const string AlertFired = "alert.fired";

    /// <summary>A weekly digest.</summary>
    public const string DigestCreated = "digest.created";

    /// <summary>A test of one webhook, which gets it whatever it has selected.</summary>
    public const string Test = "webhook.test";
}

/// <summary>Something that happened, as it is sent to webhooks.</summary>
/// <param name="Id">Its id, also the <c>webhook-id</c>: the same for every webhook, attempt and replay.</param>
/// <param name="CompanyId">The company.</param>
/// <param name="Subject">What decides which webhooks get it.</param>
/// <param name="At">When it happened.</param>
/// <param name="Body">The JSON that is sent.</param>
public sealed record WebhookEvent(string Id, string CompanyId, EventSubject Subject, DateTimeOffset At, byte[] Body);

/// <summary>
/// Writes the events of what the store stores. The store asks only for events that a webhook gets, within the transaction that stores what they report. The
/// functions must not throw; of a transaction that is repeated, only the events of the last time are kept.
/// </summary>
public interface IEventWriter
{
    /// <summary>A score was stored.</summary>
    WebhookEvent ScoreCreated(StoredScore score);

    /// <summary>A job ended without a score.</summary>
    WebhookEvent ScoreFailed(Job job, string error, DateTimeOffset now);

    /// <summary>A row of feedback was stored.</summary>
    /// <param name="project">Its project.</param>
    /// <param name="companySlug">The slug of its company.</param>
    /// <param name="row">The row, with the creation time that it has.</param>
    /// <param name="now">The time.</param>
    WebhookEvent FeedbackCreated(ProjectKey project, string companySlug, FeedbackRow row, DateTimeOffset now);
}
