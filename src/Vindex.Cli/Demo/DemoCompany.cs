using Vindex.Scoring;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Keys;

namespace Vindex.Cli.Demo;

/// <summary>The company of the demo and a key that works for it.</summary>
internal sealed class DemoCompany(IStore store, TimeProvider time)
{
    public const string Name = "Kolibri Bikes";
    private const string Slug = "kolibri-bikes";
    private const string Actor = "cli";

    private readonly Ids _ids = new(time, Randomness.System);

    /// <summary>The company, made when it is not there.</summary>
    public async Task<Company> FindOrMakeAsync(CancellationToken cancellationToken)
    {
        if (await store.Companies.FindBySlugAsync(Slug, cancellationToken) is { } present) return present;
        var now = time.GetUtcNow();
        var customer = new Customer("kolibri_bikes_default_" + _ids.Suffix(4), "co_" + _ids.TimeOrdered(), "Default", now);
        var company = new Company(customer.CompanyId, Slug, Name, customer.Id, Bands.HealthyFromTenths, null, null, now);
        var entry = new Audit(time, _ids).Entry(Actor, "company.created", company.Id, company.Id, ("name", Name), ("slug", Slug));
        if (!await store.Companies.AddAsync(company, customer, entry, cancellationToken)) throw new InvalidOperationException("A new random id was taken.");
        return company;
    }

    /// <summary>The earlier run's key when it still works, else a new one.</summary>
    public async Task<KeyText> KeyAsync(Company company, KeyText? earlier, CancellationToken cancellationToken)
    {
        if (earlier is { } known && await store.Keys.FindAsync(known.Id, cancellationToken) is { } stored
            && stored.CompanyId == company.Id && stored.SecretHash.AsSpan().SequenceEqual(known.SecretHash()))
        {
            return known;
        }

        var text = KeyText.Create(Randomness.System);
        IReadOnlyList<string> scopes = [.. Scopes.All.Where(scope => scope != Scopes.Admin)];
        var key = new ApiKey(text.Id, company.Id, "demo", scopes, null, text.SecretHash(), null, null, time.GetUtcNow(), null);
        var entry = new Audit(time, _ids).Entry(Actor, "key.created", company.Id, key.Id, ("name", key.Name), ("scopes", string.Join(' ', scopes)));
        if (!await store.Keys.AddAsync(key, entry, cancellationToken)) throw new InvalidOperationException("A new random id was taken.");
        return text;
    }
}
