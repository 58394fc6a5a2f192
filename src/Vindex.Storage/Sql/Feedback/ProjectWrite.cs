using Vindex.Storage.Feedback;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>
/// A project within one write: locked when it is opened, numbering its changes, storing its counters when it is closed. The hot path of feedback, so every
/// statement is prepared once.
/// </summary>
internal sealed class ProjectWrite
{
    // Changes nothing, but from here on no other transaction numbers changes of this project.
    private const string Lock =
        """
        UPDATE projects SET sequence = sequence
        WHERE company_id = @company AND name = @name AND EXISTS (SELECT 1 FROM companies WHERE id = @company)
        RETURNING no * 1099511627776 + sequence
        """;

    private const string Make =
        """
        INSERT INTO projects (company_id, name) SELECT id, @name FROM companies WHERE id = @company
        ON CONFLICT DO NOTHING
        RETURNING no * 1099511627776
        """;

    private const string Insert =
        """
        INSERT INTO feedback (no, project_no, created_at, id, feedback_type, trigger_ref, weave_ref, wb_user_id, creator, annotation_ref, runnable_ref, call_ref,
                              queue_id, extras, payload)
        VALUES (@no, @project, @createdAt, @id, @type, @trigger, @ref, @user, @creator, @annotation, @runnable, @call, @queue, @extras, @payload)
        ON CONFLICT DO NOTHING
        """;

    private const string RemoveById =
        """
        INSERT INTO feedback_removals (no, row_no, row_created_at, removed_at)
        SELECT @no, no, created_at, @now FROM feedback WHERE project_no = @project AND id = @id AND (feedback_type = @score) = (@scores = 1)
        """;

    private const string CreatedAt = "SELECT created_at FROM feedback WHERE project_no = @project AND id = @id";

    private const string DeleteById = "DELETE FROM feedback WHERE project_no = @project AND id = @id";

    private const string RemoveByNo = "INSERT INTO feedback_removals (no, row_no, row_created_at, removed_at) VALUES (@no, @row, @createdAt, @now)";

    private const string Close = "UPDATE projects SET sequence = @sequence, row_count = row_count + @rows WHERE no = @project";

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

    /// <summary>Locks a project, making it where there is none; null when the company does not exist.</summary>
    public static async ValueTask<ProjectWrite?> OpenAsync(SqlWrite write, TimeProvider time, ProjectKey project)
    {
        if (await FindAsync(write, time, project) is { } found)
        {
            return found;
        }

        var made = await write.NumberAsync(Make, ("@name", project.Name), ("@company", project.CompanyId));
        return made == 0 ? await FindAsync(write, time, project) : new ProjectWrite(write, time, made);
    }

    /// <summary>Locks a project; null when there is none.</summary>
    public static async ValueTask<ProjectWrite?> FindAsync(SqlWrite write, TimeProvider time, ProjectKey project)
    {
        var last = await write.NumberAsync(Lock, ("@company", project.CompanyId), ("@name", project.Name));
        return last == 0 ? null : new ProjectWrite(write, time, last);
    }

    /// <summary>Adds a row, or puts it in the place of the one with its id, whose creation time it then keeps.</summary>
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

        createdAt = await _write.NumberAsync(CreatedAt, ("@project", _project), ("@id", row.Id));
        await DeleteAsync(row.Id);
        await InsertAsync(row, createdAt);
        return new FeedbackWritten.Kept(SqlTime.FromMs(createdAt));
    }

    /// <summary>Adds the row of a score. A row that somebody gave its id to before goes.</summary>
    public async ValueTask PutScoreAsync(FeedbackRow row)
    {
        if (!await InsertAsync(row, row.CreatedAt.ToMs()))
        {
            await RemoveAsync(row.Id, ofScore: false);
            await InsertAsync(row, row.CreatedAt.ToMs());
        }
    }

    /// <summary>Removes the row with an id; false when there is none, or when it is a score's and should not be, or the other way round.</summary>
    public async ValueTask<bool> RemoveAsync(string id, bool ofScore)
    {
        if (!await NoteRemovalAsync(id, ofScore))
        {
            return false;
        }

        await DeleteAsync(id);
        return true;
    }

    /// <summary>Notes that a row, deleted by the caller, went.</summary>
    public async ValueTask RemovedAsync(long key, long createdAt)
    {
        await _write.ExecuteAsync(RemoveByNo, ("@no", ++_last), ("@row", key), ("@createdAt", createdAt), ("@now", _time.GetUtcNow().ToMs()));
        _rows--;
    }

    /// <summary>Stores the counters.</summary>
    public async ValueTask CloseAsync()
    {
        if (_last != _opened)
        {
            await _write.ExecuteAsync(Close, ("@sequence", ChangeKey.SequenceOf(_last)), ("@rows", _rows), ("@project", _project));
        }
    }

    private async ValueTask<bool> InsertAsync(FeedbackRow row, long createdAt)
    {
        var inserted = await _write.ExecuteAsync(
            Insert,
            ("@no", _last + 1),
            ("@project", _project),
            ("@createdAt", createdAt),
            ("@id", row.Id),
            ("@type", row.FeedbackType),
            ("@trigger", row.TriggerRef),
            ("@ref", row.WeaveRef),
            ("@user", row.WbUserId),
            ("@creator", row.Creator),
            ("@annotation", row.AnnotationRef),
            ("@runnable", row.RunnableRef),
            ("@call", row.CallRef),
            ("@queue", row.QueueId),
            ("@extras", row.Extras),
            ("@payload", row.Payload));
        _last += inserted;
        _rows += inserted;
        return inserted > 0;
    }

    private async ValueTask<bool> NoteRemovalAsync(string id, bool ofScore)
    {
        var found = await _write.ExecuteAsync(
            RemoveById,
            ("@no", _last + 1),
            ("@now", _time.GetUtcNow().ToMs()),
            ("@project", _project),
            ("@id", id),
            ("@score", FeedbackRow.ScoreType),
            ("@scores", ofScore ? 1 : 0));
        _last += found;
        return found > 0;
    }

    private async ValueTask DeleteAsync(string id)
    {
        await _write.ExecuteAsync(DeleteById, ("@project", _project), ("@id", id));
        _rows--;
    }
}
