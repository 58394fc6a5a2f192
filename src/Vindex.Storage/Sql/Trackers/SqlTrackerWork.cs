using Vindex.Storage.Sql.Nodes;
using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Trackers;

namespace Vindex.Storage.Sql.Trackers;

/// <summary>Reading from trackers, as workers do it.</summary>
internal sealed class SqlTrackerWork(ISqlDatabase database, ScoreRows scoreRows, OwnNode own) : ITrackerWork
{
    public async Task<TrackerLease?> LeaseAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        SqlStatement any = $"SELECT 1 FROM trackers t WHERE {Waiting(now):fixed} LIMIT 1";
        if (await NodeLeasing.IsNoneAsync(database, own, any, cancellationToken)) return null;
        return await database.WriteAsync(
            async write => await write.FirstAsync(
                $"""
                UPDATE trackers SET lease_until = {until}, leased_at = {now}, taken = taken + 1, node = {own.Id}
                WHERE id = (SELECT t.id FROM trackers t WHERE {Waiting(now):fixed} ORDER BY t.leased_at, t.id LIMIT 1)
                  AND (lease_until IS NULL OR lease_until <= {now})
                RETURNING {TrackerRows.Connection:raw}
                """,
                TrackerRows.ReadLease),
            cancellationToken);
    }

    public async Task<IReadOnlyList<string>> RenewAsync(IReadOnlyList<TrackerLease> leases, DateTimeOffset until, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async write =>
            {
                List<string> lost = [];
                foreach (var lease in leases)
                {
                    if (!await RenewAsync(write, lease, until)) lost.Add(lease.Connection.Id);
                }

                return lost;
            },
            cancellationToken);

    public Task TakeBackAsync(CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE trackers SET lease_until = NULL WHERE lease_until IS NOT NULL", cancellationToken);

    public Task ReleaseAsync(TrackerLease lease, TrackerOutage? failure, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            UPDATE trackers SET lease_until = NULL, failure = {failure?.Code}, failure_message = {failure?.Message}, failing_since = {failure?.Since},
                   retry_at = {failure?.RetryAt}, failures = {failure?.Count ?? 0}
            WHERE id = {lease.Connection.Id} AND taken = {lease.Taken} AND version = {lease.Connection.Version}
            """,
            cancellationToken);

    public async Task<IReadOnlyList<TrackedChange>> ChangesAsync(string trackerId, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT project_id, issue_id, version FROM tracker_changes WHERE tracker_id = {trackerId} ORDER BY noted_at, project_id, issue_id LIMIT {limit}",
                static row => new TrackedChange(row.GetString(0), row.GetString(1), row.GetInt64(2))),
            cancellationToken);

    public async Task<IReadOnlyDictionary<string, TrackedTicket>> KnownAsync(
        string projectId, IReadOnlyCollection<string> issueIds, CancellationToken cancellationToken)
    {
        var known = await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {TrackerRows.Ticket:raw} FROM tracker_tickets t WHERE t.project_id = {projectId} AND t.issue_id IN {issueIds}",
                static row => TrackerRows.ReadTicket(row)),
            cancellationToken);
        return known.ToDictionary(ticket => ticket.IssueId, StringComparer.Ordinal);
    }

    public async Task<IReadOnlyDictionary<string, string>> LatestHashesAsync(
        string customerId, IReadOnlyCollection<string> ticketIds, CancellationToken cancellationToken)
    {
        var latest = await database.ReadAsync(
            connection => connection.ListAsync(
                $"""
                SELECT s.ticket_id, d.content_hash FROM scores s JOIN score_details d ON d.no = s.no
                WHERE s.customer_id = {customerId} AND s.ticket_id IN {ticketIds} AND s.superseded IS NULL AND d.content_hash IS NOT NULL
                """,
                static row => (TicketId: row.GetString(0), Hash: row.GetString(1))),
            cancellationToken);
        return latest.ToDictionary(one => one.TicketId, one => one.Hash, StringComparer.Ordinal);
    }

    public Task<StoredSteps?> StoreAsync(
        TrackerLease lease, TrackedProject project, IReadOnlyList<TicketStep> steps, bool endsFullPass, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Compressing takes processor time, so not within the write.
        var packed = steps.Select(step => step.Result is TicketStepResult.Scored scored ? scoreRows.Pack(scored.Score) : null).ToList();
        return database.WriteManyForAsync(
            lease.Connection.CompanyId,
            async write =>
            {
                if (!await IsCurrentAsync(write, lease, project))
                {
                    return null;
                }

                var stored = default(StoredSteps);
                foreach (var (step, score) in steps.Zip(packed))
                {
                    switch (await TicketStepWrite.StoreAsync(write, scoreRows, project, step, score, now))
                    {
                        case TicketStepStored.Scored: stored = stored with { Scored = stored.Scored + 1 }; break;
                        case TicketStepStored.Unchanged: stored = stored with { Unchanged = stored.Unchanged + 1 }; break;
                        case TicketStepStored.CustomerGone:
                            write.Undo();
                            return (StoredSteps?)null;
                    }
                }

                if (endsFullPass)
                {
                    await write.LaterAsync(
                        $"""
                        UPDATE tracker_tickets SET gone_at = {now}, write_at = NULL
                        WHERE project_id = {project.Id} AND pass < {project.Position.Pass} AND gone_at IS NULL
                        """);
                }

                return stored;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<DueWrite>> WritesAsync(string trackerId, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"""
                SELECT {TrackerRows.Project:raw}, {TrackerRows.Ticket:raw}, t.comment_id, t.write_tries, t.write_begun
                FROM tracker_tickets t JOIN tracker_projects p ON p.id = t.project_id
                WHERE t.tracker_id = {trackerId} AND t.write_at <= {now} AND p.write_back <> 'none' AND t.score_id IS NOT NULL AND t.gone_at IS NULL
                ORDER BY t.write_at, t.issue_id LIMIT {limit}
                """,
                static row => new DueWrite(
                    TrackerRows.ReadProject(row),
                    TrackerRows.ReadTicket(row, TrackerRows.ProjectWidth),
                    row.TextOrNull(TrackerRows.ProjectWidth + 9),
                    row.GetInt32(TrackerRows.ProjectWidth + 10),
                    row.Flag(TrackerRows.ProjectWidth + 11))),
            cancellationToken);

    public Task<bool> BeginWriteAsync(TrackerLease lease, string projectId, string issueId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write => await write.ExecuteAsync(
                $"""
                UPDATE tracker_tickets SET write_begun = 1
                WHERE project_id = {projectId} AND issue_id = {issueId} AND write_at IS NOT NULL
                  AND EXISTS (SELECT 1 FROM trackers WHERE id = {lease.Connection.Id} AND taken = {lease.Taken} AND paused = 0)
                """) > 0,
            cancellationToken);

    public Task PostponeWritesAsync(string projectId, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteManyAsync($"UPDATE tracker_tickets SET write_at = {until} WHERE project_id = {projectId} AND write_at < {until}", cancellationToken);

    public Task EndWriteAsync(WriteEnd end, CancellationToken cancellationToken) =>
        end.Error is { } error
            ? database.WriteAsync(
                $"""
                UPDATE tracker_tickets SET write_tries = write_tries + 1, write_error = {error}, write_at = {end.RetryAt}
                WHERE project_id = {end.ProjectId} AND issue_id = {end.IssueId} AND write_at IS NOT NULL
                """,
                cancellationToken)
            : database.WriteAsync(
                // A score that came meanwhile is still to be written.
                $"""
                UPDATE tracker_tickets SET comment_id = COALESCE({end.CommentId}, comment_id), written = {end.Written}, write_tries = 0, write_begun = 0,
                       write_error = NULL, write_at = CASE WHEN {end.Written} LIKE '%:' || score_id THEN NULL ELSE write_at END
                WHERE project_id = {end.ProjectId} AND issue_id = {end.IssueId}
                """,
                cancellationToken);

    private static SqlStatement Waiting(DateTimeOffset now) =>
        $"""
        t.paused = 0 AND (t.retry_at IS NULL OR t.retry_at <= {now}) AND (t.lease_until IS NULL OR t.lease_until <= {now})
          AND (EXISTS (SELECT 1 FROM tracker_projects p WHERE p.tracker_id = t.id AND p.due_at <= {now})
               OR EXISTS (SELECT 1 FROM tracker_changes c WHERE c.tracker_id = t.id)
               OR EXISTS (SELECT 1 FROM tracker_tickets w WHERE w.tracker_id = t.id AND w.write_at <= {now}))
        """;

    // The connection's row is locked for the transaction, so that no other worker leases it meanwhile.
    private static async Task<bool> IsCurrentAsync(SqlWrite write, TrackerLease lease, TrackedProject project)
    {
        var (id, position) = (lease.Connection.Id, project.Position);
        if (await write.ExecuteAsync($"UPDATE trackers SET node = node WHERE id = {id} AND taken = {lease.Taken} AND paused = 0") == 0)
        {
            return false;
        }

        return await write.ExecuteAsync(
            $"""
            UPDATE tracker_projects SET pass = {position.Pass}, is_full = {position.IsFull}, pass_cursor = {position.Cursor}, since = {position.Since},
                   started_at = {position.StartedAt}, mark = {position.Mark}, total = {position.Total}, synced_at = {position.SyncedAt},
                   swept_at = {position.SweptAt}, due_at = {project.DueAt}
            WHERE id = {project.Id} AND revision = {project.Revision}
            """) > 0;
    }

    private static async ValueTask<bool> RenewAsync(SqlWrite write, TrackerLease lease, DateTimeOffset until) =>
        await write.ExecuteAsync(
            $"""
            UPDATE trackers SET lease_until = {until}
            WHERE id = {lease.Connection.Id} AND taken = {lease.Taken} AND lease_until IS NOT NULL AND paused = 0
            """) > 0;
}
