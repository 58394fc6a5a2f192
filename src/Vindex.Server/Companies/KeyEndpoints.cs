using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Keys;

namespace Vindex.Server.Companies;

/// <summary>API keys of a company.</summary>
internal static class KeyEndpoints
{
    private const int MaxName = 200;
    private const int MaxCustomers = 1000;
    private const int MaxOverlapHours = 168;
    private const int DefaultOverlapHours = 24;

    public static async Task<IResult> ListAsync(HttpContext context, string company_id, IStore store)
    {
        if (await store.Companies.FindAsync(company_id, context.RequestAborted) is null) return Problem.NotFound();
        var keys = await store.Keys.ListAsync(company_id, context.RequestAborted);
        return JsonAnswer.Ok(new KeyListBody([.. keys.Select(key => KeyBody.Of(key))]), WireJson.Shared.KeyListBody);
    }

    public static async Task<IResult> CreateAsync(HttpContext context, string company_id, IStore store, Randomness randomness, Audit audit, TimeProvider time)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            if (await store.Companies.FindAsync(company_id, context.RequestAborted) is null) return Problem.NotFound();
            var errors = new FieldErrors();
            var fields = JsonFields.Of(body.Root, errors);
            var name = fields.Line("name", MaxName, required: true);
            var scopes = ReadScopes(fields);
            var customerIds = await ReadCustomersAsync(fields, scopes, store, company_id, context.RequestAborted);
            var expiresAt = fields.Instant("expires_at");
            if (expiresAt <= time.GetUtcNow()) fields.Refuse("expires_at", "must be in the future");
            if (errors.Any) return Problem.Invalid(errors);
            if (KeyGrant.Refuse(context.Caller(), scopes, customerIds) is { } refused) return refused;

            var text = KeyText.Create(randomness);
            var key = new ApiKey(text.Id, company_id, name!, scopes, customerIds, text.SecretHash(), null, null, time.GetUtcNow(), expiresAt);
            var entry = audit.Entry(context.Caller(), "key.created", company_id, key.Id, ("name", key.Name), ("scopes", string.Join(' ', scopes)));
            return await store.Keys.AddAsync(key, entry, context.RequestAborted)
                ? JsonAnswer.Created(KeyBody.Of(key, text.ToString()), WireJson.Shared.KeyBody)
                : Problem.NotFound();
        }
    }

    public static async Task<IResult> DeleteAsync(HttpContext context, string company_id, string key_id, IStore store, Audit audit, CompanyDirectory directory)
    {
        var entry = audit.Entry(context.Caller(), "key.deleted", company_id, key_id);
        var deleted = await store.Keys.DeleteAsync(company_id, key_id, entry, context.RequestAborted);
        directory.Forget();
        return deleted ? Results.NoContent() : Problem.NotFound();
    }

    public static async Task<IResult> RotateAsync(
        HttpContext context, string company_id, string key_id, IStore store, Randomness randomness, Audit audit, CompanyDirectory directory, TimeProvider time)
    {
        var (body, problem) = RequestBody.IsThere(context) ? await RequestBody.ReadAsync(context) : default;
        if (problem is not null) return problem;
        using (body)
        {
            var errors = new FieldErrors();
            var hours = (body is null ? null : JsonFields.Of(body.Root, errors).Integer("overlap_hours", 0, MaxOverlapHours)) ?? DefaultOverlapHours;
            var present = (await store.Keys.ListAsync(company_id, context.RequestAborted)).FirstOrDefault(key => key.Id == key_id);
            if (present is null) return Problem.NotFound();
            if (errors.Any) return Problem.Invalid(errors);
            if (KeyGrant.Refuse(context.Caller(), present.Scopes, present.CustomerIds) is { } refused) return refused;
            if (present.ExpiresAt is { } expiry && expiry <= time.GetUtcNow())
            {
                return Problem.Conflict(
                    "key_expired", $"This key expired at {Instants.Format(expiry)}; a new secret would not be accepted either. Make a new key (POST {(context.Caller().SignedIn is null || context.Caller().IsAdmin ? $"/admin/companies/{company_id}" : "/portal")}/keys) and delete this one.");
            }

            var text = new KeyText(key_id, "").WithNewSecret(randomness);
            var entry = audit.Entry(context.Caller(), "key.rotated", company_id, key_id, ("overlap_hours", hours.ToString()));
            var rotated = await store.Keys.RotateAsync(company_id, key_id, text.SecretHash(), time.GetUtcNow().AddHours(hours), entry, context.RequestAborted);
            directory.Forget();
            return rotated is null ? Problem.NotFound() : JsonAnswer.Ok(KeyBody.Of(rotated, text.ToString()), WireJson.Shared.KeyBody);
        }
    }

    private static List<string> ReadScopes(JsonFields fields)
    {
        var scopes = fields.Texts("scopes", 50, 100, required: true)?.Distinct(StringComparer.Ordinal).ToList() ?? [];
        var allowed = string.Join(", ", Scopes.All);
        if (scopes.Count == 0 && fields.Find("scopes") is not null) fields.Refuse("scopes", $"must name at least one of {allowed}");
        foreach (var unknown in scopes.Where(scope => !Scopes.All.Contains(scope))) fields.Refuse("scopes", $"\"{unknown}\" is no scope; allowed are {allowed}");
        return scopes;
    }

    private static async Task<IReadOnlyList<string>?> ReadCustomersAsync(
        JsonFields fields, IReadOnlyList<string> scopes, IStore store, string companyId, CancellationToken cancellationToken)
    {
        if (fields.Texts("customer_ids", MaxCustomers, 255)?.Distinct(StringComparer.Ordinal).ToList() is not { } customerIds) return null;
        if (customerIds.Count == 0) fields.Refuse("customer_ids", "must name at least one customer; leave it out for all of them");
        if (scopes.Contains(Scopes.Admin)) fields.Refuse("customer_ids", "an admin key sees all customers and cannot be limited to some");
        var known = (await store.Companies.ListCustomersAsync(companyId, cancellationToken)).Select(customer => customer.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var unknown in customerIds.Where(id => !known.Contains(id))) fields.Refuse("customer_ids", $"\"{unknown}\" is no customer of this company");
        return customerIds;
    }
}
