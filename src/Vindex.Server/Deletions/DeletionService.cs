using System.Text.Json;
using Vindex.Server.Companies.Deletion;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Deletions;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;

namespace Vindex.Server.Deletions;

/// <summary>Starts and shows deletions that run in the background: of a customer's data, of a project, of selected scores.</summary>
internal sealed class DeletionService(
    IStore store, Audit audit, Ids ids, TimeProvider time, DeletionSignal signal, CompanyDeletions companies)
{
    /// <summary>Starts deleting a customer's scores, feedback, jobs and callbacks; the customer, its keys and its installation stay.</summary>
    public async Task<Outcome<Deletion>> CustomerAsync(Caller caller, string companyId, string customerId, CancellationToken cancellationToken)
    {
        if (!caller.Sees(customerId)) return new Refusal.NotFound();
        if (await store.Companies.FindCustomerAsync(companyId, customerId, cancellationToken) is null) return new Refusal.NotFound();
        return await StartAsync(caller, companyId, DeletionKind.Customer, customerId, cancellationToken);
    }

    /// <summary>Starts deleting a project of feedback.</summary>
    public async Task<Outcome<Deletion>> ProjectAsync(Caller caller, string companyId, string name, CancellationToken cancellationToken)
    {
        if (name == FeedbackRow.ScoreProject)
            return new Refusal.Conflict("scores_project", "This project contains the rows of the scores. Delete the scores instead; their rows go with them.");
        return await StartAsync(caller, companyId, DeletionKind.Project, name, cancellationToken);
    }

    /// <summary>Starts deleting the scores that a filter selects, if they are as many as the caller expects.</summary>
    public async Task<Outcome<Deletion>> ScoresAsync(
        Caller caller, ScoreAccess access, ScoreFilter filter, long confirmed, CancellationToken cancellationToken)
    {
        // What is stored from now on was not confirmed.
        var started = time.GetUtcNow().AddMilliseconds(1);
        var bounded = filter with { Before = filter.Before is { } before && before < started ? before : started };
        var total = await store.Scores.CountAsync(access, filter, cancellationToken);
        if (total != confirmed)
            return new Refusal.Conflict("total_differs", $"The filters select {total} scores, not {confirmed}. Nothing was deleted; look at the list again.");
        var selected = JsonSerializer.Serialize(new SelectedScores(access.CustomerIds, bounded), DeletionJson.Shared.SelectedScores);
        return await StartAsync(caller, caller.OwnCompany, DeletionKind.Scores, selected, cancellationToken);
    }

    /// <summary>How far a deletion is, also that of the company itself. A key that is limited to customers sees only its own.</summary>
    public async Task<Outcome<DeletionProgress>> FindAsync(Caller caller, string companyId, string operationId, CancellationToken cancellationToken)
    {
        if (await store.Deletions.FindAsync(companyId, operationId, cancellationToken) is { } deletion)
        {
            return caller.CustomerIds is null || deletion.StartedBy == caller.Actor
                ? new DeletionProgress(deletion.State, deletion.Deleted, deletion.FinishedAt)
                : new Refusal.NotFound();
        }

        return await companies.FindAsync(companyId, operationId, cancellationToken) is { } progress ? progress : new Refusal.NotFound();
    }

    private async Task<Outcome<Deletion>> StartAsync(Caller caller, string companyId, DeletionKind kind, string target, CancellationToken cancellationToken)
    {
        var deletion = new Deletion(ids.TimeOrdered(), companyId, kind, target, caller.Actor, time.GetUtcNow());
        var entry = audit.Entry(caller, DeletionAudit.Started(kind), companyId, DeletionAudit.Target(deletion), DeletionAudit.Details(deletion));
        if (!await store.Deletions.StartAsync(deletion, entry, cancellationToken)) return new Refusal.NotFound();
        signal.Announce();
        return deletion;
    }
}
