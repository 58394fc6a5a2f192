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

    /// <summary>The keys that the signed-in person has created for themselves in the current company, oldest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListOwnAsync(Caller caller, CancellationToken cancellationToken) =>
        [.. (await keyStore.ListAsync(caller.OwnCompany, cancellationToken)).Where(key => IsOwn(key, caller))];

    /// <summary>Creates a key of the company.</summary>
    public Task<Outcome<IssuedKey>> CreateAsync(Caller caller, string companyId, Input<NewKeyBody> input, CancellationToken cancellationToken) =>
        CreateAsync(caller, companyId, null, input, cancellationToken);

    /// <summary>Creates a key for the signed-in person, with at most the scopes of the role. It exists as long as the person belongs to the company.</summary>
    public async Task<Outcome<IssuedKey>> CreateOwnAsync(Caller caller, Input<NewKeyBody> input, CancellationToken cancellationToken)
    {
        var present = await ListOwnAsync(caller, cancellationToken);
        return present.Count < CompanyLimits.PersonalKeys
            ? await CreateAsync(caller, caller.OwnCompany, caller.SignedIn!.User.Id, input, cancellationToken)
            : new Refusal.Conflict("too_many_keys", $"You can have {CompanyLimits.PersonalKeys} personal keys; delete one first.");
    }

    private async Task<Outcome<IssuedKey>> CreateAsync(
        Caller caller, string companyId, string? userId, Input<NewKeyBody> input, CancellationToken cancellationToken)
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
        var key = new ApiKey(text.Id, companyId, request.Name, scopes, customerIds, text.SecretHash(), null, null, time.GetUtcNow(), request.ExpiresAt)
        {
            UserId = userId,
        };
        var entry = audit.Entry(
            caller,
            "key.created",
            companyId,
            key.Id,
            [("name", key.Name), ("scopes", string.Join(' ', scopes)), .. userId is null ? Array.Empty<(string, string?)>() : [("personal", "true")]]);
        return await keyStore.AddAsync(key, entry, cancellationToken) ? new IssuedKey(key, text.ToString()) : new Refusal.NotFound();
    }

    /// <summary>Deletes one of the signed-in person's own keys.</summary>
    public async Task<Outcome<Success>> DeleteOwnAsync(Caller caller, string keyId, CancellationToken cancellationToken) =>
        await IsOwnAsync(caller, keyId, cancellationToken) ? await DeleteAsync(caller, caller.OwnCompany, keyId, cancellationToken) : new Refusal.NotFound();

    /// <summary>Gives one of the signed-in person's own keys a new secret.</summary>
    public async Task<Outcome<IssuedKey>> RotateOwnAsync(Caller caller, string keyId, Input<RotationBody> input, CancellationToken cancellationToken) =>
        await IsOwnAsync(caller, keyId, cancellationToken)
            ? await RotateAsync(caller, caller.OwnCompany, keyId, input, cancellationToken)
            : new Refusal.NotFound();

    /// <summary>Deletes a key; owners can delete the personal keys of others as well.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string companyId, string keyId, CancellationToken cancellationToken)
    {
        var entry = audit.Entry(caller, "key.deleted", companyId, keyId);
        var deleted = await keyStore.DeleteAsync(companyId, keyId, entry, cancellationToken);
        directory.Forget();
        return deleted ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>
    /// Gives a key a new secret; the current one stays valid for a while. Not the personal key of someone else: the caller could then act as that person.
    /// </summary>
    public async Task<Outcome<IssuedKey>> RotateAsync(
        Caller caller, string companyId, string keyId, Input<RotationBody> input, CancellationToken cancellationToken)
    {
        var present = (await keyStore.ListAsync(companyId, cancellationToken)).FirstOrDefault(key => key.Id == keyId);
        if (present is null) return new Refusal.NotFound();
        if (present.UserId is not null && !IsOwn(present, caller))
            return new Refusal.Forbidden("personal_key", "Only the person whose key this is can give it a new secret. You can delete it.");
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        if (KeyGrant.Refuse(caller, present.Scopes, present.CustomerIds) is { } refused) return refused;
        if (present.ExpiresAt is { } expiry && expiry <= time.GetUtcNow()) return Expired(caller, present, expiry);

        var hours = input.Value.OverlapHours ?? DefaultOverlapHours;
        var text = new KeyText(keyId, "").WithNewSecret(randomness);
        var entry = audit.Entry(caller, "key.rotated", companyId, keyId, ("overlap_hours", hours.ToString()));
        var rotated = await keyStore.RotateAsync(companyId, keyId, text.SecretHash(), time.GetUtcNow().AddHours(hours), entry, cancellationToken);
        directory.Forget();
        return rotated is null ? new Refusal.NotFound() : new IssuedKey(rotated, text.ToString());
    }

    private static bool IsOwn(ApiKey key, Caller caller) => key.UserId is { } userId && userId == caller.UserId;

    private async Task<bool> IsOwnAsync(Caller caller, string keyId, CancellationToken cancellationToken) =>
        (await ListOwnAsync(caller, cancellationToken)).Any(key => key.Id == keyId);

    private static Refusal.Conflict Expired(Caller caller, ApiKey key, DateTimeOffset expiry)
    {
        var place = key.UserId is not null ? "/portal/personal-keys"
            : caller.SignedIn is null || caller.IsAdmin ? $"/admin/companies/{key.CompanyId}/keys"
            : "/portal/keys";
        return new Refusal.Conflict(
            "key_expired",
            $"This key expired at {Instants.Format(expiry)}, so a new secret would not be accepted either. Create a new key (POST {place}) and delete this one.");
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
