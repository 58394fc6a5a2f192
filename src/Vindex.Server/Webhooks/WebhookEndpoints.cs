using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Webhooks;

/// <summary>Management of webhooks.</summary>
internal static class WebhookEndpoints
{
    /// <summary>Path of the list.</summary>
    public const string Path = "/portal/webhooks";

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup(Path).WithTags("Webhooks").RequireScope(Scopes.InstallationsWrite).AcceptSessions();
        webhooks.MapGet("", ListAsync).WithName("list_webhooks").WithSummary("Your company's webhooks, oldest first");
        webhooks.MapPost("", CreateAsync).WithName("create_webhook").WithSummary("Creates a webhook and returns its secret once")
            .WithDescription("Signed events are sent to its URL, or kept for a receiver that polls. A company can have Webhooks:PerCompany of them.")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        var one = webhooks.MapGroup("/{webhook_id}").WithMetadata(new Problems(StatusCodes.Status404NotFound));
        one.MapGet("", OneAsync).WithName("get_webhook").WithSummary("One webhook");
        one.MapPatch("", ChangeAsync).WithName("change_webhook").WithSummary("Changes, disables or enables a webhook")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        one.MapDelete("", DeleteAsync).WithName("delete_webhook").WithSummary("Deletes a webhook with its deliveries");
        one.MapPost("/rotate", RotateAsync).WithName("rotate_webhook")
            .WithSummary("Generates a new secret and key pair; the current ones sign for 24 hours more")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
    }

    private static async Task<Ok<WebhookListBody>> ListAsync(HttpContext context, WebhookService webhooks) =>
        (await webhooks.ListAsync(context.Caller(), context.RequestAborted)).ToOk(list => new WebhookListBody([.. list.Select(WebhookEndpointBody.Of)]));

    private static async Task<Created<WebhookEndpointBody>> CreateAsync(HttpContext context, Body<NewWebhookBody> body, WebhookService webhooks) =>
        body.Problem is { } problem
            ? problem
            : (await webhooks.CreateAsync(context.Caller(), body.Input, context.RequestAborted))
                .ToCreated(WebhookEndpointBody.Of, made => $"{Path}/{made.Webhook.Id}");

    private static async Task<Ok<WebhookEndpointBody>> OneAsync(HttpContext context, string webhook_id, WebhookService webhooks) =>
        (await webhooks.FindAsync(context.Caller(), webhook_id, context.RequestAborted)).ToOk(WebhookEndpointBody.Of);

    private static async Task<Ok<WebhookEndpointBody>> ChangeAsync(
        HttpContext context, string webhook_id, Body<WebhookChangeBody> body, WebhookService webhooks) =>
        body.Problem ?? (await webhooks.ChangeAsync(context.Caller(), webhook_id, body.Input, context.RequestAborted)).ToOk(WebhookEndpointBody.Of);

    private static async Task<NoContent> DeleteAsync(HttpContext context, string webhook_id, WebhookService webhooks) =>
        (await webhooks.DeleteAsync(context.Caller(), webhook_id, context.RequestAborted)).ToNoContent();

    private static async Task<Ok<WebhookEndpointBody>> RotateAsync(HttpContext context, string webhook_id, WebhookService webhooks) =>
        (await webhooks.RotateAsync(context.Caller(), webhook_id, context.RequestAborted)).ToOk(WebhookEndpointBody.Of);
}
