using Vindex.Storage.Audit;
using Vindex.Storage.Trackers;

namespace Vindex.Storage.Sql.Trackers;

/// <summary>Connections to trackers and their projects, as people manage them.</summary>
internal sealed class SqlTrackerStore(ISqlDatabase database) : ITrackerStore
{
    public Task<bool> AddAsync(TrackerConnection connection, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            INSERT INTO trackers (id, company_id, product, name, base_address, credential, sign_in, account_id, account_name, hook_secret, created_at, paused)
            SELECT {connection.Id}, id, {connection.Product}, {connection.Name}, {connection.BaseAddress}, {connection.Credential}, {connection.SignIn},
                   {connection.AccountId}, {connection.AccountName}, {connection.HookSecret}, {connection.CreatedAt}, {connection.IsPaused}
            FROM companies WHERE id = {connection.CompanyId}
            """,
            audit,
            cancellationToken);

    public async Task<IReadOnlyList<TrackerConnection>> ListAsync(string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {TrackerRows.Connection:raw} FROM trackers WHERE company_id = {companyId} ORDER BY created_at, id", TrackerRows.ReadConnection),
            cancellationToken);

    public Task<TrackerConnection?> FindAsync(string companyId, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"SELECT {TrackerRows.Connection:raw} FROM trackers WHERE id = {id} AND company_id = {companyId}", TrackerRows.ReadConnection),
            cancellationToken);

    public Task<TrackerConnection?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync($"SELECT {TrackerRows.Connection:raw} FROM trackers WHERE id = {id}", TrackerRows.ReadConnection),
            cancellationToken);

    public Task<TrackerConnection?> UpdateAsync(TrackerConnection changed, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var stored = await write.FirstAsync(
                    $"""
                    UPDATE trackers SET name = {changed.Name}, base_address = {changed.BaseAddress}, credential = {changed.Credential},
                           sign_in = {changed.SignIn}, account_id = {changed.AccountId}, account_name = {changed.AccountName},
                           hook_secret = {changed.HookSecret}, paused = {changed.IsPaused}, failure = NULL, failure_message = NULL, failing_since = NULL,
                           retry_at = NULL, failures = 0,
                           version = version + 1, taken = taken + 1, lease_until = NULL
                    WHERE id = {changed.Id} AND company_id = {changed.CompanyId} AND version = {changed.Version}
                    RETURNING {TrackerRows.Connection:raw}
                    """,
                    TrackerRows.ReadConnection);
                if (stored is null)
                {
                    return null;
                }

                await write.ExecuteAsync($"UPDATE tracker_projects SET due_at = {now} WHERE tracker_id = {changed.Id} AND due_at > {now}");
                await SqlAuditLog.AddAsync(write, audit);
                return stored;
            },
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM trackers WHERE id = {id} AND company_id = {companyId}", audit, cancellationToken);

    public Task<ProjectAdded> AddProjectAsync(TrackedProject project, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var position = project.Position;
                var added = await write.ExecuteAsync(
                    $"""
                    INSERT INTO tracker_projects (id, tracker_id, company_id, customer_id, project_id, project_key, name, selection, created_at, write_back,
                                                  write_field, hook_id, pass, is_full, pass_cursor, since, started_at, mark, total, synced_at, swept_at,
                                                  due_at)
                    SELECT {project.Id}, t.id, t.company_id, {project.CustomerId}, {project.ProjectId}, {project.Key}, {project.Name}, {project.Selection},
                           {project.CreatedAt}, {project.WriteBack}, {project.WriteField}, {project.HookId}, {position.Pass}, {position.IsFull},
                           {position.Cursor}, {position.Since}, {position.StartedAt}, {position.Mark}, {position.Total}, {position.SyncedAt},
                           {position.SweptAt}, {project.DueAt}
                    FROM trackers t WHERE t.id = {project.TrackerId} AND t.company_id = {project.CompanyId}
                      AND EXISTS (SELECT 1 FROM customers c WHERE c.id = {project.CustomerId} AND c.company_id = t.company_id)
                    ON CONFLICT DO NOTHING
                    """);
                if (added > 0)
                {
                    await SqlAuditLog.AddAsync(write, audit);
                    return ProjectAdded.Added;
                }

                var taken = await write.NumberAsync(
                    $"""
                    SELECT COUNT(*) FROM tracker_projects
                    WHERE customer_id = {project.CustomerId} OR (tracker_id = {project.TrackerId} AND project_id = {project.ProjectId})
                    """);
                return taken > 0 ? ProjectAdded.Taken : ProjectAdded.NotFound;
            },
            cancellationToken);

    public async Task<IReadOnlyList<TrackedProject>> ProjectsAsync(string trackerId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {TrackerRows.Project:raw} FROM tracker_projects p WHERE p.tracker_id = {trackerId} ORDER BY p.created_at, p.id",
                TrackerRows.ReadProject),
            cancellationToken);

    public Task<bool> UpdateProjectAsync(TrackedProject changed, DateTimeOffset now, AuditEntry? audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                // Another selection is read from its beginning; otherwise reading goes on where it is.
                var stored = await write.ExecuteAsync(
                    $"""
                    UPDATE tracker_projects SET write_back = {changed.WriteBack}, write_field = {changed.WriteField}, hook_id = {changed.HookId},
                           is_full = CASE WHEN selection = {changed.Selection} THEN is_full ELSE 1 END,
                           pass_cursor = CASE WHEN selection = {changed.Selection} THEN pass_cursor END,
                           started_at = CASE WHEN selection = {changed.Selection} THEN started_at END,
                           swept_at = CASE WHEN selection = {changed.Selection} THEN swept_at END,
                           due_at = CASE WHEN selection = {changed.Selection} THEN due_at ELSE {now} END,
                           selection = {changed.Selection}, revision = revision + 1
                    WHERE id = {changed.Id} AND tracker_id = {changed.TrackerId}
                    """);
                if (stored == 0)
                {
                    return false;
                }

                await write.ExecuteAsync(DueWrites(changed, now));
                if (audit is not null)
                {
                    await SqlAuditLog.AddAsync(write, audit);
                }

                return true;
            },
            cancellationToken);

    public Task<bool> DeleteProjectAsync(string trackerId, string id, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM tracker_projects WHERE id = {id} AND tracker_id = {trackerId}", audit, cancellationToken);

    public async Task<IReadOnlyList<TrackedCounts>> CountsAsync(string trackerId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"""
                SELECT p.id, COUNT(CASE WHEN t.pass = p.pass AND t.gone_at IS NULL THEN 1 END),
                       COUNT(CASE WHEN t.gone_at IS NULL AND t.content_hash IS NOT NULL THEN 1 END),
                       COUNT(CASE WHEN t.gone_at IS NULL AND t.skipped IS NOT NULL THEN 1 END),
                       COUNT(CASE WHEN t.gone_at IS NOT NULL THEN 1 END),
                       COUNT(CASE WHEN t.write_at IS NOT NULL THEN 1 END),
                       COUNT(CASE WHEN t.write_at IS NULL AND t.write_error IS NOT NULL THEN 1 END)
                FROM tracker_projects p LEFT JOIN tracker_tickets t ON t.project_id = p.id
                WHERE p.tracker_id = {trackerId} GROUP BY p.id
                """,
                static row => new TrackedCounts(
                    row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6))),
            cancellationToken);

    public Task<bool> WakeAsync(string companyId, string id, bool full, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                var found = await write.ExecuteAsync(
                    $"""
                    UPDATE trackers SET failure = NULL, failure_message = NULL, failing_since = NULL, retry_at = NULL, failures = 0
                    WHERE id = {id} AND company_id = {companyId}
                    """);
                if (found == 0)
                {
                    return false;
                }

                // A full pass that is under way goes on; one of changes gives way to a full one.
                await write.ExecuteAsync(
                    $"""
                    UPDATE tracker_projects SET due_at = {now}, revision = revision + 1,
                           pass_cursor = CASE WHEN {full} = 1 AND is_full = 0 THEN NULL ELSE pass_cursor END,
                           started_at = CASE WHEN {full} = 1 AND is_full = 0 THEN NULL ELSE started_at END,
                           is_full = CASE WHEN {full} = 1 THEN 1 ELSE is_full END
                    WHERE tracker_id = {id}
                    """);
                await SqlAuditLog.AddAsync(write, audit);
                return true;
            },
            cancellationToken);

    public Task<int> NoteChangeAsync(string trackerId, string projectId, string issueId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            INSERT INTO tracker_changes (project_id, issue_id, tracker_id, noted_at, version)
            SELECT p.id, {issueId}, p.tracker_id, {now}, 1 FROM tracker_projects p
            WHERE p.tracker_id = {trackerId}
              AND (p.project_id = {projectId}
                   OR EXISTS (SELECT 1 FROM tracker_tickets t WHERE t.project_id = p.id AND t.issue_id = {issueId} AND t.gone_at IS NULL))
            ON CONFLICT (project_id, issue_id) DO UPDATE SET version = tracker_changes.version + 1
            """,
            cancellationToken);

    public async Task<IReadOnlyList<TrackedTicket>> WritableAsync(string projectId, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"""
                SELECT {TrackerRows.Ticket:raw} FROM tracker_tickets t
                WHERE t.project_id = {projectId} AND t.score_id IS NOT NULL AND t.gone_at IS NULL ORDER BY t.ticket_key, t.issue_id LIMIT {limit}
                """,
                static row => TrackerRows.ReadTicket(row)),
            cancellationToken);

    private static SqlStatement DueWrites(TrackedProject project, DateTimeOffset now)
    {
        if (project.WriteBack is WriteBack.None)
        {
            return $"UPDATE tracker_tickets SET write_at = NULL, write_tries = 0, write_error = NULL WHERE project_id = {project.Id}";
        }

        return $"""
            UPDATE tracker_tickets SET write_at = {now}, write_tries = 0, write_error = NULL
            WHERE project_id = {project.Id} AND score_id IS NOT NULL AND gone_at IS NULL AND write_at IS NULL
              AND COALESCE(written, '') <> {WriteEnd.Place(project)} || score_id
            """;
    }
}
