using System.Text.Json;
using Vindex.Server.Security;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Deletions;

namespace Vindex.Server.Companies.Deletion;

/// <summary>
/// Deletions of companies. A company and its keys are gone with the first transaction, which counts what is left; <see cref="CompanyDeletionWork"/> deletes
/// the rest. The record of the operation is the two entries in the audit log, which stays: a company's own rows go with it.
/// </summary>
internal sealed class CompanyDeletions(ICompanyStore store, IAuditLog log, Audit audit, Ids ids, CompanyDeletionSignal signal)
{
    private const string Started = "company.deleted";
    private const string Done = "company.deletion_done";
    private const string Common = "company.delet";
    private const string Id = "operation_id";

    /// <summary>Deletes a company and starts deleting its rows; returns the operation's id, or null if there is no such company.</summary>
    public async Task<string?> StartAsync(Caller caller, Company company, CancellationToken cancellationToken)
    {
        var id = ids.TimeOrdered();
        var isDeleted = await store.BeginDeletionAsync(
            company.Id,
            rows => audit.Entry(caller, Started, company.Id, company.Id, [("name", company.Name), ("slug", company.Slug), .. Report(id, rows)]),
            cancellationToken);
        if (!isDeleted) return null;
        signal.Announce();
        return id;
    }

    /// <summary>Deletes what is left of a deleted company.</summary>
    public async Task FinishAsync(string companyId, CancellationToken cancellationToken)
    {
        var (started, _) = await EntriesAsync(companyId, cancellationToken);
        await store.FinishDeletionAsync(companyId, Entry, cancellationToken);

        AuditEntry Entry() =>
            audit.Entry(started?.Actor ?? Audit.System, Done, companyId, companyId, started is null ? [] : Report(IdOf(started), RowsOf(started)));
    }

    /// <summary>A deletion of a company; null if there is none.</summary>
    public async Task<DeletionProgress?> FindAsync(string companyId, string id, CancellationToken cancellationToken)
    {
        var left = await store.LeftAsync(companyId, cancellationToken);
        var (started, done) = await EntriesAsync(companyId, cancellationToken);
        if (started is null || IdOf(started) != id) return null;
        var rows = RowsOf(started);
        if (done is not null) return new DeletionProgress(DeletionState.Done, rows, done.At);
        left ??= DeletedRows.None;
        return new DeletionProgress(
            DeletionState.Running,
            new DeletedRows(rows.Scores - left.Scores, rows.Feedback - left.Feedback, rows.Jobs - left.Jobs, rows.Deliveries - left.Deliveries),
            null);
    }

    private async Task<(AuditEntry? Started, AuditEntry? Done)> EntriesAsync(string companyId, CancellationToken cancellationToken)
    {
        var entries = (await log.ListAsync(new AuditFilter { CompanyId = companyId, Action = Common }, null, 10, cancellationToken)).Items;
        return (entries.LastOrDefault(entry => entry.Action == Started), entries.LastOrDefault(entry => entry.Action == Done));
    }

    private static IEnumerable<(string Name, string? Value)> Report(string? id, DeletedRows rows) =>
    [
        (Id, id), ("scores", rows.Scores.ToString()), ("feedback", rows.Feedback.ToString()), ("jobs", rows.Jobs.ToString()),
        ("deliveries", rows.Deliveries.ToString()),
    ];

    // Entries of earlier versions have no operation.
    private static string? IdOf(AuditEntry entry) => Detail(entry).GetValueOrDefault(Id);

    private static DeletedRows RowsOf(AuditEntry entry)
    {
        var detail = Detail(entry);
        return new DeletedRows(Number("scores"), Number("feedback"), Number("jobs"), Number("deliveries"));

        long Number(string name) => long.TryParse(detail.GetValueOrDefault(name), out var number) ? number : 0;
    }

    private static Dictionary<string, string?> Detail(AuditEntry entry) =>
        entry.Detail is null ? [] : JsonSerializer.Deserialize(entry.Detail, SecurityJson.Shared.AuditDetail)!;
}
