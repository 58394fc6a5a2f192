using Vindex.Server.Alerts.Sending;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Alerts;

/// <summary>Rules, their history, and where messages about them go.</summary>
internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/portal/alerts").WithTags("Alerts").AcceptSessions();
        var reads = all.MapGroup("").RequireScope(Scopes.ScoresRead);
        var writes = all.MapGroup("").RequireScope(Scopes.ScoresWrite);
        var missing = new Problems(StatusCodes.Status404NotFound);
        reads.MapGet("", ListAsync).WithName("list_alerts").WithSummary("The company's alerts with their levels, by name");
        writes.MapPost("", CreateAsync).WithName("create_alert").WithSummary("Creates an alert").WithMetadata(new Problems(StatusCodes.Status409Conflict));
        reads.MapPost("/preview", PreviewAsync).HeavyRead().WithName("preview_alert").WithSummary("When an alert would have fired in the last 90 days")
            .WithDescription("Nothing is stored. Alerts that are evaluated more often are shown hourly; minima, maxima and percentiles are shown daily.")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        reads.MapGet("/events", EventsAsync).WithName("list_alert_events").WithSummary("Changes of level, newest first")
            .WithParameters([new("alert_id", "Only this alert."), .. CursorPage.Parameters]).WithMetadata(missing);
        reads.MapGet("/events/{event_id}", EventAsync).WithName("get_alert_event").WithSummary("A change of level with the tickets behind it").WithMetadata(missing);
        reads.MapGet("/{alert_id}", FindAsync).WithName("get_alert").WithSummary("An alert with its level").WithMetadata(missing);
        writes.MapPut("/{alert_id}", ReplaceAsync).WithName("replace_alert").WithSummary("Replaces an alert")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict));
        writes.MapDelete("/{alert_id}", DeleteAsync).WithName("delete_alert").WithSummary("Deletes an alert and its history").WithMetadata(missing);
        MapChannels(routes.MapGroup("/portal/alert-channels").WithTags("Alerts").AcceptSessions());
    }

    private static void MapChannels(RouteGroupBuilder channels)
    {
        channels.MapGet("", ChannelsAsync).RequireScope(Scopes.ScoresRead).WithName("list_alert_channels")
            .WithSummary("Where messages about alerts go, by name; addresses are masked");
        var writes = channels.MapGroup("").RequireScope(Scopes.InstallationsWrite).WithMetadata(new Problems(StatusCodes.Status409Conflict));
        writes.MapPost("", CreateChannelAsync).WithName("create_alert_channel").WithSummary("Creates a channel to Slack, Microsoft Teams or e-mail");
        var one = writes.MapGroup("/{channel_id}").WithMetadata(new Problems(StatusCodes.Status404NotFound));
        one.MapPatch("", ChangeChannelAsync).WithName("change_alert_channel").WithSummary("Changes name, address, titles or language of a channel");
        one.MapDelete("", DeleteChannelAsync).WithName("delete_alert_channel").WithSummary("Deletes a channel and its unsent messages");
        one.MapPost("/test", TestChannelAsync).WithName("test_alert_channel").WithSummary("Sends a test message, once")
            .WithDescription("The response has the outcome: whether the receiver accepted the message, and if not, why.");
    }

    private static async Task<Ok<AlertListBody>> ListAsync(HttpContext context, AlertService alerts) =>
        (await alerts.ListAsync(context.Caller(), context.RequestAborted)).ToOk(list => new AlertListBody([.. list.Select(AlertItemBody.Of)]));

    private static async Task<Created<AlertItemBody>> CreateAsync(HttpContext context, Body<AlertBody> body, AlertService alerts) =>
        body.Problem is { } problem ? problem : (await alerts.CreateAsync(context.Caller(), body.Input, context.RequestAborted)).ToCreated(AlertItemBody.Of);

    private static async Task<Ok<AlertPreviewBody>> PreviewAsync(HttpContext context, Body<AlertBody> body, AlertPreviewService previews) =>
        body.Problem is { } problem
            ? problem
            : (await previews.RunAsync(context.Caller(), body.Input, context.RequestAborted)).ToOk(found => AlertPreviewBody.Of(found.Rule, found.Points));

    private static async Task<Ok<AlertEventListBody>> EventsAsync(HttpContext context, AlertService alerts, SendingContext sending)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var alertId = query.Text("alert_id", 64);
        var list = $"alert-events {alertId}";
        var (limit, after) = CursorPage.Read(query, list);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        return (await alerts.EventsAsync(context.Caller(), alertId, after, limit, context.RequestAborted))
            .ToOk(page => new AlertEventListBody([.. page.Items.Select(change => AlertEventBody.Of(change, sending.Link))], Cursor.Write(page.Next, list)));
    }

    private static async Task<Ok<AlertEventBody>> EventAsync(HttpContext context, string event_id, AlertService alerts, SendingContext sending) =>
        (await alerts.FindEventAsync(context.Caller(), event_id, context.RequestAborted)).ToOk(change => AlertEventBody.Of(change, sending.Link));

    private static async Task<Ok<AlertItemBody>> FindAsync(HttpContext context, string alert_id, AlertService alerts) =>
        (await alerts.FindAsync(context.Caller(), alert_id, context.RequestAborted)).ToOk(AlertItemBody.Of);

    private static async Task<Ok<AlertItemBody>> ReplaceAsync(HttpContext context, string alert_id, Body<AlertBody> body, AlertService alerts) =>
        body.Problem is { } problem
            ? problem
            : (await alerts.ReplaceAsync(context.Caller(), alert_id, body.Input, context.RequestAborted)).ToOk(AlertItemBody.Of);

    private static async Task<NoContent> DeleteAsync(HttpContext context, string alert_id, AlertService alerts) =>
        (await alerts.DeleteAsync(context.Caller(), alert_id, context.RequestAborted)).ToNoContent();

    private static async Task<Ok<AlertChannelListBody>> ChannelsAsync(HttpContext context, AlertChannelService channels) =>
        (await channels.ListAsync(context.Caller(), context.RequestAborted)).ToOk(list => new AlertChannelListBody([.. list.Select(AlertChannelBody.Of)]));

    private static async Task<Created<AlertChannelBody>> CreateChannelAsync(
        HttpContext context, Body<NewAlertChannelBody> body, AlertChannelService channels) =>
        body.Problem is { } problem
            ? problem
            : (await channels.CreateAsync(context.Caller(), body.Input, context.RequestAborted)).ToCreated(AlertChannelBody.Of);

    private static async Task<Ok<AlertChannelBody>> ChangeChannelAsync(
        HttpContext context, string channel_id, Body<AlertChannelChangeBody> body, AlertChannelService channels) =>
        body.Problem is { } problem
            ? problem
            : (await channels.ChangeAsync(context.Caller(), channel_id, body.Input, context.RequestAborted)).ToOk(AlertChannelBody.Of);

    private static async Task<NoContent> DeleteChannelAsync(HttpContext context, string channel_id, AlertChannelService channels) =>
        (await channels.DeleteAsync(context.Caller(), channel_id, context.RequestAborted)).ToNoContent();

    private static async Task<Ok<AlertTestBody>> TestChannelAsync(HttpContext context, string channel_id, AlertChannelService channels) =>
        (await channels.TestAsync(context.Caller(), channel_id, context.RequestAborted))
            .ToOk(outcome => new AlertTestBody(outcome.Error is null, outcome.Error));
}
