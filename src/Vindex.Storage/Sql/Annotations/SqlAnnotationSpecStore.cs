using System.Data.Common;
using Vindex.Storage.Annotations;
using Vindex.Storage.Audit;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Sql.Annotations;

/// <summary>Annotation specs of projects.</summary>
internal sealed class SqlAnnotationSpecStore(ISqlDatabase database) : IAnnotationSpecStore
{
    private const string Columns = "company_id, project, name, digest, value_schema, description, creator, created_at";

    public Task<AnnotationAdded> AddAsync(AnnotationSpec spec, int most, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteForAsync(
            spec.Project.CompanyId,
            async write =>
            {
                var (company, project) = spec.Project;
                if (await write.NumberAsync(
                    $"""
                    SELECT 1 FROM annotation_specs
                    WHERE company_id = {company} AND project = {project} AND name = {spec.Name} AND digest = {spec.Digest}
                    """) is not null)
                {
                    return AnnotationAdded.Known;
                }

                if (await write.NumberAsync($"SELECT COUNT(*) FROM annotation_specs WHERE company_id = {company} AND project = {project}") >= most)
                    return AnnotationAdded.Full;
                var added = await write.ExecuteAsync(
                    $"""
                    INSERT INTO annotation_specs ({Columns:raw})
                    SELECT id, {project}, {spec.Name}, {spec.Digest}, {spec.ValueSchema}, {spec.Description}, {spec.Creator}, {spec.CreatedAt}
                    FROM companies WHERE id = {company}
                    """);
                return await SqlAuditLog.AddIfAsync(write, added > 0, audit) ? AnnotationAdded.Added : AnnotationAdded.CompanyGone;
            },
            cancellationToken);

    public Task<AnnotationSpec?> FindAsync(ProjectKey project, string name, string digest, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.FirstAsync(
                $"""
                SELECT {Columns:raw} FROM annotation_specs
                WHERE company_id = {project.CompanyId} AND project = {project.Name} AND name = {name} AND digest = {digest}
                """,
                Read),
            cancellationToken);

    public async Task<IReadOnlyList<AnnotationSpec>> ListAsync(ProjectKey project, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"""
                SELECT {Columns:raw} FROM annotation_specs WHERE company_id = {project.CompanyId} AND project = {project.Name}
                ORDER BY name, created_at DESC, digest
                """,
                Read),
            cancellationToken);

    public async Task<IReadOnlyList<AnnotationSpec>> OfCompanyAsync(string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {Columns:raw} FROM annotation_specs WHERE company_id = {companyId} ORDER BY project, name, created_at DESC, digest", Read),
            cancellationToken);

    public Task<bool> DeleteAsync(ProjectKey project, string name, string digest, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"""
            DELETE FROM annotation_specs
            WHERE company_id = {project.CompanyId} AND project = {project.Name} AND name = {name} AND digest = {digest}
            """,
            audit,
            cancellationToken);

    private static AnnotationSpec Read(DbDataReader row) => new(
        new ProjectKey(row.GetString(0), row.GetString(1)),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.TextOrNull(5),
        row.GetString(6),
        row.Time(7));
}
