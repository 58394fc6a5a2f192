using Vindex.Scoring.Judging;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Rescores;
using Vindex.Storage.Scores;

namespace Vindex.Server.Rescoring;

/// <summary>Judges a company's latest tickets again: starts, shows and stops runs, and says what a run would change.</summary>
internal sealed class RescoreService(IStore store, Audit audit, Ids ids, TimeProvider time, RescoreSignal signal, TicketRescoring rescoring)
{
    private const int MaxListed = 20;
    private const int MaxPreviews = 2;
    private const int PreviewRetrySeconds = 10;

    private readonly InFlight _previews = new(MaxPreviews);

    /// <summary>Starts a run. It is durable: a server that stops continues it after the next start.</summary>
    public async Task<Outcome<Rescore>> StartAsync(Caller caller, string companyId, Input<NewRescoreBody> input, CancellationToken cancellationToken)
    {
        if (await CompanyAsync(companyId, cancellationToken) is not { Id: var id }) return new Refusal.NotFound();
        if (await AccessAsync(caller, id, input.Value.CustomerId, input.Errors, cancellationToken) is not { } access) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (input.Value.Callbacks && !MaySendCallbacks(caller))
            return new Refusal.Forbidden("scope_missing", $"Callbacks need the scope {Scopes.InstallationsWrite}, which this credential does not have.");
        var now = time.GetUtcNow();
        var total = await store.Scores.CountLatestAsync(access, new LatestFilter(now), cancellationToken);
        var customerId = access.CustomerIds is [var only] ? only : null;
        var run = new Rescore(ids.TimeOrdered(), id, customerId, JudgeVersions.LatestModelName, input.Value.Callbacks, caller.Actor, now, total);
        if (total == 0) run = run with { State = RescoreState.Done, FinishedAt = now };
        var entry = audit.Entry(caller, "rescore.started", id, run.Id, ("customer_id", customerId), ("callbacks", run.Callbacks ? "true" : "false"));
        switch (await store.Rescores.StartAsync(run, entry, cancellationToken))
        {
            case RescoreStart.CompanyGone: return new Refusal.NotFound();
            case RescoreStart.AlreadyRunning:
                return new Refusal.Conflict(
                "rescore_running", "A run of this company is already in progress; GET the list of runs to see it.");
        }

        signal.Announce();
        return run;
    }

    /// <summary>The newest runs of a company, newest first.</summary>
    public async Task<Outcome<IReadOnlyList<Rescore>>> ListAsync(Caller caller, string companyId, CancellationToken cancellationToken)
    {
        if (await CompanyAsync(companyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        var runs = await store.Rescores.ListAsync(company.Id, MaxListed, cancellationToken);
        return Outcome.Of<IReadOnlyList<Rescore>>([.. runs.Where(run => Sees(caller, run))]);
    }

    /// <summary>One run.</summary>
    public async Task<Outcome<Rescore>> FindAsync(Caller caller, string companyId, string rescoreId, CancellationToken cancellationToken)
    {
        if (await CompanyAsync(companyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        return await store.Rescores.FindAsync(company.Id, rescoreId, cancellationToken) is { } run && Sees(caller, run) ? run : new Refusal.NotFound();
    }

    /// <summary>Cancels a run; scores made so far are kept.</summary>
    public async Task<Outcome<Rescore>> CancelAsync(Caller caller, string companyId, string rescoreId, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller, companyId, rescoreId, cancellationToken) is not Outcome<Rescore>.Done { Value: var run }) return new Refusal.NotFound();
        var entry = audit.Entry(caller, "rescore.cancelled", run.CompanyId, run.Id);
        if (!await store.Rescores.CancelAsync(run.CompanyId, run.Id, time.GetUtcNow(), entry, cancellationToken))
            return new Refusal.Conflict("rescore_finished", "This run has already ended.");
        return await FindAsync(caller, run.CompanyId, run.Id, cancellationToken);
    }

    /// <summary>What a run would change now. Nothing is stored.</summary>
    public async Task<Outcome<RescorePreview>> PreviewAsync(
        Caller caller, string companyId, string? customerId, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (await CompanyAsync(companyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        if (await AccessAsync(caller, company.Id, customerId, errors, cancellationToken) is not { } access) return new Refusal.NotFound();
        if (errors.Any) return new Refusal.Invalid(errors);
        if (!_previews.TryEnter())
            return new Refusal.Unavailable("preview_busy", "Too many previews are being computed; try again in a moment.", PreviewRetrySeconds);
        return new RescorePreview(store.Scores, rescoring, access, time.GetUtcNow(), _previews.Leave);
    }

    // A command knows its company by the short name. An id has an underscore, a short name never.
    private async Task<Company?> CompanyAsync(string idOrSlug, CancellationToken cancellationToken) =>
        await store.Companies.FindAsync(idOrSlug, cancellationToken) ?? await store.Companies.FindBySlugAsync(idOrSlug, cancellationToken);

    /// <summary>The tickets that are meant; null when the customer does not exist for the caller.</summary>
    private async Task<ScoreAccess?> AccessAsync(Caller caller, string companyId, string? customerId, FieldErrors errors, CancellationToken cancellationToken)
    {
        customerId ??= caller.CustomerIds is [var only] ? only : null;
        if (customerId is null && caller.CustomerIds is not null) errors.Add("customer_id", "must be one of the customers that your access is limited to");
        if (customerId is null) return new ScoreAccess(companyId, null);
        return caller.Sees(customerId) && await store.Companies.FindCustomerAsync(companyId, customerId, cancellationToken) is not null
            ? new ScoreAccess(companyId, [customerId])
            : null;
    }

    private static bool Sees(Caller caller, Rescore run) => caller.CustomerIds is null || (run.CustomerId is { } customer && caller.Sees(customer));

    private static bool MaySendCallbacks(Caller caller) => caller == Caller.LocalCommand || caller.IsAdmin || caller.Scopes.Contains(Scopes.InstallationsWrite);
}
