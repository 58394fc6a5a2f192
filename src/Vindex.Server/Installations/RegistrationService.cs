using System.Security.Cryptography;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Security;
using Vindex.Server.Sources;
using Vindex.Storage.Companies;
using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

/// <summary>An installation that was registered.</summary>
/// <param name="Installation">The installation.</param>
/// <param name="MadeSecret">The secret, where this request made one; shown this once.</param>
/// <param name="IsNew">False when the company had the installation already.</param>
internal sealed record Registered(Installation Installation, CallbackSecret? MadeSecret, bool IsNew);

/// <summary>A valid registration.</summary>
/// <param name="ExternalId">In the form in which it is stored.</param>
/// <param name="CallbackUrl">Where to send results; null if left out.</param>
/// <param name="Secret">The caller's own; null if left out.</param>
/// <param name="DisplayName">Display name; null if left out.</param>
/// <param name="CustomerId">The customer; null if left out.</param>
/// <param name="Rotate">Whether a new secret is requested.</param>
internal sealed record Registration(string ExternalId, string? CallbackUrl, CallbackSecret? Secret, string? DisplayName, string? CustomerId, bool Rotate)
{
    public static Registration Of(RegistrationBody body, ISource source)
    {
        CallbackSecret? secret = null;
        if (body.SharedSecret is { } text && !CallbackSecret.TryRead(text, out secret, out var error)) throw new ArgumentException(error, nameof(body));
        return new Registration(
            source.Normalize(body.ExternalId.Trim()), body.CallbackUrl, secret, body.DisplayName, body.CustomerId, body.Rotate ?? false);
    }
}

