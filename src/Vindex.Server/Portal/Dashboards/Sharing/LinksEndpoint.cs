using Vindex.Server.Dashboards;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Dashboards;
using Vindex.Storage.Users;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Dashboards.Sharing;

/// <summary>The links to a dashboard: create and revoke. A link is shown once, on the page to which the form that created it redirects.</summary>
internal static class LinksEndpoint
{
    private const string FormName = "link";
    private const string Link = "link";

    public static void Map(RouteGroupBuilder dashboards)
    {
        var links = dashboards.MapGroup("/{dashboard_id}/links");
        links.MapGet("", (HttpContext context, string dashboard_id, DashboardService service, SharingService sharing, IUserStore users) =>
            ShowAsync(context, dashboard_id, (service, sharing, users), Drafts.Take(context, FormName, PathOf(dashboard_id)), StatusCodes.Status200OK));
        links.MapPost("", CreateAsync);
        links.MapPost("/{link_id}/revoke", RevokeAsync);
    }

    private static string PathOf(string dashboardId) => PortalPaths.Dashboard(dashboardId) + "/links";

    private static async Task<IResult> CreateAsync(
        HttpContext context, string dashboard_id, DashboardService dashboards, SharingService sharing, IUserStore users)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new NewShareBody((int)Math.Clamp(form.Number("days"), 0, int.MaxValue), form.Flag("titles")),
            input => sharing.CreateAsync(context.Caller(), dashboard_id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => ShownOnce.Of(context).SeeOther(context, PathOf(dashboard_id), (Link, sent.Value!.Url)),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(
                context, dashboard_id, (dashboards, sharing, users), FormState.Refused(FormName, sent.Form, problem, "days", "titles"), problem.Status),
        };
    }

    private static async Task<IResult> RevokeAsync(
        HttpContext context, string dashboard_id, string link_id, DashboardService dashboards, SharingService sharing, IUserStore users)
    {
        var sent = await FormInput.SendAsync(context, () => sharing.RevokeAsync(context.Caller(), dashboard_id, link_id, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, PathOf(dashboard_id), T("links.revoked")),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, dashboard_id, (dashboards, sharing, users), FormState.Refused("", sent.Form, problem), problem.Status),
        };
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string id, (DashboardService Dashboards, SharingService Sharing, IUserStore Users) from, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var stop = context.RequestAborted;
        if (await from.Dashboards.FindAsync(visit.Caller, id, stop) is not Outcome<Dashboard>.Done(var dashboard)) return Problem.NotFound();
        if (await from.Sharing.ListAsync(visit.Caller, id, stop) is not Outcome<IReadOnlyList<DashboardLink>>.Done(var links)) return Problem.NotFound();
        var rules = await from.Sharing.RulesAsync(visit.Caller, stop);
        var members = links.Count == 0 ? [] : await from.Users.ListMembersAsync(visit.Company.Id, stop);
        var mayShare = SharingService.MayShare(visit.Caller, rules);
        return Page.Of<LinksPage>(
            new LinksModel(
                PortalFrames.Of(context, T("links.title", ("name", dashboard.Name)), PortalSection.Dashboards),
                dashboard.Name,
                PortalPaths.Dashboard(id),
                [.. links.Select(link => Row(link, dashboard, members, visit))],
                mayShare,
                rules.HasTitles,
                mayShare ? null : Why(rules),
                ShownOnce.Of(context).Take(context)?.GetValueOrDefault(Link),
                form,
                Flash.Take(context)),
            status);
    }

    private static LinkRow Row(DashboardLink link, Dashboard dashboard, IReadOnlyList<Member> members, PortalContext visit)
    {
        var user = members.FirstOrDefault(member => member.User.Id == link.UserId)?.User;
        return new LinkRow(
            link.Id,
            user?.Name ?? user?.Email ?? link.UserId,
            link.HasTitles,
            Moment.Of(link.CreatedAt, visit.Zone),
            Moment.Of(link.ExpiresAt, visit.Zone),
            link.Visits,
            link.VisitedAt is { } visited ? Moment.Of(visited, visit.Zone) : null,
            visit.Caller.SignedIn?.User.Id == link.UserId || DashboardService.MayChange(visit.Caller, dashboard));
    }

    private static string Why(SharingRules rules) => rules.Sharers switch
    {
        LinkSharers.NoOne => T("links.why-no-one"),
        LinkSharers.Owners => T("links.why-owners"),
        _ => T("links.why-members"),
    };
}
