using System.Data.Common;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Feedback;
using Vindex.Storage.Jobs;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql.Jobs;
using Vindex.Storage.Sql.Values;
using Vindex.Storage.Webhooks;

namespace Vindex.Storage.Sql.Webhooks;

/// <summary>
/// Adds events to the outbox, within the write that stores what they report: both are kept, or neither. Which webhooks a company has is asked for in the same
/// write, so that none is missed, whichever node added it. The write must be one for the company (or for all), so that the numbers of a company's events are in
/// the order of their commits.
/// </summary>
/// <param name="writer">Writes the events; null where there are to be none, as in a command that opens a store.</param>
internal sealed class EventRecorder(IEventWriter? writer)
{
    private static readonly List<EventTarget> s_none = [];

    private Action? _due;

    /// <summary>Adds a handler that is called after the commit of each write that added deliveries to be sent.</summary>
    public void OnDue(Action handler) => _due += handler;

    /// <summary>The webhooks of a company, usually none. Costs one lookup in an index.</summary>
    public ValueTask<List<EventTarget>> TargetsAsync(SqlWrite write, string companyId) =>
        writer is null ? new ValueTask<List<EventTarget>>(s_none) : AllTargetsAsync(write, companyId);

    /// <summary>Adds the event of a score.</summary>
    public ValueTask ScoreCreatedAsync(SqlWrite write, IReadOnlyList<EventTarget> targets, StoredScore score, long scoreNo)
    {
        var getters = Passing(targets, new EventSubject(EventSubject.ScoreCreated, score.Item.CustomerId));
        return getters.Count == 0 ? ValueTask.CompletedTask : AddAsync(write, writer!.ScoreCreated(score), getters, scoreNo);
    }

    /// <summary>Adds the event of a job that ended without a score.</summary>
    public async ValueTask ScoreFailedAsync(SqlWrite write, string jobId, string companyId, string customerId, string error, DateTimeOffset now)
    {
        var getters = Passing(await TargetsAsync(write, companyId), new EventSubject(EventSubject.ScoreFailed, customerId));
        if (getters.Count == 0) return;
        var job = await write.FirstAsync<Job>(
            $"SELECT {JobRow.Columns:raw} FROM jobs j LEFT JOIN scores s ON s.no = j.score_no WHERE j.id = {jobId}", JobRow.Read);
        if (job is not null) await AddAsync(write, writer!.ScoreFailed(job, error, now), getters, scoreNo: null);
    }

    /// <summary>Adds the event of a row of feedback.</summary>
    public ValueTask FeedbackCreatedAsync(SqlWrite write, IReadOnlyList<EventTarget> targets, ProjectKey project, FeedbackRow row, DateTimeOffset now)
    {
        var getters = Passing(targets, new EventSubject(EventSubject.FeedbackCreated, Project: project.Name, FeedbackType: row.FeedbackType));
        if (getters.Count == 0) return ValueTask.CompletedTask;
        return AddAsync(write, writer!.FeedbackCreated(project, getters[0].CompanySlug, row, now), getters, scoreNo: null);
    }

    /// <summary>Adds an event that a feature has written; returns how many webhooks get it.</summary>
    public async ValueTask<int> PublishAsync(SqlWrite write, WebhookEvent published)
    {
        var getters = Passing(await AllTargetsAsync(write, published.CompanyId), published.Subject);
        if (getters.Count > 0) await AddAsync(write, published, getters, scoreNo: null);
        return getters.Count;
    }

    /// <summary>Adds a test for one webhook. False if the company has no such webhook.</summary>
    public async ValueTask<bool> AddTestAsync(SqlWrite write, string webhookId, WebhookEvent test)
    {
        var targets = (await AllTargetsAsync(write, test.CompanyId)).Where(target => target.WebhookId == webhookId).ToList();
        if (targets.Count > 0) await AddAsync(write, test, targets, scoreNo: null);
        return targets.Count > 0;
    }

    private static ValueTask<List<EventTarget>> AllTargetsAsync(SqlWrite write, string companyId) =>
        write.ListAsync(
            $"""
            SELECT w.id, w.kind, CASE WHEN w.disabled_at IS NULL THEN 0 ELSE 1 END,
                   (SELECT c.slug FROM companies c WHERE c.id = w.company_id), w.types, w.customers, w.projects, w.feedback_types
            FROM webhooks w WHERE w.company_id = {companyId}
            """,
            EventTarget.Read);

