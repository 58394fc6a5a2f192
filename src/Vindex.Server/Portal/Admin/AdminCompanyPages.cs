using Vindex.Scoring;
using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal;

/// <summary>One company, for admins of the server: its numbers, its people, its end.</summary>
internal static class AdminCompanyPages
{
    public static void Map(RouteGroupBuilder company)
    {
        company.MapGet("", (HttpContext context, string company_id, IStore store, ScoreSums sums, TimeProvider time) =>
            ShowAsync(context, company_id, store, sums, time, FormState.None, StatusCodes.Status200OK));
        company.MapPost("/invite", InviteAsync);
        company.MapPost("/delete", DeleteAsync);
    }

    private static async Task<IResult> InviteAsync(HttpContext context, string company_id, IStore store, ScoreSums sums, OneTimeLinks links, TimeProvider time)
    {
        var sent = await EndpointCall.SendAsync(context, json => json.Text("email").Text("role"), () => UserEndpoints.InviteAsync(context, company_id, store, links, time));
        if (sent.Problem is { } problem)
        {
            return problem.Status == StatusCodes.Status404NotFound
                ? problem
                : await ShowAsync(context, company_id, store, sums, time, FormState.Refused("invite", sent.Form, problem, "email", "role"), problem.Status);
        }

        var made = sent.Value<UserBody>();
        var link = new MemberLink(made.InvitationLink!, made.Email, IsInvitation: true, Moment.Of(made.ExpiresAt!.Value, Visit.ZoneOf(context, null)));
        return await ShowAsync(context, company_id, store, sums, time, FormState.None, StatusCodes.Status200OK, link);
    }

    // What cannot be undone is not one click away: the slug has to be typed.
    private static async Task<IResult> DeleteAsync(HttpContext context, string company_id, IStore store, ScoreSums sums, Audit audit, CompanyDirectory directory, TimeProvider time)
    {
        if (await store.Companies.FindAsync(company_id, context.RequestAborted) is not { } company) return Problem.NotFound();
        var form = await FormBody.ReadAsync(context);
        if (form?.Value("confirm").Trim() != company.Slug)
        {
            var other = Problem.Invalid("not_confirmed", "The name that was typed is another.", "confirm", $"must be {company.Slug}, exactly");
            return await ShowAsync(context, company_id, store, sums, time, FormState.Refused("delete", form ?? FormCollection.Empty, other, "confirm"), other.Status);
        }

        return await CompanyEndpoints.DeleteAsync(context, company_id, store, audit, directory) is Problem problem
            ? problem
            : Flash.SeeOther(context, PortalPaths.Admin, $"{company.Name} is deleted with everything that belonged to it but the audit log.");
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string companyId, IStore store, ScoreSums sums, TimeProvider time, FormState form, int status, MemberLink? link = null)
    {
        if (await store.Companies.FindAsync(companyId, context.RequestAborted) is not { } company) return Problem.NotFound();
        var zone = Visit.ZoneOf(context, company);
        var total = await sums.TotalAsync(new ScoreAccess(company.Id, null), null, context.RequestAborted);
        var people = EndpointCall.ValueOf<UserListBody>(await UserEndpoints.ListAsync(context, company.Id, store, time)).Items;
        var model = new AdminCompanyModel(
            PortalFrames.Of(context, company.Name, PortalSection.Admin),
            Flash.Take(context),
            AdminPages.Row(CompanyBody.Of(company), zone),
            company.Id,
            Wording.Score(company.QualityGateTenths),
            total.Count == 0 ? null : Rounding.MeanOfTenths(total.OverallTenthsSum, total.Count),
            total.Count,
            [.. people.Select(one => (one.Email, one.Role, one.Status == "invited"))],
            form,
            link);
        return Page.Of<AdminCompanyPage>(model, status);
    }
}
