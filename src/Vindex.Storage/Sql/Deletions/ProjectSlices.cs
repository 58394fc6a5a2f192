using Vindex.Storage.Deletions;
using Vindex.Storage.Feedback;
using Vindex.Storage.Sql.Feedback;

namespace Vindex.Storage.Sql.Deletions;

/// <summary>Slices of a project's rows, by the numbers of their changes.</summary>
internal static class ProjectSlices
{
    private const int Most = 500;

    /// <summary>The number of a project's newest change, which is where its deletion ends; null if there is no project.</summary>
    public static ValueTask<long?> LastRowAsync(SqlWrite write, Deletion deletion) =>
        write.NumberAsync(
            $"SELECT no * 1099511627776 + sequence FROM projects WHERE company_id = {deletion.CompanyId} AND name = {deletion.Target} AND sequence > 0");

    /// <summary>
    /// Deletes a slice, and the project with its last row. Rows that were added or replaced since the start stay, and then the project does too.
    /// </summary>
    public static async Task<(DeletedRows Rows, PagePosition? Next)> DeleteAsync(SqlWrite write, TimeProvider time, Deletion deletion, PagePosition? after)
    {
        if (await ProjectWrite.FindAsync(write, time, new ProjectKey(deletion.CompanyId, deletion.Target)) is not { } project) return (DeletedRows.None, null);
        var last = await write.NumberAsync($"SELECT last_row FROM deletions WHERE id = {deletion.Id}") ?? 0;
        if (ChangeKey.ProjectOf(last) != project.No) return (DeletedRows.None, null);
        var from = after?.Value ?? ChangeKey.Of(project.No, 0);
        var rows = await write.ListAsync(
            $"""
            DELETE FROM feedback WHERE no IN (SELECT no FROM feedback WHERE no > {from} AND no <= {last} ORDER BY no LIMIT {Most})
            RETURNING no, created_at
            """,
            row => (No: row.GetInt64(0), CreatedAt: row.GetInt64(1)));
        foreach (var (no, createdAt) in rows) await project.RemovedAsync(no, createdAt);
        await project.CloseAsync();
        if (rows.Count == Most) return (new DeletedRows(Feedback: rows.Count), new PagePosition(rows.Max(row => row.No), ""));

        // Readers of the project's changes see that it is gone. Its removals are deleted later, with the other old ones.
        if (await write.ExecuteAsync($"DELETE FROM projects WHERE no = {project.No} AND row_count = 0") > 0)
        {
            var (company, name) = (deletion.CompanyId, deletion.Target);
            await write.ExecuteAsync($"DELETE FROM annotation_specs WHERE company_id = {company} AND project = {name}");
            await write.ExecuteAsync($"DELETE FROM annotation_queues WHERE company_id = {company} AND project = {name}");
        }

        return (new DeletedRows(Feedback: rows.Count), null);
    }
}
