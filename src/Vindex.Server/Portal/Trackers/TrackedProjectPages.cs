using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Settings;
using Vindex.Server.Security;
using Vindex.Server.Trackers;
using Vindex.Server.Trackers.Connections;
using Vindex.Server.Web;
using Vindex.Storage.Trackers;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Trackers;

/// <summary>Pages of a connection's projects: choosing one, its selection, what is written back, and what that would be.</summary>
internal static class TrackedProjectPages
{
    private const string ProjectForm = "project";

    private static readonly string[] s_choose = ["project_id", "query", "labels", "profile", "criteria_fields", "issue_types"];
    private static readonly string[] s_change = ["query", "labels", "write_back", "write_field"];

    public static void Map(RouteGroupBuilder tracker)
    {
        tracker.MapGet("/add", (HttpContext context, string tracker_id, TrackerPageParts parts) =>
            ChooseAsync(context, tracker_id, parts, Drafts.Take(context, ProjectForm, TrackerPages.Path(tracker_id) + "/add"), StatusCodes.Status200OK));
        tracker.MapPost("/add", AddAsync);
        tracker.MapGet("/projects/{project_id}", (HttpContext context, string tracker_id, string project_id, TrackerPageParts parts) =>
            OneAsync(
                context, (tracker_id, project_id), parts, Drafts.Take(context, ProjectForm, Path(tracker_id, project_id)), StatusCodes.Status200OK));
        tracker.MapPost("/projects/{project_id}", ChangeAsync);
        tracker.MapPost("/projects/{project_id}/delete", DeleteAsync);
    }

    private static string Path(string trackerId, string projectId) => $"{TrackerPages.Path(trackerId)}/projects/{Uri.EscapeDataString(projectId)}";

    private static async Task<IResult> AddAsync(HttpContext context, string tracker_id, TrackerPageParts parts)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new NewTrackedProjectBody(
                form.Text("project_id"),
                form.OptionalText("query"),
                form.OptionalLines("labels"),
                form.Flag("open_only"),
                form.OptionalText("profile"),
                form.OptionalLines("criteria_fields"),
                form.OptionalLines("issue_types")),
            input => parts.Projects.AddAsync(context.Caller(), tracker_id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, TrackerPages.Path(tracker_id), T("trackers.added", ("project", sent.Value!.Project.Key))),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ChooseAsync(context, tracker_id, parts, FormState.Refused(ProjectForm, sent.Form, problem, s_choose), problem.Status),
        };
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string tracker_id, string project_id, TrackerPageParts parts)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new TrackedProjectChangeBody(
                form.OptionalText("query"),
                new Optional<IReadOnlyList<string>?>(form.OptionalLines("labels")),
                form.Flag("open_only"),
                form.OptionalText("write_back"),
                form.OptionalText("write_field")),
            input => parts.Projects.ChangeAsync(context.Caller(), tracker_id, project_id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, Path(tracker_id, project_id), T("trackers.saved")),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await OneAsync(
                context, (tracker_id, project_id), parts, FormState.Refused(ProjectForm, sent.Form, problem, s_change), problem.Status),
        };
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string tracker_id, string project_id, TrackerPageParts parts)
    {
        var sent = await FormInput.SendAsync(
            context, () => parts.Projects.DeleteAsync(context.Caller(), tracker_id, project_id, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context, sent, TrackerPages.Path(tracker_id), T("trackers.removed"),
            (form, status) => OneAsync(context, (tracker_id, project_id), parts, form, status));
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, string trackerId, TrackerPageParts parts, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await parts.Trackers.FindAsync(visit.Caller, trackerId, context.RequestAborted) is not Outcome<ConnectedTracker>.Done { Value: var tracker })
            return Problem.NotFound();
        var cursor = context.Request.Query["cursor"].ToString() is { Length: > 0 and <= 2000 } text ? text : null;
        var listed = await parts.Trackers.AvailableAsync(visit.Caller, trackerId, cursor, context.RequestAborted);
        var page = (listed as Outcome<AvailableProjectListBody>.Done)?.Value;
        var failure = (listed as Outcome<AvailableProjectListBody>.Refused)?.Reason is Refusal.Conflict conflict ? Translated(conflict.Detail) : null;
        var model = new ChooseProjectModel(
            SettingsFrame.Of(context, T("trackers.add"), SettingsPart.Trackers),
            TrackerPages.Line(tracker, visit),
            [.. (page?.Items ?? []).Where(project => !project.Tracked).Select(project => (project.ProjectId, $"{project.Key} · {project.Name}"))],
            failure,
            page?.NextCursor is { } next ? $"{TrackerPages.Path(trackerId)}/add?cursor={Uri.EscapeDataString(next)}" : null,
            parts.Products.Find(tracker.Connection.Product)?.Abilities.HasQueries == true,
            await parts.Judges.KnownAsync(visit.Company.Id, context.RequestAborted),
            form);
        return Page.Of<ChooseProjectPage>(model, status);
    }

    private static async Task<IResult> OneAsync(
        HttpContext context, (string Tracker, string Project) id, TrackerPageParts parts, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await parts.Trackers.FindAsync(visit.Caller, id.Tracker, context.RequestAborted) is not Outcome<ConnectedTracker>.Done { Value: var tracker }
            || tracker.Projects.FirstOrDefault(state => state.Project.Id == id.Project) is not { } found)
        {
            return Problem.NotFound();
        }

        var project = found.Project;
        var selection = ProjectSelection.Of(project);
        var abilities = parts.Products.Find(tracker.Connection.Product)?.Abilities;
        var model = new TrackedProjectModel(
            SettingsFrame.Of(context, project.Key, SettingsPart.Trackers),
            TrackerPages.Line(tracker, visit),
            TrackerPages.Line(found, visit),
            selection.Query ?? "",
            string.Join('\n', selection.Labels ?? []),
            selection.OpenOnly,
            project.WriteBack.ToString().ToLowerInvariant(),
            project.WriteField ?? "",
            abilities?.HasQueries == true,
            abilities?.HasFields == true,
            await DryRunAsync(context, visit, id, parts),
            form);
        return Page.Of<TrackedProjectPage>(model, status);
    }

    private static async Task<IReadOnlyList<(string Key, string Text)>?> DryRunAsync(
        HttpContext context, PortalContext visit, (string Tracker, string Project) id, TrackerPageParts parts)
    {
        if (WriteBackNameAttribute.Parse(context.Request.Query["dry_run"].ToString()) is not { } mode || mode is WriteBack.None) return null;
        var outcome = await parts.Projects.DryRunAsync(visit.Caller, id.Tracker, id.Project, mode, context.RequestAborted);
        return outcome is Outcome<DryRunBody>.Done { Value: var run }
            ? [.. run.Items.Select(item => (item.Key, item.Text))]
            : null;
    }
}
