using System.Runtime.CompilerServices;
using Vindex.Storage;
using Vindex.Storage.Audit;

namespace Vindex.Server.Companies;

/// <summary>The audit log.</summary>
internal sealed class AuditService(IAuditLog store)
{
    private const int ExportPage = 500;

    /// <summary>A page of the log, newest first.</summary>
    /// <param name="filter">Which entries.</param>
    /// <param name="after">End of the previous page; null for the first page.</param>
    /// <param name="limit">Maximum number of entries.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<ListPage<AuditEntry>> ListAsync(AuditFilter filter, PagePosition? after, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(filter, after, limit, cancellationToken);

    /// <summary>All entries that pass a filter, newest first.</summary>
    public async IAsyncEnumerable<AuditEntry> ExportAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PagePosition? after = null;
        do
        {
            var page = await ListAsync(filter, after, ExportPage, cancellationToken);
            foreach (var entry in page.Items) yield return entry;
            after = page.Next;
        }
        while (after is not null);
    }
}
