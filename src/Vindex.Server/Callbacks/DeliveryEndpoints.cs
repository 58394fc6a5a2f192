using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks;

/// <summary>Callbacks as their company sees them, and their replay.</summary>
internal static class DeliveryEndpoints
{
    private const int MaxIdLength = 255;

    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/portal/deliveries").WithTags("Callbacks").AcceptSessions().WithMetadata(new Problems(StatusCodes.Status404NotFound));
        group.MapGet("", ListAsync).WithName("list_deliveries").WithSummary("Callbacks, newest first").RequireScope(Scopes.ScoresRead)
            .WithParameters(
            [
                new("status", "Only deliveries with these statuses.", Allowed: DeliveryStatusNames.All),
                new("customer_id", "Only this customer."),
                .. CursorPage.Parameters,
            ]);
        group.MapGet("/{id}", OneAsync).WithName("get_delivery").WithSummary("One callback with its attempts").RequireScope(Scopes.ScoresRead);
        group.MapPost("/{id}/replay", ReplayAsync).WithName("replay_delivery").WithSummary(
            "Sends a callback again under the same webhook-id, with a new retry schedule")
            .RequireScope(Scopes.InstallationsWrite).WithMetadata(new Problems(StatusCodes.Status409Conflict));
        routes.MapPost("/portal/installations/{customer_id}/test", TestAsync).WithName("test_installation").WithTags("Callbacks").AcceptSessions()
            .WithSummary("Sends a test callback to the installation's callback URL")
            .WithDescription(
                "The test is signed and delivered like any callback, once, without retries. Its body has \"test\": true, and it carries the header X-Vindex-Test: "
                + "true. It appears in the list of deliveries.")
            .RequireScope(Scopes.InstallationsWrite).WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict));
        group.MapPost("/replay", ReplayRangeAsync).WithName("replay_deliveries").WithSummary("Sends the callbacks of a time range again")
            .RequireScope(Scopes.InstallationsWrite);
    }

    private static async Task<Ok<DeliveryListBody>> ListAsync(HttpContext context, DeliveryService deliveries)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var status = query.OneOf("status", DeliveryStatusNames.All);
        var customerId = query.Text("customer_id", MaxIdLength);
        var list = $"deliveries {status} {customerId}";
        var (limit, after) = CursorPage.Read(query, list);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var filter = new DeliveryFilter { Status = DeliveryStatusNames.Read(status), CustomerId = customerId };
        return (await deliveries.ListAsync(context.Caller(), filter, after, limit, context.RequestAborted))
            .ToOk(page => new DeliveryListBody([.. page.Items.Select(DeliveryItemBody.Of)], Cursor.Write(page.Next, list)));
    }

    private static async Task<Ok<DeliveryBody>> OneAsync(HttpContext context, string id, DeliveryService deliveries) =>
        (await deliveries.FindAsync(context.Caller(), id, context.RequestAborted))
            .ToOk(DeliveryBody.Of);

    private static async Task<Accepted<DeliveryItemBody>> ReplayAsync(HttpContext context, string id, DeliveryService deliveries) =>
        (await deliveries.ReplayAsync(context.Caller(), id, context.RequestAborted)).ToAccepted(DeliveryItemBody.Of);

    private static async Task<Accepted<DeliveryItemBody>> TestAsync(HttpContext context, string customer_id, DeliveryService deliveries) =>
        (await deliveries.TestAsync(context.Caller(), customer_id, context.RequestAborted)).ToAccepted(DeliveryItemBody.Of);

    private static async Task<Accepted<ReplayBody>> ReplayRangeAsync(HttpContext context, Body<ReplayRequestBody> body, DeliveryService deliveries) =>
        body.Problem ?? (await deliveries.ReplayAsync(context.Caller(), body.Input, context.RequestAborted)).ToAccepted(count => new ReplayBody(count));
}
