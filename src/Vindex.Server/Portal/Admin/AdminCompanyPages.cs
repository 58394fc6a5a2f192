using Vindex.Scoring;
using Vindex.Server.Companies;
using Vindex.Server.Companies.Users;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Settings;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;
using Vindex.Storage.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Admin;

/// <summary>Services used by the pages of one company.</summary>
internal sealed record AdminCompanyParts(CompanyService Companies, UserService Users, ScoreSums Sums, IFeedbackStore FeedbackStore);

/// <summary>The page of one company for server admins: figures, users, deletion.</summary>
internal static class AdminCompanyPages
{
    public static void Map(RouteGroupBuilder company)
    {
        company.MapGet("", (HttpContext context, string company_id, AdminCompanyParts parts) =>
            ShowAsync(context, company_id, parts, Drafts.Take(context, "invite", PortalPaths.Company(company_id) + "/invite"), StatusCodes.Status200OK));
        company.MapPost("/invite", InviteAsync);
        company.MapPost("/delete", DeleteAsync);
    }

    private static async Task<IResult> InviteAsync(HttpContext context, string company_id, AdminCompanyParts parts, OneTimeLinks links)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new NewUserBody(form.Text("email"), form.Text("role")),
            input => parts.Users.InviteAsync(context.Caller(), company_id, input, context.RequestAborted));
        if (sent.Problem is { } problem)
        {
            return problem.Status == StatusCodes.Status404NotFound
                ? problem
                : await ShowAsync(context, company_id, parts, FormState.Refused("invite", sent.Form, problem, "email", "role"), problem.Status);
        }

        var (user, made) = sent.Value!;
        return MemberLink.SeeOther(context, PortalPaths.Company(company_id), links.Absolute(made), user.Email, isInvitation: true, made.ExpiresAt);
    }

    // Deletion cannot be undone, so the slug has to be typed.
    private static async Task<IResult> DeleteAsync(HttpContext context, string company_id, AdminCompanyParts parts)
    {
        if (await parts.Companies.FindAsync(company_id, context.RequestAborted) is not Outcome<Company>.Done { Value: var company }) return Problem.NotFound();
        var form = await FormBody.ReadAsync(context);
        if (form?.Value("confirm").Trim() != company.Slug)
        {
            var other = Problem.Invalid("not_confirmed", T("admin.not-confirmed"), "confirm", T("admin.must-be", ("slug", company.Slug)));
            return await ShowAsync(context, company_id, parts, FormState.Refused("delete", form ?? FormCollection.Empty, other, "confirm"), other.Status);
        }

        return await parts.Companies.DeleteAsync(context.Caller(), company_id, context.RequestAborted) is Outcome<string>.Refused { Reason: var reason }
            ? Problem.Of(reason)
            : Flash.SeeOther(context, PortalPaths.Admin, T("admin.deleted", ("name", company.Name)));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string companyId, AdminCompanyParts parts, FormState form, int status)
    {
        if (await parts.Companies.FindAsync(companyId, context.RequestAborted) is not Outcome<Company>.Done { Value: var company }) return Problem.NotFound();
        if (await parts.Users.ListAsync(companyId, context.RequestAborted) is not Outcome<IReadOnlyList<CompanyUser>>.Done { Value: var people })
            return Problem.NotFound();
        var zone = PortalContext.ZoneOf(context, company);
        var projects = await parts.FeedbackStore.ProjectsAsync(company.Id, context.RequestAborted);
        var total = await parts.Sums.TotalAsync(new ScoreAccess(company.Id, null), null, context.RequestAborted);
        var model = new AdminCompanyModel(
            PortalFrames.Of(context, company.Name, PortalSection.Admin),
            Flash.Take(context),
            AdminPages.Row(company, zone),
            company.Id,
            Wording.Score(company.QualityGateTenths),
            total.Count == 0 ? null : Rounding.MeanOfTenths(total.OverallTenthsSum, total.Count),
            total.Count,
            projects.Sum(project => project.Rows),
            [.. people.Select(one => (one.Email, RoleNames.Of(one.Role), one.IsInvited))],
            form,
            MemberLink.Take(context, zone));
        return Page.Of<AdminCompanyPage>(model, status);
    }
}