    private static IReadOnlyList<EventTarget> Passing(IReadOnlyList<EventTarget> targets, EventSubject subject) =>
        targets.Count == 0 ? targets : [.. targets.Where(target => target.Selection.Passes(subject))];

    private async ValueTask AddAsync(SqlWrite write, WebhookEvent added, IReadOnlyList<EventTarget> getters, long? scoreNo)
    {
        if (_due is { } due && Http(getters).Any(target => !target.IsDisabled)) write.AfterCommit(due);
        if (write.RunsBesideOthers)
        {
            // One statement, whose result does not matter: where statements cross a network, it costs no round trip.
            await write.LaterAsync(
                $"""
                WITH added AS ({Insert(added, scoreNo):fixed}),
                     fed AS (
                       INSERT INTO webhook_feed (webhook_id, event_no)
                       SELECT w.id, added.no FROM added CROSS JOIN unnest({Ids(getters, WebhookKind.Poll)}) AS w (id))
                INSERT INTO webhook_deliveries (webhook_id, event_no, status, run, attempts, taken, due_at, finished_at)
                SELECT w.id, added.no, CASE WHEN w.disabled = 1 THEN 'disabled' ELSE 'pending' END, 1, 0, 0,
                       CASE WHEN w.disabled = 1 THEN NULL ELSE {added.At} END, CASE WHEN w.disabled = 1 THEN {added.At} END
                FROM added
                CROSS JOIN unnest({Ids(getters, WebhookKind.Http)}, {SqlList.Of(Http(getters).Select(target => target.IsDisabled ? 1L : 0L))})
                  AS w (id, disabled)
                """);
            return;
        }

        var no = (await write.NumberAsync(Insert(added, scoreNo)))!.Value;
        foreach (var target in getters)
        {
            await write.LaterAsync(Obligation(target, no, added.At));
        }
    }

    private static SqlStatement Insert(WebhookEvent added, long? scoreNo) =>
        $"""
        INSERT INTO webhook_events (id, company_id, customer_id, score_no, type, created_at, body)
        VALUES ({added.Id}, {added.CompanyId}, {added.Subject.CustomerId}, {scoreNo}, {added.Subject.Type}, {added.At}, {added.Body})
        RETURNING no
        """;

    private static SqlStatement Obligation(EventTarget target, long eventNo, DateTimeOffset at)
    {
        if (target.Kind == WebhookKind.Poll) return $"INSERT INTO webhook_feed (webhook_id, event_no) VALUES ({target.WebhookId}, {eventNo})";
        var status = target.IsDisabled ? DeliveryStatus.Disabled : DeliveryStatus.Pending;
        DateTimeOffset? due = target.IsDisabled ? null : at;
        DateTimeOffset? finished = target.IsDisabled ? at : null;
        return $"""
            INSERT INTO webhook_deliveries (webhook_id, event_no, status, run, attempts, taken, due_at, finished_at)
            VALUES ({target.WebhookId}, {eventNo}, {status}, 1, 0, 0, {due}, {finished})
            """;
    }

    private static IEnumerable<EventTarget> Http(IReadOnlyList<EventTarget> getters) => getters.Where(target => target.Kind == WebhookKind.Http);

    private static SqlList Ids(IReadOnlyList<EventTarget> getters, WebhookKind kind) =>
        SqlList.Of(getters.Where(target => target.Kind == kind).Select(target => target.WebhookId));
}

/// <summary>A webhook as far as adding events needs it.</summary>
/// <param name="WebhookId">Its id.</param>
/// <param name="Kind">How it gets its events.</param>
/// <param name="IsDisabled">Whether it is disabled: its deliveries can be replayed later.</param>
/// <param name="CompanySlug">The slug of its company.</param>
/// <param name="Selection">Which events it gets.</param>
internal sealed record EventTarget(string WebhookId, WebhookKind Kind, bool IsDisabled, string CompanySlug, WebhookSelection Selection)
{
    public static EventTarget Read(DbDataReader row) =>
        new(row.GetString(0), row.Name<WebhookKind>(1), row.GetInt64(2) != 0, row.GetString(3), WebhookRow.Selection(row, 4));
}
