using Vindex.Server.Companies.Checklists;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Overview;

/// <summary>The checklist of first steps.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="MayDo">Whether the reader's role may do them, and hide the list.</param>
/// <param name="Token">The antiforgery token.</param>
public sealed record ChecklistModel(IReadOnlyList<ChecklistLine> Steps, bool MayDo, string Token)
{
    /// <summary>Number of steps that are done.</summary>
    public int Done => Steps.Count(step => step.IsDone);
}

/// <summary>A step.</summary>
/// <param name="Title">What to do.</param>
/// <param name="Text">Why, or how.</param>
/// <param name="Href">The page where it is done.</param>
/// <param name="Action">What is done there.</param>
/// <param name="IsDone">Whether it is done.</param>
public sealed record ChecklistLine(string Title, string Text, string Href, string Action, bool IsDone);

/// <summary>The checklist on the overview: fetched again by script when scores arrive, and hidden or shown by a form.</summary>
internal static class ChecklistPart
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/checklist", GetAsync).RequirePage(Scopes.ScoresRead);
        pages.MapPost("/checklist", ChangeAsync).RequireOwnerPage();
    }

    /// <summary>What a page shows; null for nothing.</summary>
    public static async Task<ChecklistModel?> OfAsync(HttpContext context, PortalContext visit, ChecklistService checklists)
    {
        if (await checklists.ToShowAsync(visit.Caller, visit.Company, context.RequestAborted) is not { } checklist) return null;
        return new ChecklistModel(
            [.. checklist.Steps.Select(step => LineOf(step, visit.Company.QualityGateTenths))],
            visit.May(ChecklistStep.NeededScope),
            PortalFrames.Of(context, T("section.overview"), PortalSection.Overview).AntiforgeryToken);
    }

    private static ChecklistLine LineOf(ChecklistStep step, int gateTenths) => new(
        T($"checklist.title.{step.Name}"),
        T($"checklist.text.{step.Name}", ("gate", Wording.Score(gateTenths))),
        step.Href,
        T($"checklist.action.{step.Name}"),
        step.IsDone);

    // The list alone, for script; a page opened by hand is the overview. Without a list there is nothing to swap in, which removes it.
    private static async Task<IResult> GetAsync(HttpContext context, ChecklistService checklists)
    {
        if (!context.Request.Headers.ContainsKey("HX-Request")) return Results.Redirect(PortalPaths.Overview);
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        return await OfAsync(context, visit, checklists) is { } model ? Page.Of<ChecklistPanel>(model) : Results.Text("", "text/html");
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, ChecklistService checklists)
    {
        var isHidden = false;
        var sent = await FormInput.SendAsync(
            context,
            form => new ChecklistChangeBody(isHidden = form.Flag("hidden")),
            input => checklists.ChangeAsync(context.Caller(), input, context.RequestAborted));
        return sent.Problem is { } problem
            ? problem
            : Flash.SeeOther(context, PortalPaths.Overview, T(isHidden ? "checklist.hidden" : "checklist.shown"));
    }
}
