using Vindex.Server.Dashboards;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Dashboards;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Dashboards;

/// <summary>The page that renames a dashboard, and arranges its cards.</summary>
internal static class ArrangeEndpoint
{
    private const string Name = "name";

    public static void Map(RouteGroupBuilder dashboards)
    {
        var one = dashboards.MapGroup("/{dashboard_id}");
        one.MapGet("/arrange", (HttpContext context, string dashboard_id, DashboardService service) =>
            ShowAsync(context, dashboard_id, service, Drafts.Take(context, Name, PortalPaths.Dashboard(dashboard_id) + "/rename"), StatusCodes.Status200OK));
        one.MapPost("/rename", RenameAsync);
        one.MapPost("/delete", DeleteAsync);
        one.MapPost("/cards/{card_id}", ChangeAsync);
        one.MapPost("/cards/{card_id}/move", MoveAsync);
        one.MapPost("/cards/{card_id}/remove", RemoveAsync);
    }

    private static async Task<IResult> RenameAsync(HttpContext context, string dashboard_id, DashboardService dashboards)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new DashboardChangeBody(form.Text("name")),
            input => dashboards.ChangeAsync(context.Caller(), dashboard_id, input, context.RequestAborted));
        return await AfterAsync(context, dashboard_id, dashboards, sent, Name, T("dashboards.renamed"));
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string dashboard_id, DashboardService dashboards)
    {
        var sent = await FormInput.SendAsync(context, () => dashboards.DeleteAsync(context.Caller(), dashboard_id, context.RequestAborted));
        return sent.Problem is { } problem ? problem : Flash.SeeOther(context, PortalPaths.Dashboards, T("dashboards.deleted"));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string dashboard_id, string card_id, DashboardService dashboards)
    {
        var shown = await TitleAsync(context, dashboard_id, card_id, dashboards);
        var sent = await FormInput.SendAsync(
            context,
            form => new CardChangeBody(form.Text("title") is var title && title == shown ? default(Optional<string>) : title, form.Text("width")),
            input => dashboards.ChangeCardAsync(context.Caller(), dashboard_id, card_id, input, context.RequestAborted));
        return await AfterAsync(context, dashboard_id, dashboards, sent, card_id, T("cards.saved"));
    }

    // A usual title that was not changed stays the usual one, in the language of each reader.
    private static async Task<string?> TitleAsync(HttpContext context, string dashboardId, string cardId, DashboardService dashboards) =>
        await dashboards.FindAsync(context.Caller(), dashboardId, context.RequestAborted) is Outcome<Dashboard>.Done(var dashboard)
        && DashboardCard.Of(dashboard).FirstOrDefault(one => one.Id == cardId) is { } card
            ? CardTitles.Of(card)
            : null;

    private static async Task<IResult> MoveAsync(HttpContext context, string dashboard_id, string card_id, DashboardService dashboards)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new CardChangeBody(Position: form.OptionalWholeNumber("position")),
            input => dashboards.ChangeCardAsync(context.Caller(), dashboard_id, card_id, input, context.RequestAborted));
        return await AfterAsync(context, dashboard_id, dashboards, sent, card_id, T("cards.moved"));
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, string dashboard_id, string card_id, DashboardService dashboards)
    {
        var sent = await FormInput.SendAsync(context, () => dashboards.RemoveCardAsync(context.Caller(), dashboard_id, card_id, context.RequestAborted));
        return await AfterAsync(context, dashboard_id, dashboards, sent, "", T("cards.removed"));
    }

    private static async Task<IResult> AfterAsync(
        HttpContext context, string id, DashboardService dashboards, Submitted<Dashboard> sent, string form, string message) => sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Dashboard(id) + "/arrange", message),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, id, dashboards, FormState.Refused(form, sent.Form, problem, "name", "title", "width"), problem.Status),
        };

    private static async Task<IResult> ShowAsync(HttpContext context, string id, DashboardService dashboards, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await dashboards.FindAsync(visit.Caller, id, context.RequestAborted) is not Outcome<Dashboard>.Done(var dashboard)) return Problem.NotFound();
        if (!DashboardService.MayChange(visit.Caller, dashboard))
            return Problem.Forbidden("not_your_dashboard", "Someone else created this dashboard. An owner of the company can change it.");
        var cards = DashboardCard.Of(dashboard)
            .Select((card, i) => new ArrangedCard(card.Id, CardTitles.Of(card), CardTitles.Of(CardKind.Find(card.Kind)!), card.Width, i + 1));
        return Page.Of<ArrangePage>(
            new ArrangeModel(
                PortalFrames.Of(context, T("dashboards.arrange-name", ("name", dashboard.Name)), PortalSection.Dashboards),
                DashboardsEndpoint.Entry(dashboard, visit),
                [.. cards],
                form,
                Flash.Take(context)),
            status);
    }
}
