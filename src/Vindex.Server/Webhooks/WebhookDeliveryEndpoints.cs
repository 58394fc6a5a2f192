using Vindex.Server.Callbacks;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks;

/// <summary>Deliveries of webhooks, their replay, tests, and polling.</summary>
internal static class WebhookDeliveryEndpoints
{
    private const int MaxPolled = 250;
    private const int DefaultPolled = 100;

    private static readonly IReadOnlyList<string> s_statuses = [.. DeliveryStatusNames.All.Where(name => name != DeliveryStatus.Superseded.Name())];

    public static void MapWebhookDeliveries(this IEndpointRouteBuilder routes)
    {
        var one = routes.MapGroup(WebhookEndpoints.Path + "/{webhook_id}").WithTags("Webhooks")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict));
        var sent = one.MapGroup("").RequireScope(Scopes.InstallationsWrite).AcceptSessions();
        sent.MapPost("/test", TestAsync).WithName("test_webhook").WithSummary("Sends a webhook.test event, once, without retries");
        sent.MapGet("/deliveries", ListAsync).WithName("list_webhook_deliveries").WithSummary("Deliveries of a webhook, newest first")
            .WithParameters([new("status", "Only deliveries with this status.", Allowed: s_statuses), .. CursorPage.Parameters]);
        sent.MapGet("/deliveries/{event_id}", FindAsync).WithName("get_webhook_delivery").WithSummary("One delivery with its attempts");
        sent.MapPost("/deliveries/{event_id}/replay", ReplayAsync).WithName("replay_webhook_delivery")
            .WithSummary("Sends an event again under the same webhook-id, with a new retry schedule");
        sent.MapPost("/replay", ReplaySinceAsync).WithName("replay_webhook").WithSummary("Sends the events since a time again");
        one.MapGet("/poll", PollAsync).WithName("poll_webhook").WithSummary("Events of a webhook of the kind poll, oldest first")
            .WithDescription("Requires the scope feedback:read as well, unless the webhook leaves out feedback.created.")
            .RequireScope(Scopes.ScoresRead)
            .WithParameters(
            [
                new("iterator", "iterator of the previous response; left out for the oldest event that is kept."),
                new("limit", $"Number of events to return, 1 to {MaxPolled}; default {DefaultPolled}.", "integer"),
            ]);
    }

    private static async Task<Accepted<WebhookDeliveryItemBody>> TestAsync(HttpContext context, string webhook_id, WebhookDeliveryService deliveries) =>
        (await deliveries.TestAsync(context.Caller(), webhook_id, context.RequestAborted)).ToAccepted(WebhookDeliveryItemBody.Of);

    private static async Task<Ok<WebhookDeliveryListBody>> ListAsync(HttpContext context, string webhook_id, WebhookDeliveryService deliveries)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var status = query.OneOf("status", s_statuses);
        var list = $"webhook {webhook_id} {status}";
        var (limit, after) = CursorPage.Read(query, list);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        return (await deliveries.ListAsync(context.Caller(), webhook_id, DeliveryStatusNames.Read(status), after, limit, context.RequestAborted))
            .ToOk(page => new WebhookDeliveryListBody([.. page.Items.Select(WebhookDeliveryItemBody.Of)], Cursor.Write(page.Next, list)));
    }

    private static async Task<Ok<WebhookDeliveryBody>> FindAsync(
        HttpContext context, string webhook_id, string event_id, WebhookDeliveryService deliveries) =>
        (await deliveries.FindAsync(context.Caller(), webhook_id, event_id, context.RequestAborted)).ToOk(WebhookDeliveryBody.Of);

    private static async Task<Accepted<WebhookDeliveryItemBody>> ReplayAsync(
        HttpContext context, string webhook_id, string event_id, WebhookDeliveryService deliveries) =>
        (await deliveries.ReplayAsync(context.Caller(), webhook_id, event_id, context.RequestAborted)).ToAccepted(WebhookDeliveryItemBody.Of);

    private static async Task<Accepted<ReplayBody>> ReplaySinceAsync(
        HttpContext context, string webhook_id, Body<WebhookReplayBody> body, WebhookDeliveryService deliveries) =>
        body.Problem
        ?? (await deliveries.ReplaySinceAsync(context.Caller(), webhook_id, body.Input, context.RequestAborted)).ToAccepted(count => new ReplayBody(count));

    private static async Task<Ok<PolledBody>> PollAsync(HttpContext context, string webhook_id, WebhookDeliveryService deliveries)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var list = $"webhook events {webhook_id}";
        var limit = query.Integer("limit", 1, MaxPolled, DefaultPolled);
        var after = new PagePosition(0, webhook_id);
        if (query.Text("iterator", 256) is { } iterator && !Cursor.TryRead(iterator, list, out after))
            query.Errors.Add("iterator", "must be the unchanged iterator of the previous response");
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        return (await deliveries.PollAsync(context.Caller(), webhook_id, after.Value, limit, context.RequestAborted)).ToOk(polled => Body(polled, after, list));
    }

    private static PolledBody Body(PolledEvents polled, PagePosition after, string list)
    {
        var next = polled.Events.Count == 0 ? after : new PagePosition(polled.Events[^1].No, polled.Events[^1].Id);
        return new PolledBody([.. polled.Events.Select(PolledEventBody.Of)], Cursor.Write(next, list)!, Done: !polled.HasMore);
    }
}
