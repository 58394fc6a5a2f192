using System.Data.Common;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>Reads projects. Those of a company that is being deleted are none any more.</summary>
internal static class Projects
{
    private const string HeadColumns = "p.no, p.sequence, p.complete_since, n.incarnation";

    private const string Living = "EXISTS (SELECT 1 FROM companies c WHERE c.id = p.company_id)";

    /// <summary>A project's number in the database; null when there is none.</summary>
    public static Task<long?> FindAsync(DbConnection connection, ProjectKey project) =>
        connection.NumberAsync($"SELECT p.no FROM projects p WHERE {Is(project)}");

    /// <summary>How many rows it has.</summary>
    public static async Task<long> CountAsync(DbConnection connection, ProjectKey project) =>
        await connection.NumberAsync($"SELECT p.row_count FROM projects p WHERE {Is(project)}") ?? 0;

    /// <summary>How many rows of a company's projects were created before an instant, counted in the index of time.</summary>
    public static async Task<long> CountBeforeAsync(DbConnection connection, string companyId, DateTimeOffset before) =>
        await connection.NumberAsync(
            $"""
            SELECT COALESCE(SUM((SELECT COUNT(*) FROM feedback f WHERE f.project_no = p.no AND f.created_at < {SqlTime.CeilingMs(before)})), 0)
            FROM projects p WHERE p.company_id = {companyId} AND {Living:raw}
            """) ?? 0;

    /// <summary>Where its changes stand.</summary>
    public static async Task<ProjectHead> HeadAsync(DbConnection connection, ProjectKey project)
    {
        var heads = await connection.ListAsync($"SELECT {HeadColumns:raw} FROM projects p CROSS JOIN numbering n WHERE {Is(project)}", ReadHead);
        return heads.Count == 0 ? new ProjectHead(0, 0, "") : heads[0];
    }

    /// <summary>Where the changes of all projects stand that have had any.</summary>
    public static async Task<IReadOnlyDictionary<ProjectKey, ProjectHead>> HeadsAsync(DbConnection connection) =>
        (await connection.ListAsync(
            $"SELECT {HeadColumns:raw}, p.company_id, p.name FROM projects p CROSS JOIN numbering n WHERE p.sequence > 0 AND {Living:raw}",
            row => KeyValuePair.Create(new ProjectKey(row.GetString(4), row.GetString(5)), ReadHead(row)))).ToDictionary();

    /// <summary>The projects of a company that have ever had a row, by name to the letter.</summary>
    public static async Task<IReadOnlyList<FeedbackProject>> ListAsync(DbConnection connection, string companyId)
    {
        var projects = await connection.ListAsync(
            $"""
            SELECT p.name, p.row_count, (SELECT MIN(f.created_at) FROM feedback f WHERE f.project_no = p.no),
                   (SELECT MAX(f.created_at) FROM feedback f WHERE f.project_no = p.no)
            FROM projects p WHERE p.sequence > 0 AND p.company_id = {companyId} AND {Living:raw}
            """,
            row => new FeedbackProject(row.GetString(0), row.GetInt64(1), row.TimeOrNull(2), row.TimeOrNull(3)));
        return [.. projects.OrderBy(project => project.Name, StringComparer.Ordinal)];
    }

    private static ProjectHead ReadHead(DbDataReader row) =>
        new(row.GetInt64(1), row.GetInt64(2), string.Create(null, $"{row.GetString(3)}.{row.GetInt64(0)}"));

    private static SqlStatement Is(ProjectKey project) => $"p.company_id = {project.CompanyId} AND p.name = {project.Name} AND {Living:raw}";
}
