using Vindex.Server.Dashboards;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Dashboards.Sharing;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Dashboards;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Dashboards;

/// <summary>The list of dashboards, and the forms that create one and set who may share.</summary>
internal static class DashboardsEndpoint
{
    private const string New = "new";
    private const string Rules = "sharing";

    public static void Map(RouteGroupBuilder pages)
    {
        var dashboards = pages.MapGroup("/dashboards").RequirePage(Scopes.ScoresRead);
        dashboards.MapGet("", (HttpContext context, DashboardService service, SharingService sharing) =>
            ShowAsync(context, service, sharing, Drafts.Take(context, New, PortalPaths.Dashboards), StatusCodes.Status200OK));
        dashboards.MapPost("", CreateAsync);
        pages.MapPost("/dashboards/sharing", ShareAsync).RequireOwnerPage();
        PinEndpoint.Map(dashboards);
        DashboardEndpoint.Map(dashboards);
        ArrangeEndpoint.Map(dashboards);
        LinksEndpoint.Map(dashboards);
    }

    /// <summary>A dashboard for pages.</summary>
    public static DashboardEntry Entry(Dashboard dashboard, PortalContext visit) => new(
        dashboard.Id,
        dashboard.Name,
        PortalPaths.Dashboard(dashboard.Id),
        DashboardCard.Of(dashboard).Count,
        dashboard.Creator == visit.Caller.Actor,
        DashboardService.MayChange(visit.Caller, dashboard),
        Moment.Of(dashboard.ChangedAt, visit.Zone));

    private static async Task<IResult> CreateAsync(HttpContext context, DashboardService dashboards, SharingService sharing)
    {
        var sent = await FormInput.SendAsync(
            context, form => new NewDashboardBody(form.Text("name")), input => dashboards.CreateAsync(context.Caller(), input, context.RequestAborted));
        return sent.Problem is { } problem
            ? await ShowAsync(context, dashboards, sharing, FormState.Refused(New, sent.Form, problem, "name"), problem.Status)
            : Flash.SeeOther(context, PortalPaths.Dashboard(sent.Value!.Id), T("dashboards.created", ("name", sent.Value!.Name)));
    }

    private static async Task<IResult> ShareAsync(HttpContext context, DashboardService dashboards, SharingService sharing)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new SharingBody(form.Text("sharers"), form.Flag("titles")),
            input => sharing.SetRulesAsync(context.Caller(), input, context.RequestAborted));
        return sent.Problem is { } problem
            ? await ShowAsync(context, dashboards, sharing, FormState.Refused(Rules, sent.Form, problem, "sharers", "titles"), problem.Status)
            : Flash.SeeOther(context, PortalPaths.Dashboards, T("dashboards.sharing-saved"));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, DashboardService dashboards, SharingService sharing, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var found = await dashboards.ListAsync(visit.Caller, context.RequestAborted);
        var rules = visit.May(Scopes.InstallationsWrite) ? await sharing.RulesAsync(visit.Caller, context.RequestAborted) : null;
        return Page.Of<DashboardsPage>(
            new DashboardsModel(
                PortalFrames.Of(context, T("section.dashboards"), PortalSection.Dashboards),
                [.. found.Select(dashboard => Entry(dashboard, visit))],
                DashboardService.MayCreate(visit.Caller),
                rules is null ? null : new SharingChoice(SharersNames.Of(rules.Sharers), rules.HasTitles),
                form,
                Flash.Take(context)),
            status);
    }
}
