using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Companies;
using Vindex.Storage.Keys;

namespace Vindex.Server.Companies.Keys;

/// <summary>A key with its secret, which exists only in the response.</summary>
/// <param name="Key">The stored key.</param>
/// <param name="Text">The text of the key.</param>
internal sealed record IssuedKey(ApiKey Key, string Text);

/// <summary>The API keys of a company.</summary>
internal sealed class KeyService(
    ICompanyStore companyStore, IApiKeyStore keyStore, Randomness randomness, Audit audit, CompanyDirectory directory, TimeProvider time)
{
    private const int DefaultOverlapHours = 24;

    /// <summary>The keys of a company, oldest first.</summary>
    public async Task<Outcome<IReadOnlyList<ApiKey>>> ListAsync(string companyId, CancellationToken cancellationToken)
    {
        if (await companyStore.FindAsync(companyId, cancellationToken) is null) return new Refusal.NotFound();
        return Outcome.Of(await keyStore.ListAsync(companyId, cancellationToken));
    }

    public async Task<Outcome<IssuedKey>> CreateAsync(Caller caller, string companyId, Input<NewKeyBody> input, CancellationToken cancellationToken)
    {
        if (await companyStore.FindAsync(companyId, cancellationToken) is null) return new Refusal.NotFound();
        var request = input.Value;
        var scopes = request.Scopes.Distinct(StringComparer.Ordinal).ToList();
        var customerIds = request.CustomerIds?.Distinct(StringComparer.Ordinal).ToList();
        if (customerIds is not null) await CheckCustomersAsync(customerIds, scopes, companyId, input.Errors, cancellationToken);
        if (request.ExpiresAt <= time.GetUtcNow()) input.Errors.Add("expires_at", "must be in the future");
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (KeyGrant.Refuse(caller, scopes, customerIds) is { } refused) return refused;

        var text = KeyText.Create(randomness);
        var key = new ApiKey(text.Id, companyId, request.Name, scopes, customerIds, text.SecretHash(), null, null, time.GetUtcNow(), request.ExpiresAt);
        var entry = audit.Entry(caller, "key.created", companyId, key.Id, ("name", key.Name), ("scopes", string.Join(' ', scopes)));
        return await keyStore.AddAsync(key, entry, cancellationToken) ? new IssuedKey(key, text.ToString()) : new Refusal.NotFound();
    }

    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string companyId, string keyId, CancellationToken cancellationToken)
    {
        var entry = audit.Entry(caller, "key.deleted", companyId, keyId);
        var deleted = await keyStore.DeleteAsync(companyId, keyId, entry, cancellationToken);
        directory.Forget();
        return deleted ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>Gives a key a new secret; the current one stays valid for a while.</summary>
    public async Task<Outcome<IssuedKey>> RotateAsync(
        Caller caller, string companyId, string keyId, Input<RotationBody> input, CancellationToken cancellationToken)
    {
        var present = (await keyStore.ListAsync(companyId, cancellationToken)).FirstOrDefault(key => key.Id == keyId);
        if (present is null) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (KeyGrant.Refuse(caller, present.Scopes, present.CustomerIds) is { } refused) return refused;
        if (present.ExpiresAt is { } expiry && expiry <= time.GetUtcNow()) return Expired(caller, companyId, expiry);

        var hours = input.Value.OverlapHours ?? DefaultOverlapHours;
        var text = new KeyText(keyId, "").WithNewSecret(randomness);
        var entry = audit.Entry(caller, "key.rotated", companyId, keyId, ("overlap_hours", hours.ToString()));
        var rotated = await keyStore.RotateAsync(companyId, keyId, text.SecretHash(), time.GetUtcNow().AddHours(hours), entry, cancellationToken);
        directory.Forget();
        return rotated is null ? new Refusal.NotFound() : new IssuedKey(rotated, text.ToString());
    }

    private static Refusal.Conflict Expired(Caller caller, string companyId, DateTimeOffset expiry)
    {
        var place = caller.SignedIn is null || caller.IsAdmin ? $"/admin/companies/{companyId}" : "/portal";
        return new Refusal.Conflict(
            "key_expired",
            $"This key expired at {Instants.Format(expiry)}, so a new secret would not be accepted either. Create a new key (POST {place}/keys) and delete this one.");
    }

    private async Task CheckCustomersAsync(
        List<string> customerIds, List<string> scopes, string companyId, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (customerIds.Count == 0) errors.Add("customer_ids", "must name at least one customer; leave it out to allow all of them");
        if (scopes.Contains(Scopes.Admin)) errors.Add("customer_ids", "must be left out for an admin key, which can access all customers");
        var known = (await companyStore.ListCustomersAsync(companyId, cancellationToken)).Select(customer => customer.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var unknown in customerIds.Where(id => !known.Contains(id)))
            errors.Add("customer_ids", $"contains \"{unknown}\", which is not a customer of this company");
    }
}
