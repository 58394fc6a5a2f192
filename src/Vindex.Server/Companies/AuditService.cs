using Vindex.Storage;
using Vindex.Storage.Audit;

namespace Vindex.Server.Companies;

/// <summary>The audit log.</summary>
internal sealed class AuditService(IStore store)
{
    /// <summary>A page of it, newest first.</summary>
    /// <param name="companyId">Only what concerns this company; null for everything.</param>
    /// <param name="after">Where the page before ended; null for the newest.</param>
    /// <param name="limit">How many entries at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ListPage<AuditEntry>> ListAsync(string? companyId, PagePosition? after, int limit, CancellationToken cancellationToken) =>
        store.Audit.ListAsync(companyId, after, limit, cancellationToken);
}
