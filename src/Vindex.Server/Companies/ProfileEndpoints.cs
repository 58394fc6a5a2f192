using Vindex.Scoring.Profiles;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Profiles;

namespace Vindex.Server.Companies;

/// <summary>Scoring profiles of a company.</summary>
internal static class ProfileEndpoints
{
    private const int MaxProfiles = 100;

    public static async Task<IResult> ListAsync(HttpContext context, string company_id, IStore store)
    {
        if (await store.Companies.FindAsync(company_id, context.RequestAborted) is null) return Problem.NotFound();
        var profiles = await store.Profiles.ListAsync(company_id, context.RequestAborted);
        return JsonAnswer.Ok(new ProfileListBody([.. profiles.Select(StoredProfileBody.Of)]), WireJson.Shared.ProfileListBody);
    }

    public static async Task<IResult> OneAsync(HttpContext context, string company_id, string name, IStore store) =>
        await store.Profiles.FindAsync(company_id, name, context.RequestAborted) is { } profile
            ? JsonAnswer.Ok(StoredProfileBody.Of(profile), WireJson.Shared.StoredProfileBody)
            : Problem.NotFound();

    public static async Task<IResult> PutAsync(HttpContext context, string company_id, string name, IStore store, Audit audit, TimeProvider time)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            if (await store.Companies.FindAsync(company_id, context.RequestAborted) is null) return Problem.NotFound();
            var errors = new FieldErrors();
            var document = ProfileDocument.Read(body.Raw.Span, name, errors);
            if (!Slug.IsValid(name)) errors.Add("name", $"must be 1 to {Slug.MaxLength} of a-z, 0-9 and hyphens, without a hyphen at either end");
            if (name == Profile.DefaultName) errors.Add("name", $"must not be {Profile.DefaultName}: that is the default rubric");
            if (document is null || errors.Any) return Problem.Invalid(errors);

            var present = await store.Profiles.ListAsync(company_id, context.RequestAborted);
            var isNew = present.All(other => other.Name != name);
            if (isNew && present.Count >= MaxProfiles) return Problem.Conflict("too_many_profiles", $"A company has at most {MaxProfiles} profiles.");
            var stored = new StoredProfile(company_id, name, document, time.GetUtcNow());
            var entry = audit.Entry(context.Caller(), isNew ? "profile.created" : "profile.changed", company_id, name);
            if (!await store.Profiles.PutAsync(stored, entry, context.RequestAborted)) return Problem.NotFound();
            return JsonAnswer.WithStatus(
                isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, StoredProfileBody.Of(stored), WireJson.Shared.StoredProfileBody);
        }
    }

    public static async Task<IResult> DeleteAsync(HttpContext context, string company_id, string name, IStore store, Audit audit)
    {
        var entry = audit.Entry(context.Caller(), "profile.deleted", company_id, name);
        return await store.Profiles.DeleteAsync(company_id, name, entry, context.RequestAborted) ? Results.NoContent() : Problem.NotFound();
    }
}
