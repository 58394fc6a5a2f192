using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Trackers;

namespace Vindex.Storage.Sql.Trackers;

/// <summary>What came of storing a step.</summary>
internal enum TicketStepStored
{
    /// <summary>A new score.</summary>
    Scored,

    /// <summary>The text was judged already.</summary>
    Unchanged,

    /// <summary>The issue has no score, or is gone.</summary>
    Noted,

    /// <summary>The customer is gone; nothing may be stored.</summary>
    CustomerGone,
}

/// <summary>
/// Stores what came of reading an issue. What was judged is compared here, within the transaction that stores the score, so that however often an issue is read
/// (pages read again after a crash, webhooks sent twice), its text is judged and counted once.
/// </summary>
internal static class TicketStepWrite
{
    public static async Task<TicketStepStored> StoreAsync(
        SqlWrite write, ScoreRows rows, TrackedProject project, TicketStep step, PackedScore? packed, DateTimeOffset now)
    {
        if (step.Answers is { } change)
        {
            await write.LaterAsync(
                $"DELETE FROM tracker_changes WHERE project_id = {project.Id} AND issue_id = {step.IssueId} AND version = {change.Version}");
        }

        switch (step.Result)
        {
            case TicketStepResult.Listed:
                return TicketStepStored.Noted;
            case TicketStepResult.Gone:
                await write.LaterAsync(
                    $"""
                    UPDATE tracker_tickets SET gone_at = COALESCE(gone_at, {now}), write_at = NULL
                    WHERE project_id = {project.Id} AND issue_id = {step.IssueId}
                    """);
                return TicketStepStored.Noted;
        }

        var hash = HashOf(step.Result);
        var known = await write.FirstAsync(
            $"SELECT {TrackerRows.Ticket:raw} FROM tracker_tickets t WHERE t.project_id = {project.Id} AND t.issue_id = {step.IssueId}",
            static row => TrackerRows.ReadTicket(row));

        // A state from before the known one came late; or the known one is of the same text.
        if (known is not null && (step.ChangedAt < known.ChangedAt || (hash is not null && known.ContentHash == hash)))
        {
            await TouchAsync(write, project, step, now);
            return TicketStepStored.Unchanged;
        }

        if (step.Result is not TicketStepResult.Skipped skipped)
        {
            return await ScoreAsync(write, rows, project, step, packed, now);
        }

        await PutAsync(write, project, step, new TicketState(null, null, skipped.Reason), now);
        return TicketStepStored.Noted;
    }

    private static async Task<TicketStepStored> ScoreAsync(
        SqlWrite write, ScoreRows rows, TrackedProject project, TicketStep step, PackedScore? packed, DateTimeOffset now)
    {
        var hash = HashOf(step.Result);
        var latest = await write.FirstAsync(
            $"""
            SELECT s.id, d.content_hash FROM scores s JOIN score_details d ON d.no = s.no
            WHERE s.ticket_id = {step.TicketId} AND s.customer_id = {project.CustomerId} AND s.superseded IS NULL
            """,
            static row => new TicketState(row.TextOrNull(1), row.GetString(0), null));
        var isLatest = latest is not null && latest.ContentHash == hash;
        if (packed is null || isLatest)
        {
            await PutAsync(write, project, step, new TicketState(hash, isLatest ? latest!.ScoreId : null, null), now);
            return TicketStepStored.Unchanged;
        }

        if (await ScoreInsert.AddAsync(write, rows, packed, answer: null) is null)
        {
            return TicketStepStored.CustomerGone;
        }

        await PutAsync(write, project, step, new TicketState(hash, packed.Score.Item.Id, null), now);
        return TicketStepStored.Scored;
    }

    private static string? HashOf(TicketStepResult result) => result switch
    {
        TicketStepResult.Scored scored => scored.Score.ContentHash,
        TicketStepResult.Unchanged unchanged => unchanged.ContentHash,
        _ => null,
    };

    // What was to be written when an issue went is due again when it is back.
    private static ValueTask TouchAsync(SqlWrite write, TrackedProject project, TicketStep step, DateTimeOffset now)
    {
        DateTimeOffset? writeAt = project.WriteBack is WriteBack.None ? null : now;
        return write.LaterAsync(
            $"""
            UPDATE tracker_tickets SET changed_at = CASE WHEN changed_at < {step.ChangedAt} THEN {step.ChangedAt} ELSE changed_at END,
                   pass = {project.Position.Pass},
                   write_at = CASE WHEN gone_at IS NOT NULL AND score_id IS NOT NULL AND COALESCE(written, '') <> {WriteEnd.Place(project)} || score_id
                                   THEN {writeAt} ELSE write_at END,
                   gone_at = NULL
            WHERE project_id = {project.Id} AND issue_id = {step.IssueId}
            """);
    }

    private static ValueTask PutAsync(SqlWrite write, TrackedProject project, TicketStep step, TicketState state, DateTimeOffset now)
    {
        DateTimeOffset? writeAt = project.WriteBack is WriteBack.None || state.ScoreId is null ? null : now;
        return write.LaterAsync(
            $"""
            INSERT INTO tracker_tickets (project_id, issue_id, tracker_id, ticket_id, ticket_key, changed_at, pass, content_hash, score_id, skipped, write_at)
            VALUES ({project.Id}, {step.IssueId}, {project.TrackerId}, {step.TicketId}, {step.Key}, {step.ChangedAt}, {project.Position.Pass},
                    {state.ContentHash}, {state.ScoreId}, {state.Skipped}, {writeAt})
            ON CONFLICT (project_id, issue_id) DO UPDATE SET ticket_id = excluded.ticket_id, ticket_key = excluded.ticket_key,
              changed_at = excluded.changed_at, pass = excluded.pass, content_hash = excluded.content_hash, score_id = excluded.score_id,
              skipped = excluded.skipped, gone_at = NULL, write_at = excluded.write_at, write_tries = 0, write_error = NULL
            """);
    }

    /// <summary>What is known of an issue's score.</summary>
    private sealed record TicketState(string? ContentHash, string? ScoreId, string? Skipped);
}
