using NodaTime;
using Vindex.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Companies;

namespace Vindex.Server.Companies;

/// <summary>Companies, for admins.</summary>
internal static class CompanyEndpoints
{
    private const int MaxName = 200;
    private const int MaxRetentionDays = 36_500;
    private const int NameTries = 5;
    private static readonly string[] s_changeable = ["name", "quality_gate", "timezone", "retention_days"];

    public static async Task<IResult> CreateAsync(HttpContext context, IStore store, Ids ids, Audit audit, TimeProvider time)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var fields = JsonFields.Of(body.Root, errors);
            var name = fields.Line("name", MaxName, required: true);
            var slug = ReadSlug(fields);
            var draft = ReadSettings(fields, new Company("", "", "", "", Bands.HealthyFromTenths, null, null, time.GetUtcNow()));
            if (errors.Any) return Problem.Invalid(errors);

            for (var tries = 0; tries < NameTries; tries++)
            {
                var chosen = slug ?? await FreeSlugAsync(store, ids, name!, context.RequestAborted);
                var customer = new Customer($"{chosen.Replace('-', '_')}_default_{ids.Suffix(4)}", "co_" + ids.TimeOrdered(), "Default", draft.CreatedAt);
                var company = draft with { Id = customer.CompanyId, Slug = chosen, Name = name!, DefaultCustomerId = customer.Id };
                var entry = audit.Entry(context.Caller(), "company.created", company.Id, company.Id, ("name", company.Name), ("slug", company.Slug));
                if (await store.Companies.AddAsync(company, customer, entry, context.RequestAborted))
                    return JsonAnswer.Created(CompanyBody.Of(company), WireJson.Shared.CompanyBody, $"/admin/companies/{company.Id}");
                if (slug is not null && await store.Companies.FindBySlugAsync(slug, context.RequestAborted) is not null)
                    return Problem.Conflict("slug_taken", $"There is a company with the slug {slug} already.");
            }

            return Problem.Unavailable("ids_taken", "No free name was found; try again.", 1);
        }
    }

    public static async Task<IResult> ListAsync(HttpContext context, IStore store)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var (limit, after) = CursorPage.Read(query, "companies");
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var page = await store.Companies.ListAsync(after, limit, context.RequestAborted);
        return JsonAnswer.Ok(
            new CompanyListBody([.. page.Items.Select(CompanyBody.Of)], Cursor.Write(page.Next, "companies")), WireJson.Shared.CompanyListBody);
    }

    public static async Task<IResult> OneAsync(HttpContext context, string company_id, IStore store) =>
        await store.Companies.FindAsync(company_id, context.RequestAborted) is { } company
            ? JsonAnswer.Ok(CompanyBody.Of(company), WireJson.Shared.CompanyBody)
            : Problem.NotFound();

    public static async Task<IResult> ChangeAsync(HttpContext context, string company_id, IStore store, Audit audit, CompanyDirectory directory)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            if (await store.Companies.FindAsync(company_id, context.RequestAborted) is not { } present) return Problem.NotFound();
            var errors = new FieldErrors();
            var fields = JsonFields.Of(body.Root, errors);
            fields.RefuseOthers(s_changeable);
            var company = ReadSettings(fields, present);
            if (fields.Has("name")) company = company with { Name = fields.Line("name", MaxName, required: true) ?? "" };
            if (errors.Any) return Problem.Invalid(errors);

            var entry = audit.Entry(context.Caller(), "company.changed", company.Id, company.Id, Changes(present, company));
            if (!await store.Companies.UpdateAsync(company, entry, context.RequestAborted)) return Problem.NotFound();
            directory.Forget();
            return JsonAnswer.Ok(CompanyBody.Of(company), WireJson.Shared.CompanyBody);
        }
    }

    public static async Task<IResult> DeleteAsync(HttpContext context, string company_id, IStore store, Audit audit, CompanyDirectory directory)
    {
        if (await store.Companies.FindAsync(company_id, context.RequestAborted) is not { } company) return Problem.NotFound();
        var entry = audit.Entry(context.Caller(), "company.deleted", company.Id, company.Id, ("name", company.Name), ("slug", company.Slug));

        // Not cancelled with the request: half a deletion would wait for the next start to be finished.
        var deleted = await store.Companies.DeleteAsync(company.Id, entry, CancellationToken.None);
        directory.Forget();
        return deleted ? Results.NoContent() : Problem.NotFound();
    }

    private static string? ReadSlug(JsonFields fields)
    {
        var slug = fields.Text("slug", Slug.MaxLength);
        if (slug is not null && !Slug.IsValid(slug)) fields.Refuse("slug", $"must be 1 to {Slug.MaxLength} of a-z, 0-9 and hyphens, without a hyphen at either end");
        return slug;
    }

    private static async Task<string> FreeSlugAsync(IStore store, Ids ids, string name, CancellationToken cancellationToken)
    {
        var slug = Slug.Of(name, "company");
        if (await store.Companies.FindBySlugAsync(slug, cancellationToken) is null) return slug;
        return $"{slug[..Math.Min(slug.Length, Slug.MaxLength - 5)].TrimEnd('-')}-{ids.Suffix(4)}";
    }

    private static Company ReadSettings(JsonFields fields, Company company)
    {
        if (fields.Has("quality_gate"))
        {
            if (fields.Find("quality_gate") is null) fields.Refuse("quality_gate", "must be a number from 0 to 10");
            company = company with { QualityGateTenths = fields.Tenths("quality_gate") ?? company.QualityGateTenths };
        }

        if (fields.Has("timezone"))
        {
            var zone = fields.Text("timezone", 64);
            if (zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
                fields.Refuse("timezone", "must be an IANA time zone such as UTC or Europe/Vienna");
            company = company with { TimeZone = zone };
        }

        if (fields.Has("retention_days")) company = company with { RetentionDays = fields.Integer("retention_days", 1, MaxRetentionDays) };
        return company;
    }

    private static IEnumerable<(string Name, string? Value)> Changes(Company before, Company after)
    {
        if (before.Name != after.Name) yield return ("name", after.Name);
        if (before.QualityGateTenths != after.QualityGateTenths) yield return ("quality_gate", (after.QualityGateTenths / 10m).ToString());
        if (before.TimeZone != after.TimeZone) yield return ("timezone", after.TimeZone);
        if (before.RetentionDays != after.RetentionDays) yield return ("retention_days", after.RetentionDays?.ToString());
    }
}
