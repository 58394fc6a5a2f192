using System.Security.Cryptography;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Evaluations.Sources;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

/// <summary>Registers installations, and registers them again.</summary>
internal sealed class Registrations(
    IStore store, InstallationDirectory directory, SecretSeal seal, Randomness randomness, Ids ids, Audit audit, TimeProvider time)
{
    private const int KeyBytes = 32;
    private const int MaxStem = 40;
    private const int IdTries = 5;
    private static readonly TimeSpan s_overlap = TimeSpan.FromHours(24);

    /// <summary>What came of it: the installation with the secret where one was made, or the problem.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="company">The caller's company.</param>
    /// <param name="source">The source.</param>
    /// <param name="request">What is asked for; the callback URL has been checked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IResult> RegisterAsync(Caller caller, Company company, ISource source, RegistrationRequest request, CancellationToken cancellationToken)
    {
        var present = await store.Installations.FindAsync(company.Id, source.Name, request.ExternalId, cancellationToken);
        var result = present is null
            ? await AddAsync(caller, company, source, request, cancellationToken)
            : await AgainAsync(caller, present, request, cancellationToken);
        directory.Forget();
        return result;
    }

    private async Task<IResult> AddAsync(Caller caller, Company company, ISource source, RegistrationRequest request, CancellationToken cancellationToken)
    {
        var (customerId, problem) = await CustomerAsync(caller, company, source, request, cancellationToken);
        if (customerId is null) return problem!;
        var secret = request.Secret ?? Generate();
        var installation = new Installation(
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
        var entry = audit.Entry(
            caller,
            "installation.registered",
            company.Id,
            customerId,
            ("source", source.Name),
            ("external_id", request.ExternalId),
            ("callback_host", InstallationChanges.HostOf(request.CallbackUrl)));
        return await store.Installations.AddAsync(installation, entry, cancellationToken) switch
        {
            InstallationAdded.Added => JsonAnswer.Created(Shown(installation, request.Secret is null ? secret : null), WireJson.Shared.RegisteredBody, InstallationRoutes.Path + customerId),
            InstallationAdded.CustomerTaken => Taken(customerId),
            InstallationAdded.ExternalIdTaken => Problem.Conflict("registered_meanwhile", "Somebody else registered this installation at the same moment; send the request again.", 1),
            _ => Problem.NotFound(),
        };
    }

    private async Task<IResult> AgainAsync(Caller caller, Installation present, RegistrationRequest request, CancellationToken cancellationToken)
    {
        if (!caller.Sees(present.CustomerId)) return Problem.NotFound();
        if (request.CustomerId is { } customerId && customerId != present.CustomerId)
        {
            return caller.Sees(customerId) && await store.Companies.FindCustomerAsync(present.CompanyId, customerId, cancellationToken) is not null
                ? Problem.Conflict("already_registered", $"This installation is the customer {present.CustomerId}; delete it there first.")
                : Problem.NotFound();
        }

        if (await UpdateAsync(caller, present, request, cancellationToken) is not { } updated) return Problem.NotFound();
        var isNew = request.Secret is null ? request.Rotate : !IsCurrent(present, request.Secret);
        if (!isNew) return JsonAnswer.Ok(Shown(updated, null), WireJson.Shared.RegisteredBody);

        var secret = request.Secret ?? Generate();
        var entry = audit.Entry(caller, "installation.rotated", present.CompanyId, present.CustomerId);
        var rotated = await store.Installations.RotateAsync(
            present.CompanyId, present.CustomerId, seal.Seal(secret), time.GetUtcNow() + s_overlap, entry, cancellationToken);
        return rotated is null ? Problem.NotFound() : JsonAnswer.Ok(Shown(rotated, request.Secret is null ? secret : null), WireJson.Shared.RegisteredBody);
    }

    private async Task<Installation?> UpdateAsync(Caller caller, Installation present, RegistrationRequest request, CancellationToken cancellationToken)
    {
        var url = request.CallbackUrl ?? present.CallbackUrl;
        var name = request.DisplayName ?? present.DisplayName;

        // Who gives a callback URL says that somebody listens there. What a person switched off stays off.
        var isBack = request.CallbackUrl is not null && present.Endpoint.Reason is DisabledReason.Gone or DisabledReason.OnlyFailures;
        if (url == present.CallbackUrl && name == present.DisplayName && !isBack) return present;
        var entry = audit.Entry(
            caller,
            "installation.changed",
            present.CompanyId,
            present.CustomerId,
            InstallationChanges.Between(present, present with { CallbackUrl = url, DisplayName = name, Endpoint = isBack ? EndpointState.Clean : present.Endpoint }));
        return await store.Installations.UpdateAsync(
            present.CompanyId, present.CustomerId, url, name, present.Settings, isBack ? EndpointState.Clean : null, entry, cancellationToken);
    }

    /// <summary>The customer that the installation will be: the one that is named, the only one that the key sees, or a new one.</summary>
    private async Task<(string? CustomerId, Problem? Problem)> CustomerAsync(
        Caller caller, Company company, ISource source, RegistrationRequest request, CancellationToken cancellationToken)
    {
        var wanted = request.CustomerId ?? (caller.CustomerIds is [var only] ? only : null);
        if (wanted is not null)
        {
            // Ids are ours to choose: an id that nobody has is refused like one of another company, or it could tell which is which.
            if (!caller.Sees(wanted) || await store.Companies.FindCustomerAsync(company.Id, wanted, cancellationToken) is null) return (null, Problem.NotFound());
            var isTaken = await store.Installations.FindByCustomerAsync(company.Id, wanted, cancellationToken) is not null;
            return isTaken ? (null, Taken(wanted)) : (wanted, null);
        }

        if (caller.CustomerIds is not null)
            return (null, Problem.Forbidden("beyond_own_customers", "An API key that is limited to some customers cannot make another; name one of them as customer_id."));
        var stem = $"{company.Slug}-{source.Stem}".Replace('-', '_');
        for (var tries = 0; tries < IdTries; tries++)
        {
            var customer = new Customer(
                $"{stem[..Math.Min(stem.Length, MaxStem)]}_{ids.Suffix(4 + (4 * tries))}", company.Id, request.DisplayName ?? source.Title, time.GetUtcNow());
            var entry = audit.Entry(caller, "customer.created", company.Id, customer.Id, ("name", customer.Name));
            if (await store.Companies.AddCustomerAsync(customer, entry, cancellationToken)) return (customer.Id, null);
        }

        return (null, Problem.Unavailable("ids_taken", "No free id was found; try again.", 1));
    }

    private CallbackSecret Generate() => CallbackSecret.FromKey(randomness.Bytes(KeyBytes));

    private bool IsCurrent(Installation present, CallbackSecret secret) =>
        seal.Open(present.Secrets.Current) is { } current && CryptographicOperations.FixedTimeEquals(current.TextKey, secret.TextKey);

    private static RegisteredBody Shown(Installation installation, CallbackSecret? secret) =>
        new(installation.CustomerId, installation.Source, installation.ExternalId, installation.CallbackUrl, secret?.Text);

    private static Problem Taken(string customerId) => Problem.Conflict("customer_taken", $"The customer {customerId} is an installation already.");
}
