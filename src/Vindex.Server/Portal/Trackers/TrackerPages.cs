using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Settings;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Trackers;
using Vindex.Server.Trackers.Connections;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Trackers;

/// <summary>Services used by the pages of trackers.</summary>
internal sealed record TrackerPageParts(TrackerService Trackers, TrackedProjectService Projects, TrackerProducts Products, Judges Judges);

/// <summary>Pages of trackers: connecting in steps, progress, pausing, credentials, projects and write-back.</summary>
internal static class TrackerPages
{
    private const string ConnectForm = "connect";
    private const string CredentialForm = "credential";

    private static readonly string[] s_connect =
        ["product", "base_address", "name", "token", "user", "app_id", "installation_id", "private_key"];

    public static void Map(RouteGroupBuilder trackers)
    {
        trackers.MapGet("", (HttpContext context, TrackerPageParts parts) =>
            ListAsync(context, parts, Drafts.Take(context, ConnectForm, PortalPaths.Trackers), StatusCodes.Status200OK));
        trackers.MapPost("", ConnectAsync);
        trackers.MapGet("/{tracker_id}", (HttpContext context, string tracker_id, TrackerPageParts parts) =>
            OneAsync(context, tracker_id, parts, Drafts.Take(context, CredentialForm, Path(tracker_id)), StatusCodes.Status200OK));
        trackers.MapPost("/{tracker_id}", ChangeAsync);
        trackers.MapGet("/{tracker_id}/progress", ProgressAsync);
        trackers.MapPost("/{tracker_id}/paused", PauseAsync);
        trackers.MapPost("/{tracker_id}/sync", SyncAsync);
        trackers.MapPost("/{tracker_id}/delete", DeleteAsync);
        TrackedProjectPages.Map(trackers.MapGroup("/{tracker_id}"));
    }

    /// <summary>The page of a connection.</summary>
    public static string Path(string trackerId) => $"{PortalPaths.Trackers}/{Uri.EscapeDataString(trackerId)}";

    /// <summary>A connection as pages show it.</summary>
    public static TrackerLine Line(ConnectedTracker tracker, PortalContext visit)
    {
        var connection = tracker.Connection;
        return new TrackerLine(
            connection.Id,
            connection.Name,
            TrackerProducts.TitleOf(connection.Product),
            connection.BaseAddress,
            connection.SignIn,
            connection.AccountName,
            connection.IsPaused,
            connection.Failure is { } failure ? Translated(failure.Message) : null,
            connection.Failure is { } again ? Moment.Of(again.RetryAt, visit.Zone) : null,
            tracker.Projects.Count);
    }

    /// <summary>A project as pages show it.</summary>
    public static ProjectLine Line(TrackedProjectState state, PortalContext visit)
    {
        var (project, counts) = state;
        var position = project.Position;
        var isReading = position is { IsFull: true, SyncedAt: null };
        return new ProjectLine(
            project.Id,
            project.Key,
            project.Name,
            project.CustomerId,
            T(isReading ? position.StartedAt is null ? "trackers.waiting" : "trackers.reading" : "trackers.following"),
            isReading,
            counts.Seen,
            position.Total,
            counts.Scored,
            counts.Skipped,
            counts.Gone,
            counts.ToWrite,
            counts.NotWritten,
            project.HookId is not null,
            position.SyncedAt is { } at ? Moment.Of(at, visit.Zone) : null);
    }