/// <summary>Registers installations, and registers them again.</summary>
internal sealed class RegistrationService(
    ICompanyStore companyStore, IInstallationStore installationStore, InstallationDirectory directory, CallbackTarget target, InstallationSecrets secrets,
    Audit audit, Ids ids)
{
    private const int MaxStem = 40;
    private const int IdTries = 5;
    private const int MaxTries = 10;

    /// <summary>Registers an installation of the caller's company.</summary>
    public async Task<Outcome<Registered>> RegisterAsync(Caller caller, ISource source, Input<RegistrationBody> input, CancellationToken cancellationToken)
    {
        if (await companyStore.FindAsync(caller.OwnCompany, cancellationToken) is not { } company) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var request = Registration.Of(input.Value, source);
        if (request.CallbackUrl is { } url)
        {
            var (checkedUrl, refused) = await InstallationService.CheckAsync(target, url, cancellationToken);
            if (refused is not null) return refused;
            request = request with { CallbackUrl = checkedUrl };
        }

        // Null means that someone else was quicker: what they stored is looked at again.
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var present = await installationStore.FindAsync(company.Id, source.Name, request.ExternalId, cancellationToken);
            var outcome = present is null
                ? await AddAsync(caller, company, source, request, cancellationToken)
                : await AgainAsync(caller, present, request, cancellationToken);
            directory.Forget();
            if (outcome is not null) return outcome;
        }

        return InstallationService.Busy();
    }

    private async Task<Outcome<Registered>?> AddAsync(
        Caller caller, Company company, ISource source, Registration request, CancellationToken cancellationToken)
    {
        var (wanted, refused) = await WantedCustomerAsync(caller, company, request, cancellationToken);
        if (refused is not null) return refused;
        var secret = request.Secret ?? secrets.Make();
        for (var tries = 0; tries < IdTries; tries++)
        {
            var customer = wanted is null ? NewCustomer(caller, company, source, request, tries) : null;
            var installation = secrets.Installation(wanted ?? customer!.Customer.Id, company, source, request, secret);
            var entry = audit.Entry(
                caller,
                "installation.registered",
                company.Id,
                installation.CustomerId,
                ("source", source.Name),
                ("external_id", request.ExternalId),
                ("callback_host", InstallationChanges.HostOf(request.CallbackUrl)));
            switch (await installationStore.AddAsync(installation, customer, entry, cancellationToken))
            {
                case InstallationAdded.Added: return new Registered(installation, request.Secret is null ? secret : null, IsNew: true);
                case InstallationAdded.CustomerTaken: return Taken(installation.CustomerId);
                case InstallationAdded.ExternalIdTaken: return null;
                case InstallationAdded.NoCustomer: return new Refusal.NotFound();
            }
        }

        return new Refusal.Unavailable("ids_taken", "No unused id was found; try again.", 1);
    }

    private async Task<Outcome<Registered>?> AgainAsync(Caller caller, Installation present, Registration request, CancellationToken cancellationToken)
    {
        if (!caller.Sees(present.CustomerId)) return new Refusal.NotFound();
        if (request.CustomerId is { } customerId && customerId != present.CustomerId)
        {
            return caller.Sees(customerId) && await companyStore.FindCustomerAsync(present.CompanyId, customerId, cancellationToken) is not null
                ? new Refusal.Conflict("already_registered", $"This installation belongs to the customer {present.CustomerId}; delete it there first.")
                : new Refusal.NotFound();
        }

        var updated = await UpdateAsync(caller, present, request, cancellationToken);
        if (updated.IsOutdated) return null;
        if (updated.Installation is not { } installation) return new Refusal.NotFound();
        var isNewSecret = request.Secret is null ? request.Rotate : !secrets.IsCurrent(present, request.Secret);
        if (!isNewSecret) return new Registered(installation, null, IsNew: false);

        var secret = request.Secret ?? secrets.Make();
        var entry = audit.Entry(caller, "installation.rotated", present.CompanyId, present.CustomerId);
        var rotated = await installationStore.RotateAsync(secrets.Rotation(installation, secret), entry, cancellationToken);
        if (rotated.IsOutdated) return null;
        return rotated.Installation is { } done ? new Registered(done, request.Secret is null ? secret : null, IsNew: false) : new Refusal.NotFound();
    }

    private async Task<InstallationChanged> UpdateAsync(Caller caller, Installation present, Registration request, CancellationToken cancellationToken)
    {
        // A caller that gives a callback URL says that something listens there. What a person disabled stays disabled.
        var isBack = request.CallbackUrl is not null && present.Endpoint.Reason is DisabledReason.Gone or DisabledReason.OnlyFailures;
        var wanted = present with
        {
            CallbackUrl = request.CallbackUrl ?? present.CallbackUrl,
            DisplayName = request.DisplayName ?? present.DisplayName,
            Endpoint = isBack ? EndpointState.Clean : present.Endpoint,
        };
        if (wanted == present) return new InstallationChanged(present, IsOutdated: false);
        var entry = audit.Entry(caller, "installation.changed", present.CompanyId, present.CustomerId, InstallationChanges.Between(present, wanted));
        return await installationStore.UpdateAsync(new InstallationUpdate(wanted, isBack ? EndpointState.Clean : null), entry, cancellationToken);
    }

    /// <summary>The customer that the installation is to be: the one that is named, or the only one that the key sees; null for a new one.</summary>
    private async Task<(string? CustomerId, Refusal? Refused)> WantedCustomerAsync(
        Caller caller, Company company, Registration request, CancellationToken cancellationToken)
    {
        var wanted = request.CustomerId ?? (caller.CustomerIds is [var only] ? only : null);
        if (wanted is not null)
        {
            // An id that does not exist is refused like one of another company, or it could tell which is which.
            if (!caller.Sees(wanted) || await companyStore.FindCustomerAsync(company.Id, wanted, cancellationToken) is null)
                return (null, new Refusal.NotFound());
            var isTaken = await installationStore.FindByCustomerAsync(company.Id, wanted, cancellationToken) is not null;
            return isTaken ? (null, Taken(wanted)) : (wanted, null);
        }

        return caller.CustomerIds is null
            ? (null, null)
            : (null, new Refusal.Forbidden(
                "beyond_own_customers", "An API key that is limited to some customers cannot create another; name an existing one as customer_id."));
    }

    private CustomerOfInstallation NewCustomer(Caller caller, Company company, ISource source, Registration request, int tries)
    {
        var stem = $"{company.Slug}-{source.Stem}".Replace('-', '_');
        var id = $"{stem[..Math.Min(stem.Length, MaxStem)]}_{ids.Suffix(4 + (4 * tries))}";
        var entry = audit.Entry(caller, "customer.created", company.Id, id, ("name", request.DisplayName ?? source.Title));
        return new CustomerOfInstallation(new Customer(id, company.Id, request.DisplayName ?? source.Title, entry.At), entry);
    }

    private static Refusal.Conflict Taken(string customerId) =>
        new Refusal.Conflict("customer_taken", $"The customer {customerId} already has an installation.");
}

/// <summary>The secrets of installations, made, sealed and compared.</summary>
internal sealed class InstallationSecrets(SecretSeal seal, Randomness randomness, TimeProvider time)
{
    private const int KeyBytes = 32;
    private static readonly TimeSpan s_overlap = TimeSpan.FromHours(24);

    /// <summary>A new secret.</summary>
    public CallbackSecret Make() => CallbackSecret.FromKey(randomness.Bytes(KeyBytes));

    /// <summary>Whether a secret is the installation's current one.</summary>
    public bool IsCurrent(Installation installation, CallbackSecret secret) =>
        seal.Open(installation.Secrets.Current) is { } current && CryptographicOperations.FixedTimeEquals(current.TextKey, secret.TextKey);

    /// <summary>Makes a secret the current one; the present one is accepted for a day more.</summary>
    public SecretRotation Rotation(Installation installation, CallbackSecret secret) => new(installation, seal.Seal(secret), time.GetUtcNow() + s_overlap);

    /// <summary>A new installation with its secret.</summary>
    public Installation Installation(string customerId, Company company, ISource source, Registration request, CallbackSecret secret) => new(
        customerId,
        company.Id,
        source.Name,
        request.ExternalId,
        request.CallbackUrl,
        request.DisplayName,
        InstallationSettings.Default.Write(),
        new SealedSecrets(seal.Seal(secret), null, null),
        EndpointState.Clean,
        time.GetUtcNow());
}
