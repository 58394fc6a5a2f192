using System.Text;
using Vindex.Storage.Feedback;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>Writes events whose bodies name what they report.</summary>
internal sealed class SomeEvents : IEventWriter
{
    public WebhookEvent ScoreCreated(StoredScore score) =>
        Event(score.Item.CompanyId, new EventSubject(EventSubject.ScoreCreated, score.Item.CustomerId), score.Item.CreatedAt, $"score {score.Item.TicketKey}");

    public WebhookEvent ScoreFailed(Job job, string error, DateTimeOffset now) =>
        Event(job.CompanyId, new EventSubject(EventSubject.ScoreFailed, job.CustomerId), now, $"failed {job.TicketKey}: {error}");

    public WebhookEvent FeedbackCreated(ProjectKey project, string companySlug, FeedbackRow row, DateTimeOffset now) =>
        Event(
            project.CompanyId,
            new EventSubject(EventSubject.FeedbackCreated, Project: project.Name, FeedbackType: row.FeedbackType),
            now,
            $"feedback {companySlug}/{project.Name} {row.Id}");

    public static WebhookEvent Event(string companyId, EventSubject subject, DateTimeOffset at, string body) =>
        new(Some.Id(), companyId, subject, at, Encoding.UTF8.GetBytes(body));
}