    private static async Task<IResult> ConnectAsync(HttpContext context, TrackerPageParts parts)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new NewTrackerBody(
                form.Text("product"),
                form.OptionalText("base_address"),
                form.OptionalText("name"),
                form.OptionalText("token"),
                form.OptionalText("user"),
                form.OptionalText("app_id"),
                form.OptionalText("installation_id"),
                form.OptionalText("private_key")),
            input => parts.Trackers.AddAsync(context.Caller(), input, context.RequestAborted));
        return sent.Problem is { } problem
            ? await ListAsync(context, parts, FormState.Refused(ConnectForm, sent.Form, problem, s_connect), problem.Status)
            : Flash.SeeOther(context, Path(sent.Value!.Connection.Id) + "/add", T("trackers.connected", ("account", sent.Value!.Connection.AccountName)));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string tracker_id, TrackerPageParts parts)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new TrackerChangeBody(
                form.OptionalText("name"),
                Token: form.OptionalText("token"),
                User: form.OptionalText("user"),
                AppId: form.OptionalText("app_id"),
                InstallationId: form.OptionalText("installation_id"),
                PrivateKey: form.OptionalText("private_key")),
            input => parts.Trackers.ChangeAsync(context.Caller(), tracker_id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, Path(tracker_id), T("trackers.saved")),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await OneAsync(context, tracker_id, parts, FormState.Refused(CredentialForm, sent.Form, problem, s_connect), problem.Status),
        };
    }

    private static async Task<IResult> PauseAsync(HttpContext context, string tracker_id, TrackerPageParts parts)
    {
        var paused = (await FormBody.ReadAsync(context))?.Value("paused") == "true";
        var change = new Input<TrackerChangeBody>(new TrackerChangeBody(Paused: paused));
        var sent = await FormInput.SendAsync(context, () => parts.Trackers.ChangeAsync(context.Caller(), tracker_id, change, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context, sent, Path(tracker_id), T(paused ? "trackers.paused" : "trackers.resumed"),
            (form, status) => OneAsync(context, tracker_id, parts, form, status));
    }

    private static async Task<IResult> SyncAsync(HttpContext context, string tracker_id, TrackerPageParts parts)
    {
        var sent = await FormInput.SendAsync(context, () => parts.Trackers.SyncAsync(context.Caller(), tracker_id, full: true, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context, sent, Path(tracker_id), T("trackers.syncing"), (form, status) => OneAsync(context, tracker_id, parts, form, status));
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string tracker_id, TrackerPageParts parts)
    {
        var sent = await FormInput.SendAsync(context, () => parts.Trackers.DeleteAsync(context.Caller(), tracker_id, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context, sent, PortalPaths.Trackers, T("trackers.deleted"), (form, status) => OneAsync(context, tracker_id, parts, form, status));
    }

    private static async Task<IResult> ListAsync(HttpContext context, TrackerPageParts parts, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var trackers = await parts.Trackers.ListAsync(visit.Caller, context.RequestAborted);
        var model = new TrackersModel(
            SettingsFrame.Of(context, T("settings.part.trackers"), SettingsPart.Trackers),
            [.. trackers.Select(tracker => Line(tracker, visit))],
            [.. parts.Products.All.Select(product => new ProductChoice(product.Product, TrackerProducts.TitleOf(product.Product)))],
            form);
        return Page.Of<TrackersPage>(model, status);
    }

    private static async Task<IResult> OneAsync(HttpContext context, string trackerId, TrackerPageParts parts, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await parts.Trackers.FindAsync(visit.Caller, trackerId, context.RequestAborted) is not Outcome<ConnectedTracker>.Done { Value: var tracker })
            return Problem.NotFound();
        var line = Line(tracker, visit);
        var model = new TrackerModel(
            SettingsFrame.Of(context, line.Name, SettingsPart.Trackers), line, Progress(tracker, visit), tracker.WebhookUrl, form);
        return Page.Of<TrackerPage>(model, status);
    }

    private static async Task<IResult> ProgressAsync(HttpContext context, string tracker_id, TrackerPageParts parts)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        return await parts.Trackers.FindAsync(visit.Caller, tracker_id, context.RequestAborted) is Outcome<ConnectedTracker>.Done { Value: var tracker }
            ? Page.Of<ProgressPart>(Progress(tracker, visit))
            : Problem.NotFound();
    }

    private static TrackerProgress Progress(ConnectedTracker tracker, PortalContext visit)
    {
        List<ProjectLine> projects = [.. tracker.Projects.Select(state => Line(state, visit))];
        var works = tracker.Connection is { IsPaused: false, Failure: null };
        return new TrackerProgress(Path(tracker.Connection.Id), projects, works && projects.Exists(project => project.IsReading));
    }
}
