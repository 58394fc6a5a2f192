using Vindex.Storage.Feedback;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>Deletes feedback in batches.</summary>
internal static class FeedbackDeletion
{
    /// <summary>Few enough that other writes hardly wait, many enough that a commit is worth it.</summary>
    private const int BatchSize = 500;

    /// <summary>Removals are narrow.</summary>
    private const int RemovalBatchSize = 5000;

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
                deleted = await database.WriteManyForAsync(companyId, write => BatchBeforeAsync(write, time, key, before), cancellationToken);
                total += deleted;
            }
            while (deleted == BatchSize);
        }

        return total;
    }

    /// <summary>Deletes all projects of a deleted company. No one is left who would have to learn of each removal.</summary>
    public static async Task AllAsync(ISqlDatabase database, string companyId, CancellationToken cancellationToken)
    {
        var projects = await database.ReadAsync(
            connection => connection.ListAsync($"SELECT no FROM projects WHERE company_id = {companyId}", row => row.GetInt64(0)), cancellationToken);
        foreach (var project in projects)
        {
            await BatchesAsync(database, "feedback", project, BatchSize, cancellationToken);
            await BatchesAsync(database, "feedback_removals", project, RemovalBatchSize, cancellationToken);
            await database.WriteAsync($"DELETE FROM projects WHERE no = {project}", cancellationToken);
        }
    }

    /// <summary>Forgets removals that happened before an instant.</summary>
    public static async Task<long> ForgetAsync(ISqlDatabase database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var total = 0L;
        int forgotten;
        do
        {
            forgotten = await database.WriteManyAsync(write => ForgetBatchAsync(write, before), cancellationToken);
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

        var rows = await write.ListAsync(
            $"""
            DELETE FROM feedback WHERE no IN (
              SELECT no FROM feedback WHERE project_no = {project.No} AND created_at < {SqlTime.CeilingMs(before)} AND feedback_type <> {FeedbackRow.ScoreType}
              ORDER BY created_at LIMIT {BatchSize})
            RETURNING no, created_at
            """,
            row => (No: row.GetInt64(0), CreatedAt: row.GetInt64(1)));
        foreach (var (no, createdAt) in rows)
        {
            await project.RemovedAsync(no, createdAt);
        }

        await project.CloseAsync();
        return rows.Count;
    }

    private static async Task<int> ForgetBatchAsync(SqlWrite write, DateTimeOffset before)
    {
        var keys = await write.ListAsync(
            $"""
            DELETE FROM feedback_removals WHERE no IN (
              SELECT no FROM feedback_removals WHERE removed_at < {before} ORDER BY removed_at LIMIT {RemovalBatchSize})
            RETURNING no
            """,
            row => row.GetInt64(0));
        foreach (var newest in keys.GroupBy(ChangeKey.ProjectOf, (_, ofProject) => ofProject.Max()))
        {
            var sequence = ChangeKey.SequenceOf(newest);
            await write.ExecuteAsync(
                $"UPDATE projects SET complete_since = {sequence} WHERE no = {ChangeKey.ProjectOf(newest)} AND complete_since < {sequence}");
        }

        return keys.Count;
    }

    private static async Task BatchesAsync(ISqlDatabase database, string table, long project, int batch, CancellationToken cancellationToken)
    {
        var (from, to) = (ChangeKey.Of(project, 0), ChangeKey.Of(project + 1, 0));
        SqlStatement sql = $"DELETE FROM {table:raw} WHERE no IN (SELECT no FROM {table:raw} WHERE no > {from} AND no < {to} LIMIT {batch})";
        // Each batch is a write of its own, so that others come in between.
        while (await database.WriteManyAsync(sql, cancellationToken) == batch)
        {
        }
    }
}
