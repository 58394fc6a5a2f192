using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Sources;
using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

/// <summary>The installations of the caller's company, as far as the caller sees them.</summary>
internal sealed class InstallationService(
    IInstallationStore store, InstallationDirectory directory, Judges judges, CallbackTarget target, Audit audit, TimeProvider time)
{
    /// <summary>How often a change is made again because the installation was changed by someone else at the same moment.</summary>
    private const int MaxTries = 10;

    /// <summary>Oldest first.</summary>
    public Task<IReadOnlyList<Installation>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        store.ListAsync(caller.OwnCompany, caller.CustomerIds, cancellationToken);

    /// <summary>What would end with an installation that the caller sees.</summary>
    public Task<InstallationWork> WaitingAsync(Installation installation, CancellationToken cancellationToken) =>
        store.WaitingAsync(installation.CompanyId, installation.CustomerId, cancellationToken);

    public async Task<Outcome<Installation>> FindAsync(Caller caller, string customerId, CancellationToken cancellationToken) =>
        await VisibleAsync(caller, customerId, cancellationToken) is { } installation ? installation : new Refusal.NotFound();

    public async Task<Outcome<Installation>> ChangeAsync(
        Caller caller, string customerId, Input<InstallationChangeBody> input, CancellationToken cancellationToken)
    {
        if (await VisibleAsync(caller, customerId, cancellationToken) is not { } before) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var change = input.Value;
        if (change.CallbackUrl.OrDefault is { } url && url != before.CallbackUrl)
        {
            var (checkedUrl, refused) = await CheckAsync(target, url, cancellationToken);
            if (refused is not null) return refused;
            change = change with { CallbackUrl = checkedUrl };
        }

        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await VisibleAsync(caller, customerId, cancellationToken) is not { } present) return new Refusal.NotFound();
            var wanted = change.ApplyTo(present, time.GetUtcNow());
            if (await RefuseProfileAsync(present, wanted, cancellationToken) is { } unknown) return unknown;
            var entry = audit.Entry(caller, "installation.changed", present.CompanyId, customerId, InstallationChanges.Between(present, wanted));
            var update = new InstallationUpdate(wanted, wanted.Endpoint == present.Endpoint ? null : wanted.Endpoint);
            var changed = await store.UpdateAsync(update, entry, cancellationToken);
            directory.Forget();
            if (!changed.IsOutdated) return changed.Installation is { } installation ? installation : new Refusal.NotFound();
        }

        return Busy();
    }

    /// <summary>Deletes an installation and its queued jobs and callbacks; its customer and scores are kept.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string customerId, CancellationToken cancellationToken)
    {
        if (await VisibleAsync(caller, customerId, cancellationToken) is not { } present) return new Refusal.NotFound();
        var entry = audit.Entry(
            caller, "installation.deleted", present.CompanyId, customerId, ("source", present.Source), ("external_id", present.ExternalId));
        var deleted = await store.DeleteAsync(present.CompanyId, customerId, time.GetUtcNow(), entry, cancellationToken);
        directory.Forget();
        return deleted ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>The callback URL to store, or why it is refused.</summary>
    public static async Task<(string? Url, Refusal? Refused)> CheckAsync(CallbackTarget target, string url, CancellationToken cancellationToken) =>
        await target.CheckAsync(url, cancellationToken) switch
        {
            TargetVerdict.Allowed allowed => (allowed.Url.AbsoluteUri, null),
            TargetVerdict.Refused refused => (null, Refusal.Field("callback_url_refused", refused.Reason + ".", "callback_url", refused.Reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Others kept changing the same installation.</summary>
    public static Refusal Busy() =>
        new Refusal.Conflict("changed_meanwhile", "This installation was changed by someone else at the same moment; send the request again.", 1);

    private async Task<Installation?> VisibleAsync(Caller caller, string customerId, CancellationToken cancellationToken) =>
        caller.Sees(customerId) ? await store.FindByCustomerAsync(caller.OwnCompany, customerId, cancellationToken) : null;

    private async Task<Refusal?> RefuseProfileAsync(Installation present, Installation wanted, CancellationToken cancellationToken)
    {
        var profile = InstallationSettings.Parse(wanted.Settings).Profile;
        if (wanted.Settings == present.Settings || await judges.FindAsync(present.CompanyId, profile, cancellationToken) is not null) return null;
        return ScoringRefusals.UnknownProfile(await judges.KnownAsync(present.CompanyId, cancellationToken), "settings.profile");
    }
}
