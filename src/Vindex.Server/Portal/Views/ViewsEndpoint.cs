using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Views;
using Vindex.Server.Web;
using Vindex.Storage.Views;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Views;

/// <summary>The page of saved views, and the forms that save, change and delete them.</summary>
internal static class ViewsEndpoint
{
    public static void Map(RouteGroupBuilder pages)
    {
        var views = pages.MapGroup("/views").RequirePage(Scopes.ScoresRead);
        views.MapGet("", (HttpContext context, ViewService service) => ShowAsync(context, service, Drafts.Take(context, FormAt), StatusCodes.Status200OK));
        views.MapPost("", CreateAsync);
        views.MapPost("/{view_id}", ChangeAsync);
        views.MapPost("/{view_id}/delete", DeleteAsync);
    }

    // The form of a new view, or that of a view by its id.
    private static string? FormAt(string action)
    {
        if (action == PortalPaths.Views) return "new";
        var id = action.StartsWith(PortalPaths.Views + "/", StringComparison.Ordinal) ? action[(PortalPaths.Views.Length + 1)..] : "";
        return id.Length > 0 && !id.Contains('/', StringComparison.Ordinal) ? id : null;
    }

    private static async Task<IResult> CreateAsync(HttpContext context, ViewService views)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new NewViewBody(form.Text("page"), form.Text("name"), form.OptionalText("query"), form.Flag("shared")),
            input => views.CreateAsync(context.Caller(), input, context.RequestAborted));
        return sent.Problem is { } problem
            ? await ShowAsync(context, views, FormState.Refused("new", sent.Form, problem, "name"), problem.Status)
            : Flash.SeeOther(context, ViewPage.Href(sent.Value!), T("views.was-saved", ("name", sent.Value!.Name)));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string view_id, ViewService views)
    {
        var caller = context.Caller();
        var mine = (await views.ListAsync(caller, context.RequestAborted)).Any(view => view.Id == view_id && view.Creator == caller.Actor);
        var sent = await FormInput.SendAsync(
            context,
            form => new ViewChangeBody(form.Text("name"), Shared: mine && ViewService.MayShare(caller) ? new Optional<bool>(form.Flag("shared")) : default),
            input => views.ChangeAsync(caller, view_id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Views, T("views.was-saved", ("name", sent.Value!.Name))),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, views, FormState.Refused(view_id, sent.Form, problem, "name"), problem.Status),
        };
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string view_id, ViewService views)
    {
        var sent = await FormInput.SendAsync(context, () => views.DeleteAsync(context.Caller(), view_id, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Views, T("views.deleted")),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, views, FormState.Refused("", sent.Form, problem), problem.Status),
        };
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ViewService views, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var entries = (await views.ListAsync(visit.Caller, context.RequestAborted)).Select(view => Entry(view, visit));
        var model = new ViewsModel(
            PortalFrames.Of(context, T("views.saved"), null),
            [.. entries],
            form.Name == "new" ? (form.Value("page") ?? "", form.Value("query") ?? "") : null,
            ViewService.MayShare(visit.Caller),
            form,
            Flash.Take(context));
        return Page.Of<ViewsPage>(model, status);
    }

    private static ViewEntry Entry(SavedView view, PortalContext visit) => new(
        view.Id,
        view.Name,
        ViewPage.Find(view.Page) is { } page ? T($"section.{page.Name}") : view.Page,
        ViewPage.Href(view),
        view.UserId is null,
        view.Creator == visit.Caller.Actor,
        ViewService.MayChange(visit.Caller, view),
        Moment.Of(view.CreatedAt, visit.Zone));
}
