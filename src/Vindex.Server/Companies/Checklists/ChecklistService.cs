using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Companies;

namespace Vindex.Server.Companies.Checklists;

/// <summary>The first steps of a company, ticked from its data.</summary>
/// <param name="IsHidden">Whether someone hid it.</param>
/// <param name="Steps">The steps.</param>
internal sealed record Checklist(bool IsHidden, IReadOnlyList<ChecklistStep> Steps)
{
    /// <summary>Whether every step is done.</summary>
    public bool IsComplete => Steps.All(step => step.IsDone);
}

/// <summary>
/// The checklist of a company. It is over once all steps were done: what is deleted later does not bring it back, and companies that have ended or hidden
/// theirs cost no query.
/// </summary>
internal sealed class ChecklistService(ICompanyStore store, CompanyDirectory directory, Audit audit)
{
    private static readonly Refusal.Forbidden s_beyondOwnCustomers = new(
        "beyond_own_customers", "The checklist is about the whole company; your access is limited to some customers.");

    /// <summary>The checklist as it is, whether it is shown or not.</summary>
    public async Task<Outcome<Checklist>> FindAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return s_beyondOwnCustomers;
        return await store.FindAsync(caller.OwnCompany, cancellationToken) is { } company
            ? await ReadAsync(company, cancellationToken)
            : new Refusal.NotFound();
    }

    /// <summary>The checklist to show on a page; null if it is hidden or complete, or beyond what the caller sees.</summary>
    public async Task<Checklist?> ToShowAsync(Caller caller, Company company, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null || company.Checklist != ChecklistState.Open) return null;
        var checklist = await ReadAsync(company, cancellationToken);
        if (!checklist.IsComplete) return checklist;
        await FinishAsync(company, cancellationToken);
        return null;
    }

    /// <summary>Hides or shows the checklist.</summary>
    public async Task<Outcome<Checklist>> ChangeAsync(Caller caller, Input<ChecklistChangeBody> input, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return s_beyondOwnCustomers;
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var (companyId, isHidden) = (caller.OwnCompany, input.Value.Hidden);
        var entry = audit.Entry(caller, isHidden ? "checklist.hidden" : "checklist.shown", companyId, companyId);
        var state = isHidden ? ChecklistState.Hidden : ChecklistState.Open;
        if (!await store.SetChecklistAsync(companyId, state, entry, cancellationToken)) return new Refusal.NotFound();
        directory.Forget();
        return await FindAsync(caller, cancellationToken);
    }

    private async Task<Checklist> ReadAsync(Company company, CancellationToken cancellationToken)
    {
        var steps = ChecklistStep.Of(company, await store.ProgressAsync(company.Id, cancellationToken));
        return company.Checklist == ChecklistState.Done
            ? new Checklist(IsHidden: false, [.. steps.Select(step => step with { IsDone = true })])
            : new Checklist(company.Checklist == ChecklistState.Hidden, steps);
    }

    private async Task FinishAsync(Company company, CancellationToken cancellationToken)
    {
        try
        {
            await store.FinishChecklistAsync(company.Id, cancellationToken);
            directory.Forget();
        }
        catch (StoreUnavailableException)
        {
            // A page is still shown while nothing can be written; the next visit notes it.
        }
    }
}
