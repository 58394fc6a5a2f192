using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
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
                new("status", "Only these.", Allowed: DeliveryStatusNames.All),
                new("customer_id", "Only this customer's."),
                .. CursorPage.Parameters,
            ])
            .Produces<DeliveryListBody>();
        group.MapGet("/{id}", OneAsync).WithName("get_delivery").WithSummary("One callback with its attempts").RequireScope(Scopes.ScoresRead).Produces<DeliveryBody>();
        group.MapPost("/{id}/replay", ReplayAsync).WithName("replay_delivery").WithSummary("Sends a callback again, with a fresh schedule, under the same webhook-id")
            .RequireScope(Scopes.InstallationsWrite).WithMetadata(new Problems(StatusCodes.Status409Conflict)).Produces<DeliveryItemBody>(StatusCodes.Status202Accepted);
        group.MapPost("/replay", ReplayRangeAsync).WithName("replay_deliveries").WithSummary("Sends the callbacks of a span of time again")
            .RequireScope(Scopes.InstallationsWrite).Accepts<ReplayRequestBody>(JsonAnswer.ContentType).Produces<ReplayBody>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IStore store)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var status = query.OneOf("status", DeliveryStatusNames.All);
        var customerId = query.Text("customer_id", MaxIdLength);
        var list = $"deliveries {status} {customerId}";
        var (limit, after) = CursorPage.Read(query, list);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        if (customerId is not null && !await SeesAsync(context, store, customerId)) return Problem.NotFound();
        var filter = new DeliveryFilter { Status = DeliveryStatusNames.Read(status), CustomerId = customerId };
        var page = await store.Deliveries.ListAsync(context.Caller().OwnScores, filter, after, limit, context.RequestAborted);
        return JsonAnswer.Ok(new DeliveryListBody([.. page.Items.Select(DeliveryItemBody.Of)], Cursor.Write(page.Next, list)), WireJson.Shared.DeliveryListBody);
    }

    private static async Task<IResult> OneAsync(HttpContext context, string id, IStore store)
    {
        if (await store.Deliveries.FindAsync(context.Caller().OwnScores, id, context.RequestAborted) is not { } delivery) return Problem.NotFound();
        var attempts = await store.Deliveries.AttemptsAsync(id, context.RequestAborted);
        return JsonAnswer.Ok(new DeliveryBody(DeliveryItemBody.Of(delivery), [.. attempts.Select(AttemptBody.Of)]), WireJson.Shared.DeliveryBody);
    }

    private static async Task<IResult> ReplayAsync(HttpContext context, string id, IStore store, DeliveryReplays replays)
    {
        var caller = context.Caller();
        switch (await replays.ReplayAsync(caller, id, context.RequestAborted))
        {
            case Replayed.NotFound: return Problem.NotFound();
            case Replayed.Refused: return Problem.Conflict("not_replayable", DeliveryReplays.Refused);
        }

        var delivery = await store.Deliveries.FindAsync(caller.OwnScores, id, context.RequestAborted);
        return delivery is null ? Problem.NotFound() : JsonAnswer.WithStatus(StatusCodes.Status202Accepted, DeliveryItemBody.Of(delivery), WireJson.Shared.DeliveryItemBody);
    }

    private static async Task<IResult> ReplayRangeAsync(HttpContext context, IStore store, Audit audit, DeliveryReplays replays)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var fields = JsonFields.Of(body.Root, new FieldErrors());
            var since = Instant(fields, "since");
            var until = Instant(fields, "until");
            var status = fields.Text("status", MaxIdLength, required: true);
            var customerId = fields.Text("customer_id", MaxIdLength);
            if (status is not null && !DeliveryStatusNames.Finished.Contains(status)) fields.Refuse("status", $"must be one of {string.Join(", ", DeliveryStatusNames.Finished)}");
            if (since >= until) fields.Refuse("until", "must be later than since");
            if (fields.Errors.Any) return Problem.Invalid(fields.Errors);
            if (customerId is not null && !await SeesAsync(context, store, customerId)) return Problem.NotFound();

            var caller = context.Caller();
            var filter = new DeliveryFilter { Status = DeliveryStatusNames.Read(status), CustomerId = customerId, Since = since, Before = until };
            var entry = audit.Entry(
                caller,
                "deliveries.replayed",
                caller.OwnCompany,
                customerId,
                ("since", Instants.Format(since!.Value)),
                ("until", Instants.Format(until!.Value)),
                ("status", status));
            var replayed = await replays.ReplayAsync(caller, filter, entry, context.RequestAborted);
            return JsonAnswer.WithStatus(StatusCodes.Status202Accepted, new ReplayBody(replayed), WireJson.Shared.ReplayBody);
        }
    }

    private static async Task<bool> SeesAsync(HttpContext context, IStore store, string customerId) =>
        context.Caller().Sees(customerId)
        && await store.Companies.FindCustomerAsync(context.Caller().OwnCompany, customerId, context.RequestAborted) is not null;

    private static DateTimeOffset? Instant(JsonFields fields, string name)
    {
        if (fields.Text(name, 64, required: true) is not { } text) return null;
        if (Instants.TryParse(text, out var instant, out var error)) return instant;
        fields.Refuse(name, error);
        return null;
    }
}
