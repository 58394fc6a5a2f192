using Vindex.Server.Deletions;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings;

/// <summary>A project in the list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id in requests.</param>
/// <param name="Rows">Number of its rows.</param>
/// <param name="Last">Time of its newest row; null without rows.</param>
/// <param name="IsOfScores">Whether it contains the rows of the scores, which are deleted with these.</param>
public sealed record ProjectRow(string Name, string Id, long Rows, Moment? Last, bool IsOfScores);

/// <summary>The page of projects.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Projects">The projects, by name.</param>
/// <param name="Form">State of the forms.</param>
public sealed record ProjectsModel(SettingsFrame Frame, IReadOnlyList<ProjectRow> Projects, FormState Form);

/// <summary>Projects of feedback, and their deletion.</summary>
internal static class ProjectSettings
{
    public static void Map(RouteGroupBuilder projects)
    {
        projects.MapGet("", (HttpContext context, ProjectService service) => ShowAsync(context, service, FormState.None, StatusCodes.Status200OK));
        projects.MapPost("/{name}/delete", DeleteAsync);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string name, ProjectService service, DeletionService deletions)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(context, () => deletions.ProjectAsync(caller, caller.OwnCompany, name, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context,
            sent,
            PortalPaths.Projects,
            T("projects.deleted", ("name", name)),
            (form, status) => ShowAsync(context, service, form, status));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ProjectService service, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await service.ListAsync(visit.Caller, context.RequestAborted) is not { } projects) return Problem.NotFound();
        var rows = projects.Select(project => new ProjectRow(
            project.Name,
            project.ProjectId,
            project.Rows,
            project.LastAt is { } last ? Moment.Of(last, visit.Zone) : null,
            project.Name == ProjectAccess.Scores));
        return Page.Of<ProjectsPage>(new ProjectsModel(SettingsFrame.Of(context, T("settings.part.projects"), SettingsPart.Projects), [.. rows], form), status);
    }
}
