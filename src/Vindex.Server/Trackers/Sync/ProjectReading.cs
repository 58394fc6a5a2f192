using Vindex.Server.Background;
using Vindex.Server.Callbacks;
using Vindex.Server.Telemetry;
using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers.Sync;

/// <summary>
/// Reads issues of a project and has them judged in batches. The write that stores the last batch of a page moves the project's position, so a stop costs
/// at most a page that is read again, and no second judgement, because what was judged is known.
/// </summary>
internal sealed class ProjectReading(
    ITrackerWork work, IssueTermsReader termsOf, IssueJudging issues, StoreRetry retry, ResultSignals signals, TimeProvider time,
    IOptions<TrackerOptions> options)
{
    private const int BatchIssues = 50;

    /// <summary>Reads the next page of a project; false if nothing may be stored any more.</summary>
    public async Task<bool> PageAsync(TrackerLease lease, OpenConnection connection, TrackedProject project, CancellationToken cancellationToken)
    {
        var terms = await TermsAsync(project, connection, cancellationToken);
        var settings = options.Value;
        var begun = SyncPlan.Begin(project.Position, time.GetUtcNow(), settings.Sweep, settings.Overlap);
        terms = terms with { Project = project with { Position = begun } };
        var selection = ProjectSelection.Of(project).For(project, begun.Since, terms.Settings.CriteriaFields);
        TrackerPage<TrackerIssue> page;
        try
        {
            page = await connection.Tracker.ListIssuesAsync(connection.Access, selection, begun.Cursor, cancellationToken);
        }
        catch (TrackerException exception) when (begun.Cursor is not null && exception.Failure is TrackerFailure.Rejected or TrackerFailure.NotFound)
        {
            // A cursor that the tracker has forgotten: the pass starts over once the connection is tried again.
            await StoreAsync(lease, project with { Position = begun with { Cursor = null } }, [], endsFullPass: false, cancellationToken);
            throw;
        }

        // An issue that changes meanwhile may be listed twice; its later state counts.
        var batches = page.Items.GroupBy(issue => issue.Id, StringComparer.Ordinal).Select(same => same.MaxBy(issue => issue.ChangedAt)!)
            .Chunk(BatchIssues).ToList();
        foreach (var batch in batches.SkipLast(1))
        {
            var judged = await JudgeAsync(terms, batch, cancellationToken);
            if (!await StoreAsync(lease, terms.Project, judged, endsFullPass: false, cancellationToken)) return false;
        }

        var last = batches.Count == 0 ? [] : await JudgeAsync(terms, batches[^1], cancellationToken);
        var after = SyncPlan.After(begun, page, time.GetUtcNow());
        var ended = after.StartedAt is null;
        var moved = project with { Position = after, DueAt = ended ? time.GetUtcNow() + settings.Poll : project.DueAt };
        return await StoreAsync(lease, moved, last, endsFullPass: ended && begun.IsFull, cancellationToken);
    }

    /// <summary>Reads the issues that webhooks named; false if nothing may be stored any more.</summary>
    public async Task<bool> AnswerAsync(
        TrackerLease lease, OpenConnection connection, IReadOnlyList<TrackedProject> projects, IReadOnlyList<TrackedChange> changes,
        CancellationToken cancellationToken)
    {
        foreach (var named in changes.GroupBy(change => change.ProjectId, StringComparer.Ordinal))
        {
            if (projects.FirstOrDefault(project => project.Id == named.Key) is not { } project) continue;
            var now = time.GetUtcNow();

            // Only the tracker knows which issues its query selects, so the next list answers these.
            if (ProjectSelection.Of(project).Query is not null && project.DueAt > now) project = project with { DueAt = now };
            var steps = await StepsAsync(connection, project, named, cancellationToken);
            if (!await StoreAsync(lease, project, steps, endsFullPass: false, cancellationToken)) return false;
        }

        return true;
    }

    private async Task<List<TicketStep>> StepsAsync(
        OpenConnection connection, TrackedProject project, IEnumerable<TrackedChange> changes, CancellationToken cancellationToken)
    {
        var selection = ProjectSelection.Of(project);
        if (selection.Query is not null) return [.. changes.Select(change => Without(change, new TicketStepResult.Listed()))];
        var terms = await TermsAsync(project, connection, cancellationToken);
        List<TicketStep> steps = [];
        foreach (var change in changes)
        {
            var issue = await connection.Tracker.FindIssueAsync(connection.Access, new IssueAddress(project.ProjectId, change.IssueId), cancellationToken);
            var isHere = issue is not null && issue.ProjectId == project.ProjectId && selection.Has(issue);
            steps.Add(isHere
                ? (await JudgeAsync(terms, [issue!], cancellationToken))[0] with { Answers = change }
                : Without(change, new TicketStepResult.Gone()));
        }

        return steps;
    }

    private async Task<bool> StoreAsync(
        TrackerLease lease, TrackedProject project, IReadOnlyList<TicketStep> steps, bool endsFullPass, CancellationToken cancellationToken)
    {
        var stored = await retry.RunAsync(
            () => work.StoreAsync(lease, project, steps, endsFullPass, time.GetUtcNow(), CancellationToken.None), cancellationToken);
        if (stored is not { } counts) return false;
        if (counts.Scored == 0) return true;
        VindexTelemetry.Judged.Add(counts.Scored);
        signals.ScoreStored(project.CompanyId);
        return true;
    }

    private Task<IReadOnlyList<TicketStep>> JudgeAsync(IssueTerms terms, IReadOnlyList<TrackerIssue> batch, CancellationToken cancellationToken) =>
        retry.RunAsync(() => issues.JudgeAsync(terms, batch, cancellationToken), cancellationToken);

    private Task<IssueTerms> TermsAsync(TrackedProject project, OpenConnection connection, CancellationToken cancellationToken) =>
        retry.RunAsync(() => termsOf.ReadAsync(project, connection.Tracker.Product, cancellationToken), cancellationToken);

    private static TicketStep Without(TrackedChange change, TicketStepResult result) =>
        new(change.IssueId, change.IssueId, change.IssueId, DateTimeOffset.UnixEpoch, result) { Answers = change };
}
