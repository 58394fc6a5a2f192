using System.Text.Json;
using Vindex.Server.Background;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Deletions;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Deletions;

/// <summary>
/// Runs one deletion to its end, slice by slice. A slice and its part of the counts are one transaction, and a slice that was deleted is not
/// found again, so that an interrupted run starts over.
/// </summary>
internal sealed partial class DeletionRun(IStore store, TimeProvider time, Audit audit, StoreRetry retry, ILogger<DeletionRun> logger)
{
    /// <summary>How long a deletion stays with a server that deletes nothing for it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>A deletion that was leased this often without ending was running each time its server died, and may be the cause.</summary>
    private const int MaxLeases = 100;

    private const int SliceRows = 500;

    public async Task RunAsync(Deletion deletion, CancellationToken stop)
    {
        if (deletion.Taken > MaxLeases)
        {
            await EndAsync(deletion, DeletionState.Failed, stop);
            return;
        }

        try
        {
            if (await DeleteAsync(deletion, stop)) await EndAsync(deletion, DeletionState.Done, stop);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not StoreUnavailableException)
        {
            LogFailed(deletion.Id, exception);
            await EndAsync(deletion, DeletionState.Failed, stop);
        }
    }

    /// <summary>False when the lease is lost.</summary>
    private async Task<bool> DeleteAsync(Deletion deletion, CancellationToken stop) => deletion.Kind switch
    {
        // Jobs before scores: a job that is being judged finds that it is gone, and stores nothing. Deleting a score deletes what refers to it.
        DeletionKind.Customer =>
            await AllAsync((lease, after) => store.Deletions.JobsAsync(lease, after, stop), deletion, stop)
                && await AllAsync((lease, after) => store.Deletions.DeliveriesAsync(lease, after, stop), deletion, stop)
                && await ScoresAsync(deletion, new SelectedScores([deletion.Target], ScoreFilter.None), stop)
                && await FeedbackAsync(deletion, stop),
        DeletionKind.Project => await AllAsync((lease, after) => store.Deletions.ProjectAsync(lease, after, stop), deletion, stop),
        _ => await ScoresAsync(deletion, JsonSerializer.Deserialize(deletion.Target, DeletionJson.Shared.SelectedScores)!, stop),
    };

    private async Task<bool> AllAsync(Func<DeletionLease, PagePosition?, Task<DeletionSlice>> delete, Deletion deletion, CancellationToken stop)
    {
        PagePosition? after = null;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            if (await retry.RunAsync(() => delete(LeaseOf(deletion), after), stop) is not DeletionSlice.Deleted { Next: var next }) return false;
            if (next is null) return true;
            after = next;
        }
    }

    private async Task<bool> ScoresAsync(Deletion deletion, SelectedScores selected, CancellationToken stop)
    {
        var access = new ScoreAccess(deletion.CompanyId, selected.CustomerIds);
        PagePosition? after = null;
        do
        {
            stop.ThrowIfCancellationRequested();
            var page = await retry.RunAsync(
                () => store.Scores.ListAsync(access, selected.Filter, ScoreSort.CreatedAt, after, 0, SliceRows, stop), stop);
            var found = page.Items.Select(score => score.Id).ToList();
            if (!await DeletedAsync(() => store.Deletions.ScoresAsync(LeaseOf(deletion), found, stop), stop)) return false;
            after = page.Next;
        }
        while (after is not null);
        return true;
    }

    /// <summary>Deletes the rows of the scores' project that belong to the customer without being scores: ratings and remarks on its tickets.</summary>
    private async Task<bool> FeedbackAsync(Deletion deletion, CancellationToken stop)
    {
        var key = new ProjectKey(deletion.CompanyId, FeedbackRow.ScoreProject);
        var scope = new ProjectScope(key, "", [deletion.Target]);
        var found = new List<string>(SliceRows);
        await foreach (var row in store.Feedback.ReadAsync(key, new FeedbackSelection(), stop))
        {
            if (row.FeedbackType == FeedbackRow.ScoreType || !scope.Sees(row.Payload.Span)) continue;
            found.Add(row.Id);
            if (found.Count < SliceRows) continue;
            if (!await DeletedAsync(() => store.Deletions.FeedbackAsync(LeaseOf(deletion), key, found, stop), stop)) return false;
            found.Clear();
        }

        return await DeletedAsync(() => store.Deletions.FeedbackAsync(LeaseOf(deletion), key, found, stop), stop);
    }

    private async Task<bool> DeletedAsync(Func<Task<DeletionSlice>> delete, CancellationToken stop) =>
        await retry.RunAsync(delete, stop) is DeletionSlice.Deleted;

    private DeletionLease LeaseOf(Deletion deletion) => new(deletion, time.GetUtcNow() + Lease);

    private Task<bool> EndAsync(Deletion deletion, DeletionState state, CancellationToken stop) =>
        retry.RunAsync(
            () => store.Deletions.EndAsync(
                deletion,
                state,
                time.GetUtcNow(),
                rows => audit.Entry(
                    deletion.StartedBy,
                    DeletionAudit.Ended(deletion.Kind, state),
                    deletion.CompanyId,
                    DeletionAudit.Target(deletion),
                    DeletionAudit.Report(deletion, rows)),
                CancellationToken.None),
            stop);

    [LoggerMessage(LogLevel.Error, "Deletion {OperationId} failed")]
    private partial void LogFailed(string operationId, Exception exception);
}
