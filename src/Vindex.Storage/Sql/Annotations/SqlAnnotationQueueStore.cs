using Vindex.Storage.Annotations;
using Vindex.Storage.Audit;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Sql.Annotations;

/// <summary>Annotation queues of projects, and who has which of their items.</summary>
internal sealed class SqlAnnotationQueueStore(ISqlDatabase database) : IAnnotationQueueStore
{
    public Task<AnnotationAdded> AddAsync(
        AnnotationQueue queue, IReadOnlyList<string> refs, int most, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteManyAsync(
            async write =>
            {
                var (company, project) = queue.Project;
                if (await write.NumberAsync($"SELECT 1 FROM annotation_queues WHERE id = {queue.Id}") is not null) return AnnotationAdded.Known;
                if (await write.NumberAsync($"SELECT COUNT(*) FROM annotation_queues WHERE company_id = {company} AND project = {project}") >= most)
                    return AnnotationAdded.Full;
                var added = await write.ExecuteAsync(
                    $"""
                    INSERT INTO annotation_queues (id, company_id, project, name, reviewers, creator, created_at)
                    SELECT {queue.Id}, id, {project}, {queue.Name}, {queue.Reviewers}, {queue.Creator}, {queue.CreatedAt}
                    FROM companies WHERE id = {company}
                    """);
                if (added == 0) return AnnotationAdded.CompanyGone;
                await AddItemsAsync(write, queue.Id, refs);
                await SqlAuditLog.AddAsync(write, audit);
                return AnnotationAdded.Added;
            },
            cancellationToken);

    public Task AddClaimsAsync(ProjectKey project, string id, IReadOnlyList<AnnotationClaim> claims, CancellationToken cancellationToken) =>
        database.WriteManyForAsync(
            project.CompanyId,
            async write =>
            {
                if (await AnnotationClaims.QueueAsync(write, project, id) is null) return 0;
                foreach (var claim in claims) await AnnotationClaims.AddAsync(write, id, claim);
                return claims.Count;
            },
            cancellationToken);

    public async Task<IReadOnlyList<AnnotationProgress>> ListAsync(ProjectKey project, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sql = AnnotationRows.Progress(project, null, now);
        return await database.ReadAsync(connection => connection.ListAsync(sql, AnnotationRows.ReadProgress), cancellationToken);
    }

    public Task<AnnotationProgress?> FindAsync(ProjectKey project, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sql = AnnotationRows.Progress(project, id, now);
        return database.ReadAsync(connection => connection.FirstAsync(sql, AnnotationRows.ReadProgress), cancellationToken);
    }

    public Task<bool> ExistsAsync(ProjectKey project, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection => await connection.NumberAsync(
                $"SELECT COUNT(*) FROM annotation_queues WHERE id = {id} AND company_id = {project.CompanyId} AND project = {project.Name}") > 0,
            cancellationToken);

    public async Task<IReadOnlyList<AnnotationQueue>> OfCompanyAsync(string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.ListAsync(
                $"SELECT {AnnotationRows.Queue:raw} FROM annotation_queues q WHERE q.company_id = {companyId} ORDER BY q.created_at, q.id",
                AnnotationRows.ReadQueue),
            cancellationToken);

    public Task<AnnotationItems?> ItemsAsync(ProjectKey project, string id, int from, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.AtOneMomentAsync(async state =>
            {
                var total = await state.NumberAsync(
                    $"""
                    SELECT (SELECT COUNT(*) FROM annotation_items i WHERE i.queue_id = q.id) FROM annotation_queues q
                    WHERE q.id = {id} AND q.company_id = {project.CompanyId} AND q.project = {project.Name}
                    """);
                if (total is not { } items) return null;
                long before = from + (long)limit;
                return new AnnotationItems(
                    await state.ListAsync(
                        $"""
                        SELECT {AnnotationRows.Item:raw} FROM annotation_items i
                        WHERE i.queue_id = {id} AND i.position >= {from} AND i.position < {before} ORDER BY i.position
                        """,
                        AnnotationRows.ReadItem),
                    await state.ListAsync(
                        $"""
                        SELECT {AnnotationRows.Claim:raw} FROM annotation_claims c
                        WHERE c.queue_id = {id} AND c.position >= {from} AND c.position < {before} ORDER BY c.position, c.reviewer
                        """,
                        AnnotationRows.ReadClaim),
                    items);
            }),
            cancellationToken);

    public Task<AnnotationItem?> ClaimAsync(
        ProjectKey project, string id, string reviewer, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteForAsync(
            project.CompanyId,
            async write =>
            {
                if (await AnnotationClaims.QueueAsync(write, project, id) is not { } queue) return null;
                if (await AnnotationClaims.NextAsync(write, queue, reviewer, now) is not { } item) return null;
                await AnnotationClaims.PutAsync(write, id, new AnnotationClaim(item.Position, reviewer, ClaimState.Claimed, until, now));
                return item;
            },
            cancellationToken);

    public Task<ClaimEnd> EndAsync(ProjectKey project, string id, AnnotationClaim claim, CancellationToken cancellationToken) =>
        database.WriteForAsync(
            project.CompanyId,
            async write =>
            {
                if (await AnnotationClaims.QueueAsync(write, project, id) is not { } queue) return ClaimEnd.NotFound;
                if (await write.NumberAsync($"SELECT 1 FROM annotation_items WHERE queue_id = {id} AND position = {claim.Position}") is null)
                    return ClaimEnd.NotFound;
                var own = await AnnotationClaims.OwnAsync(write, id, claim.Position, claim.Reviewer);
                if (own?.State == claim.State) return ClaimEnd.Stored;
                if (own?.State == ClaimState.Done) return ClaimEnd.AlreadyDone;
                if (claim.State == ClaimState.Done)
                {
                    if (own is null) return ClaimEnd.NotClaimed;
                    if (await AnnotationClaims.TakenAsync(write, id, claim) >= queue.Reviewers) return ClaimEnd.Full;
                }

                await AnnotationClaims.PutAsync(write, id, claim);
                return ClaimEnd.Stored;
            },
            cancellationToken);

    public Task<bool> DeleteAsync(ProjectKey project, string id, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"DELETE FROM annotation_queues WHERE id = {id} AND company_id = {project.CompanyId} AND project = {project.Name}", audit, cancellationToken);

    private static async Task AddItemsAsync(SqlWrite write, string id, IReadOnlyList<string> refs)
    {
        if (write.Copies)
        {
            await write.CopyAsync("annotation_items", "queue_id, position, ref", refs.Select(object?[] (text, position) => [id, (long)position, text]));
            return;
        }

        for (var position = 0; position < refs.Count; position++)
            await write.ExecuteAsync($"INSERT INTO annotation_items (queue_id, position, ref) VALUES ({id}, {position}, {refs[position]})");
    }
}
