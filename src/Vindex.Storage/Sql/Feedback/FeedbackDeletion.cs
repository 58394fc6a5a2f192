using Vindex.Storage.Feedback;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>Deletes feedback in batches.</summary>
internal static class FeedbackDeletion
{
    /// <summary>Few enough that other writes hardly wait, many enough that a commit is worth it.</summary>
    private const int BatchSize = 500;

    /// <summary>Removals are narrow.</summary>
    private const int RemovalBatchSize = 5000;

    private const string Old =
        """
        DELETE FROM feedback WHERE no IN (
          SELECT no FROM feedback WHERE project_no = @project AND created_at < @before AND feedback_type <> @score ORDER BY created_at LIMIT @batch)
        RETURNING no, created_at
        """;

    private const string OldRemovals =
        """
        DELETE FROM feedback_removals WHERE no IN (SELECT no FROM feedback_removals WHERE removed_at < @before ORDER BY removed_at LIMIT @batch)
        RETURNING no
        """;

    private const string Forgotten =
        "UPDATE projects SET complete_since = CASE WHEN complete_since < @sequence THEN @sequence ELSE complete_since END WHERE no = @project";

    private const string Rows = "DELETE FROM feedback WHERE no IN (SELECT no FROM feedback WHERE no > @from AND no < @to LIMIT @batch)";

    private const string Removals = "DELETE FROM feedback_removals WHERE no IN (SELECT no FROM feedback_removals WHERE no > @from AND no < @to LIMIT @batch)";

    private const string Project = "DELETE FROM projects WHERE no = @project";

    /// <summary>Deletes a company's rows created before an instant, but not those of scores.</summary>
    public static async Task<long> BeforeAsync(
        ISqlDatabase database, TimeProvider time, string companyId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var projects = await database.ReadAsync(connection => Projects.ListAsync(connection, companyId), cancellationToken);
        var total = 0L;
        foreach (var project in projects.Where(project => project.FirstAt < before))
        {
            var key = new ProjectKey(companyId, project.Name);
            long deleted;
            do
            {
                deleted = await database.WriteAsync(write => BatchBeforeAsync(write, time, key, before), cancellationToken);
                total += deleted;
            }
            while (deleted == BatchSize);
        }

        return total;
    }

    /// <summary>Deletes all projects of a company that is gone. There is nobody left who would have to learn of each removal.</summary>
    public static async Task AllAsync(ISqlDatabase database, string companyId, CancellationToken cancellationToken)
    {
        var sql = new SqlStatement().AddWith($"SELECT no FROM projects WHERE company_id = {companyId}");
        foreach (var project in await database.ReadAsync(connection => sql.ListAsync(connection, row => row.GetInt64(0)), cancellationToken))
        {
            await BatchesAsync(database, Rows, project, BatchSize, cancellationToken);
            await BatchesAsync(database, Removals, project, RemovalBatchSize, cancellationToken);
            await database.WriteAsync(async write => await write.ExecuteAsync(Project, ("@project", project)), cancellationToken);
        }
    }

    /// <summary>Forgets removals that happened before an instant.</summary>
    public static async Task<long> ForgetAsync(ISqlDatabase database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var total = 0L;
        int forgotten;
        do
        {
            forgotten = await database.WriteAsync(write => ForgetBatchAsync(write, before), cancellationToken);
            total += forgotten;
        }
        while (forgotten == RemovalBatchSize);
        return total;
    }

    private static async Task<int> BatchBeforeAsync(SqlWrite write, TimeProvider time, ProjectKey key, DateTimeOffset before)
    {
        if (await ProjectWrite.FindAsync(write, time, key) is not { } project)
        {
            return 0;
        }

        var rows = await write.Query(
            Old, ("@project", project.No), ("@before", SqlTime.CeilingMs(before)), ("@score", FeedbackRow.ScoreType), ("@batch", BatchSize))
            .ListAsync(row => (No: row.GetInt64(0), CreatedAt: row.GetInt64(1)));
        foreach (var (no, createdAt) in rows)
        {
            await project.RemovedAsync(no, createdAt);
        }

        await project.CloseAsync();
        return rows.Count;
    }

    private static async Task<int> ForgetBatchAsync(SqlWrite write, DateTimeOffset before)
    {
        var keys = await write.Query(OldRemovals, ("@before", before.ToMs()), ("@batch", RemovalBatchSize)).ListAsync(row => row.GetInt64(0));
        foreach (var newest in keys.GroupBy(ChangeKey.ProjectOf, (_, ofProject) => ofProject.Max()))
        {
            await write.ExecuteAsync(Forgotten, ("@sequence", ChangeKey.SequenceOf(newest)), ("@project", ChangeKey.ProjectOf(newest)));
        }

        return keys.Count;
    }

    private static async Task BatchesAsync(ISqlDatabase database, string sql, long project, int batch, CancellationToken cancellationToken)
    {
        var (from, to) = (ChangeKey.Of(project, 0), ChangeKey.Of(project + 1, 0));
        while (await database.WriteAsync(async write => await write.ExecuteAsync(sql, ("@from", from), ("@to", to), ("@batch", batch)), cancellationToken) == batch)
        {
            // The next batch is a write of its own, so that others come in between.
        }
    }
}
