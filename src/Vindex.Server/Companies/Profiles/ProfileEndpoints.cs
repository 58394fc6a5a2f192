using Vindex.Scoring.Profiles;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Companies.Profiles;

/// <summary>Scoring profiles of a company. Vindex.Scoring reads a profile's document.</summary>
internal static class ProfileEndpoints
{
    public static async Task<Ok<ProfileListBody>> ListAsync(HttpContext context, string company_id, ProfileService profiles) =>
        (await profiles.ListAsync(company_id, context.RequestAborted)).ToOk(list => new ProfileListBody([.. list.Select(StoredProfileBody.Of)]));

    public static async Task<Ok<StoredProfileBody>> OneAsync(HttpContext context, string company_id, string name, ProfileService profiles) =>
        (await profiles.FindAsync(company_id, name, context.RequestAborted)).ToOk(StoredProfileBody.Of);

    public static async Task<OkOrCreated<StoredProfileBody>> PutAsync(HttpContext context, string company_id, string name, ProfileService profiles)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var outcome = await profiles.PutAsync(context.Caller(), company_id, name, Profile.Parse(body.Raw.Span, name), context.RequestAborted);
            return outcome.ToOkOrCreated(written => StoredProfileBody.Of(written.Profile), written => written.IsNew);
        }
    }

    public static async Task<NoContent> DeleteAsync(HttpContext context, string company_id, string name, ProfileService profiles) =>
        (await profiles.DeleteAsync(context.Caller(), company_id, name, context.RequestAborted)).ToNoContent();
}
