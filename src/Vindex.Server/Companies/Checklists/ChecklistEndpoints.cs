using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Companies.Checklists;

/// <summary>The checklist of the caller's company.</summary>
internal static class ChecklistEndpoints
{
    public static void MapChecklist(this IEndpointRouteBuilder routes)
    {
        var checklist = routes.MapGroup("/portal/checklist").WithTags("Settings").AcceptSessions();
        checklist.MapGet("", FindAsync).RequireScope(Scopes.ScoresRead).WithName("get_checklist")
            .WithSummary("The first steps of your company, and which of them are done");
        checklist.MapPut("", ChangeAsync).RequireScope(ChecklistStep.NeededScope).WithName("set_checklist")
            .WithSummary("Hides the checklist on the overview, or shows it again");
    }

    private static async Task<Ok<ChecklistBody>> FindAsync(HttpContext context, ChecklistService checklists) =>
        (await checklists.FindAsync(context.Caller(), context.RequestAborted)).ToOk(found => BodyOf(context, found));

    private static async Task<Ok<ChecklistBody>> ChangeAsync(HttpContext context, Body<ChecklistChangeBody> body, ChecklistService checklists) =>
        body.Problem is { } problem
            ? problem
            : (await checklists.ChangeAsync(context.Caller(), body.Input, context.RequestAborted)).ToOk(found => BodyOf(context, found));

    private static ChecklistBody BodyOf(HttpContext context, Checklist checklist) =>
        ChecklistBody.Of(checklist, context.Caller().Scopes.Contains(ChecklistStep.NeededScope));
}
