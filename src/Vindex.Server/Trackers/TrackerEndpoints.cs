using Vindex.Server.Security;
using Vindex.Server.Trackers.Connections;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Trackers;

/// <summary>Connections to trackers and their projects.</summary>
internal static class TrackerEndpoints
{
    public static void MapTrackers(this IEndpointRouteBuilder routes)
    {
        var trackers = routes.MapGroup("/portal/trackers").WithTags("Trackers").RequireScope(Scopes.InstallationsWrite).AcceptSessions();
        trackers.MapGet("", ListAsync).WithName("list_trackers").WithSummary("Your connections to trackers, oldest first");
        trackers.MapPost("", AddAsync).WithName("connect_tracker").WithSummary("Connects a tracker, after signing in to it")
            .WithDescription("Stored only if the credential works. Add projects next: nothing is read before.")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
        var one = trackers.MapGroup("/{tracker_id}").WithMetadata(new Problems(StatusCodes.Status404NotFound));
        one.MapGet("", OneAsync).WithName("get_tracker").WithSummary("One connection, with the progress of its projects");
        one.MapPatch("", ChangeAsync).WithName("change_tracker").WithSummary("Changes name or credential; pauses or resumes")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        one.MapDelete("", DeleteAsync).WithName("delete_tracker")
            .WithSummary("Removes a connection with its webhooks; customers and scores are kept");
        one.MapPost("/sync", SyncAsync).WithName("sync_tracker").WithSummary("Reads all projects now")
            .WithParameters(new QueryParameter("full", "true to read all issues, not only what changed.", "boolean"))
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        one.MapGet("/available", AvailableAsync).WithName("list_available_projects").WithSummary("Projects that the credential can see")
            .WithParameters(new QueryParameter("cursor", "next_cursor of the previous page."))
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));

        var projects = one.MapGroup("/projects");
        projects.MapPost("", AddProjectAsync).WithName("add_tracked_project").WithSummary("Scores the issues of a project and follows its changes")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        projects.MapPatch("/{project_id}", ChangeProjectAsync).WithName("change_tracked_project")
            .WithSummary("Changes which issues are selected, and what is written back");
        projects.MapDelete("/{project_id}", DeleteProjectAsync).WithName("delete_tracked_project")
            .WithSummary("Stops scoring a project; its customer and scores are kept");
        projects.MapGet("/{project_id}/dry-run", DryRunAsync).WithName("dry_run_write_back").WithSummary("What would be written to issues; nothing is written")
            .WithParameters(new QueryParameter("write_back", "comment, labels or field; default: what is switched on, otherwise comment."));
    }

    private static async Task<Ok<TrackerListBody>> ListAsync(HttpContext context, TrackerService trackers) =>
        new TrackerListBody([.. (await trackers.ListAsync(context.Caller(), context.RequestAborted)).Select(TrackerBody.Of)]);

    private static async Task<Created<TrackerBody>> AddAsync(HttpContext context, Body<NewTrackerBody> body, TrackerService trackers) =>
        body.Problem is { } problem
            ? problem
            : (await trackers.AddAsync(context.Caller(), body.Input, context.RequestAborted)).ToCreated(
                TrackerBody.Of, added => $"{context.Request.Path}/{added.Connection.Id}");

    private static async Task<Ok<TrackerBody>> OneAsync(HttpContext context, string tracker_id, TrackerService trackers) =>
        (await trackers.FindAsync(context.Caller(), tracker_id, context.RequestAborted)).ToOk(TrackerBody.Of);

    private static async Task<Ok<TrackerBody>> ChangeAsync(HttpContext context, string tracker_id, Body<TrackerChangeBody> body, TrackerService trackers) =>
        body.Problem ?? (await trackers.ChangeAsync(context.Caller(), tracker_id, body.Input, context.RequestAborted)).ToOk(TrackerBody.Of);

    private static async Task<NoContent> DeleteAsync(HttpContext context, string tracker_id, TrackerService trackers) =>
        (await trackers.DeleteAsync(context.Caller(), tracker_id, context.RequestAborted)).ToNoContent();

    private static async Task<Accepted<TrackerBody>> SyncAsync(HttpContext context, string tracker_id, TrackerService trackers)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var full = query.Text("full", 5);
        if (full is not (null or "true" or "false")) query.Errors.Add("full", "must be true or false");
        if (query.Errors.Any) return Problem.Of(new Refusal.Invalid(query.Errors));
        return (await trackers.SyncAsync(context.Caller(), tracker_id, full == "true", context.RequestAborted)).ToAccepted(TrackerBody.Of);
    }

    private static async Task<Ok<AvailableProjectListBody>> AvailableAsync(HttpContext context, string tracker_id, TrackerService trackers)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var cursor = query.Text("cursor", 2000);
        if (query.Errors.Any) return Problem.Of(new Refusal.Invalid(query.Errors));
        return (await trackers.AvailableAsync(context.Caller(), tracker_id, cursor, context.RequestAborted)).ToOk(page => page);
    }

    private static async Task<Created<TrackedProjectBody>> AddProjectAsync(
        HttpContext context, string tracker_id, Body<NewTrackedProjectBody> body, TrackedProjectService projects) =>
        body.Problem is { } problem
            ? problem
            : (await projects.AddAsync(context.Caller(), tracker_id, body.Input, context.RequestAborted)).ToCreated(TrackedProjectBody.Of);

    private static async Task<Ok<TrackedProjectBody>> ChangeProjectAsync(
        HttpContext context, string tracker_id, string project_id, Body<TrackedProjectChangeBody> body, TrackedProjectService projects) =>
        body.Problem
        ?? (await projects.ChangeAsync(context.Caller(), tracker_id, project_id, body.Input, context.RequestAborted)).ToOk(TrackedProjectBody.Of);

    private static async Task<NoContent> DeleteProjectAsync(HttpContext context, string tracker_id, string project_id, TrackedProjectService projects) =>
        (await projects.DeleteAsync(context.Caller(), tracker_id, project_id, context.RequestAborted)).ToNoContent();

    private static async Task<Ok<DryRunBody>> DryRunAsync(HttpContext context, string tracker_id, string project_id, TrackedProjectService projects)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var name = query.Text("write_back", 20);
        var mode = name is null ? null : WriteBackNameAttribute.Parse(name);
        if (name is not null && mode is null or Storage.Trackers.WriteBack.None) query.Errors.Add("write_back", "must be comment, labels or field");
        if (query.Errors.Any) return Problem.Of(new Refusal.Invalid(query.Errors));
        return (await projects.DryRunAsync(context.Caller(), tracker_id, project_id, mode, context.RequestAborted)).ToOk(run => run);
    }
}
