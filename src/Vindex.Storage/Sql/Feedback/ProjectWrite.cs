using Vindex.Storage.Feedback;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>
/// A project within one write: locked when it is opened, numbering its changes, storing its counters when it is closed. The hot path of feedback, so every
/// statement is prepared once.
/// </summary>
internal sealed class ProjectWrite
{
    private const string Columns =
        "no, project_no, created_at, id, feedback_type, trigger_ref, weave_ref, wb_user_id, creator, annotation_ref, runnable_ref, call_ref, queue_id, extras, payload";

    private readonly SqlWrite _write;
    private readonly TimeProvider _time;
    private readonly long _project;
    private readonly long _opened;
    private long _last;
    private long _rows;

    private ProjectWrite(SqlWrite write, TimeProvider time, long last)
    {
        _write = write;
        _time = time;
        _project = ChangeKey.ProjectOf(last);
        _last = _opened = last;
    }

    /// <summary>Its number in the database.</summary>
    public long No => _project;

    /// <summary>Locks a project and creates it if there is none; null if the company does not exist.</summary>
    public static async ValueTask<ProjectWrite?> OpenAsync(SqlWrite write, TimeProvider time, ProjectKey project)
    {
        if (await FindAsync(write, time, project) is { } found)
        {
            return found;
        }

        var made = await write.NumberAsync(
            $"""
            INSERT INTO projects (company_id, name) SELECT id, {project.Name} FROM companies WHERE id = {project.CompanyId}
            ON CONFLICT DO NOTHING
            RETURNING no * 1099511627776
            """);
        return made is { } first ? new ProjectWrite(write, time, first) : await FindAsync(write, time, project);
    }

    /// <summary>Locks a project; null if there is none.</summary>
    public static async ValueTask<ProjectWrite?> FindAsync(SqlWrite write, TimeProvider time, ProjectKey project)
    {
        // From here on, no other transaction numbers changes of this project.
        var last = await write.NumberAsync(
            $"""
            SELECT p.no * 1099511627776 + p.sequence FROM projects p
            WHERE p.company_id = {project.CompanyId} AND p.name = {project.Name} AND EXISTS (SELECT 1 FROM companies WHERE id = {project.CompanyId})
            {write.Locking("p"):raw}
            """);
        return last is { } number ? new ProjectWrite(write, time, number) : null;
    }

    /// <summary>Adds those of many rows that are new, all at once. Returns the ids of the added.</summary>
    public async Task<IReadOnlySet<string>> CopyNewAsync(IEnumerable<FeedbackRow> rows)
    {
        var added = rows.GroupBy(row => row.Id, StringComparer.Ordinal)
            .Where(same => same.Count() == 1)
            .Select(same => same.First())
            .Where(row => row.FeedbackType != FeedbackRow.ScoreType)
            .ToDictionary(row => row.Id, StringComparer.Ordinal);
        foreach (var ids in added.Keys.Chunk(FeedbackQuery.MostValues))
        {
            SqlStatement present = $"SELECT id FROM feedback WHERE project_no = {_project} AND id IN {ids}";
            foreach (var id in await _write.ListAsync(present, row => row.GetString(0))) added.Remove(id);
        }

        var no = _last;
        var values = added.Values.Select(object?[] (row) =>
        [
            ++no, _project, row.CreatedAt.ToMs(), row.Id, row.FeedbackType, row.TriggerRef, row.WeaveRef, row.WbUserId, row.Creator, row.AnnotationRef,
            row.RunnableRef, row.CallRef, row.QueueId, row.Extras, row.Payload,
        ]);
        await _write.CopyAsync("feedback", Columns, values);
        _last += added.Count;
        _rows += added.Count;
        return added.Keys.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Adds a row, or replaces the one with its id and keeps that one's creation time.</summary>
    public async ValueTask<FeedbackWritten> PutAsync(FeedbackRow row)
    {
        var createdAt = row.CreatedAt.ToMs();
        if (row.FeedbackType == FeedbackRow.ScoreType)
        {
            return new FeedbackWritten.Reserved();
        }

        if (await InsertAsync(row, createdAt))
        {
            return new FeedbackWritten.Kept(SqlTime.FromMs(createdAt));
        }

        if (!await NoteRemovalAsync(row.Id, ofScore: false))
        {
            return new FeedbackWritten.Reserved();
        }

        createdAt = (await _write.NumberAsync($"SELECT created_at FROM feedback WHERE project_no = {_project} AND id = {row.Id}"))!.Value;
        await DeleteAsync(row.Id);
        await InsertAsync(row, createdAt);
        return new FeedbackWritten.Kept(SqlTime.FromMs(createdAt));
    }

    /// <summary>Adds the row of a score. An earlier row with its id is removed.</summary>
    public async ValueTask PutScoreAsync(FeedbackRow row)
    {
        if (!await InsertAsync(row, row.CreatedAt.ToMs()))
        {
            await RemoveAsync(row.Id, ofScore: false);
            await InsertAsync(row, row.CreatedAt.ToMs());
        }
    }

    /// <summary>Removes the row with an id; false if there is none, or when it is a score's and should not be, or the other way round.</summary>
    public async ValueTask<bool> RemoveAsync(string id, bool ofScore)
    {
        if (!await NoteRemovalAsync(id, ofScore))
        {
            return false;
        }

        await DeleteAsync(id);
        return true;
    }

    /// <summary>Records the removal of a row that the caller deleted.</summary>
    public async ValueTask RemovedAsync(long key, long createdAt)
    {
        await _write.ExecuteAsync(
            $"INSERT INTO feedback_removals (no, row_no, row_created_at, removed_at) VALUES ({++_last}, {key}, {createdAt}, {_time.GetUtcNow()})");
        _rows--;
    }

    /// <summary>Stores the counters.</summary>
    public async ValueTask CloseAsync()
    {
        if (_last != _opened)
        {
            await _write.LaterAsync($"UPDATE projects SET sequence = {ChangeKey.SequenceOf(_last)}, row_count = row_count + {_rows} WHERE no = {_project}");
        }
    }

    private async ValueTask<bool> InsertAsync(FeedbackRow row, long createdAt)
    {
        var inserted = await _write.ExecuteAsync(
            $"""
            INSERT INTO feedback ({Columns:raw})
            VALUES ({_last + 1}, {_project}, {createdAt}, {row.Id}, {row.FeedbackType}, {row.TriggerRef}, {row.WeaveRef}, {row.WbUserId}, {row.Creator},
                    {row.AnnotationRef}, {row.RunnableRef}, {row.CallRef}, {row.QueueId}, {row.Extras}, {row.Payload})
            ON CONFLICT DO NOTHING
            """);
        _last += inserted;
        _rows += inserted;
        return inserted > 0;
    }

    private async ValueTask<bool> NoteRemovalAsync(string id, bool ofScore)
    {
        var found = await _write.ExecuteAsync(
            $"""
            INSERT INTO feedback_removals (no, row_no, row_created_at, removed_at)
            SELECT {_last + 1}, no, created_at, {_time.GetUtcNow()} FROM feedback
            WHERE project_no = {_project} AND id = {id} AND (feedback_type = {FeedbackRow.ScoreType}) = ({ofScore} = 1)
            """);
        _last += found;
        return found > 0;
    }

    private async ValueTask DeleteAsync(string id)
    {
        await _write.ExecuteAsync($"DELETE FROM feedback WHERE project_no = {_project} AND id = {id}");
        _rows--;
    }
}
