using Vindex.Storage;
using Vindex.Storage.Audit;

namespace Vindex.Server.Companies;

/// <summary>The audit log.</summary>
internal sealed class AuditService(IAuditLog store)
{
    /// <summary>A page of the log, newest first.</summary>
    /// <param name="companyId">Only entries about this company; null for all.</param>
    /// <param name="after">End of the previous page; null for the first page.</param>
    /// <param name="limit">Maximum number of entries.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<ListPage<AuditEntry>> ListAsync(string? companyId, PagePosition? after, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(companyId, after, limit, cancellationToken);
}
