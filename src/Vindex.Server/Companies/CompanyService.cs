using Vindex.Scoring;
using Vindex.Server.Companies.Deletion;
using Vindex.Server.Security;
using Vindex.Server.Security.Authentication;
using Vindex.Storage;
using Vindex.Storage.Companies;

namespace Vindex.Server.Companies;

/// <summary>Companies: created, changed, deleted by admins; an owner changes their own.</summary>
internal sealed class CompanyService(
    ICompanyStore store, Ids ids, Audit audit, TimeProvider time, CompanyDirectory directory, CompanyDeletions deletions, SessionDirectory sessions)
{
    private const int NameTries = 5;

    public async Task<Outcome<Company>> FindAsync(string companyId, CancellationToken cancellationToken) =>
        await store.FindAsync(companyId, cancellationToken) is { } company ? company : new Refusal.NotFound();

    /// <summary>A page of companies, newest first.</summary>
    public Task<ListPage<Company>> ListAsync(
        PagePosition? after, int limit, CancellationToken cancellationToken) => store.ListAsync(after, limit, cancellationToken);

    /// <summary>Creates a company with its default customer.</summary>
    public async Task<Outcome<Company>> CreateAsync(Caller caller, Input<NewCompanyBody> input, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var request = input.Value;
        var gate = (int)(request.QualityGate.Or(Bands.HealthyFromTenths / 10m) * 10);
        for (var tries = 0; tries < NameTries; tries++)
        {
            var slug = request.Slug ?? await FreeSlugAsync(request.Name, cancellationToken);
            var customer = new Customer($"{slug.Replace('-', '_')}_default_{ids.Suffix(4)}", "co_" + ids.TimeOrdered(), "Default", time.GetUtcNow());
            var company = new Company(customer.CompanyId, slug, request.Name, customer.Id, gate, request.Timezone, request.RetentionDays, customer.CreatedAt)
            {
                IsGateDecided = request.QualityGate.IsGiven,
            };
            var entry = audit.Entry(caller, "company.created", company.Id, company.Id, ("name", company.Name), ("slug", company.Slug));
            if (await store.AddAsync(company, customer, entry, cancellationToken)) return company;
            if (request.Slug is not null && await store.FindBySlugAsync(request.Slug, cancellationToken) is not null)
                return new Refusal.Conflict("slug_taken", $"A company with the slug {request.Slug} already exists.");
        }

        return new Refusal.Unavailable("ids_taken", "No unused slug was found; try again.", 1);
    }

    /// <summary>Changes a company's name, quality gate, time zone, retention, or whether a second factor is required.</summary>
    public async Task<Outcome<Company>> ChangeAsync(Caller caller, string companyId, Input<CompanyChangeBody> input, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(companyId, cancellationToken) is not { } present) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var request = input.Value;
        var company = present with
        {
            Name = request.Name.Or(present.Name),
            QualityGateTenths = (int)(request.QualityGate.Or(present.QualityGateTenths / 10m) * 10),
            TimeZone = request.Timezone.Or(present.TimeZone),
            RetentionDays = request.RetentionDays.Or(present.RetentionDays),
            IsGateDecided = present.IsGateDecided || request.QualityGate.IsGiven,
            RequiresSecondFactor = request.RequireSecondFactor.Or(present.RequiresSecondFactor),
        };
        var entry = audit.Entry(caller, "company.changed", company.Id, company.Id, Changes(present, company));
        if (!await store.UpdateAsync(company, entry, cancellationToken)) return new Refusal.NotFound();
        directory.Forget();

        // They know whether the company requires a second factor.
        if (company.RequiresSecondFactor != present.RequiresSecondFactor) sessions.Forget();
        return company;
    }

    /// <summary>
    /// Deletes a company and everything that belongs to it, except the audit log: no one sees anything of it any more, and its rows are deleted in the
    /// background. Returns the id of that operation.
    /// </summary>
    public async Task<Outcome<string>> DeleteAsync(Caller caller, string companyId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(companyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        var operation = await deletions.StartAsync(caller, company, cancellationToken);
        directory.Forget();
        return operation is null ? new Refusal.NotFound() : operation;
    }

    private async Task<string> FreeSlugAsync(string name, CancellationToken cancellationToken)
    {
        var slug = Slug.Of(name, "company");
        if (await store.FindBySlugAsync(slug, cancellationToken) is null) return slug;
        return $"{slug[..Math.Min(slug.Length, Slug.MaxLength - 5)].TrimEnd('-')}-{ids.Suffix(4)}";
    }

    private static IEnumerable<(string Name, string? Value)> Changes(Company before, Company after)
    {
        if (before.Name != after.Name) yield return ("name", after.Name);
        if (before.QualityGateTenths != after.QualityGateTenths) yield return ("quality_gate", (after.QualityGateTenths / 10m).ToString());
        if (before.TimeZone != after.TimeZone) yield return ("timezone", after.TimeZone);
        if (before.RetentionDays != after.RetentionDays) yield return ("retention_days", after.RetentionDays?.ToString());
        if (before.RequiresSecondFactor != after.RequiresSecondFactor) yield return ("require_second_factor", after.RequiresSecondFactor ? "true" : "false");
    }
}
