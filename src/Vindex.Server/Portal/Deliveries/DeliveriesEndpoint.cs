using Microsoft.AspNetCore.Http.Extensions;
using Vindex.Server.Callbacks;
using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Portal.Deliveries;

/// <summary>The delivery pages: list, timeline of one delivery, replay.</summary>
internal static class DeliveriesEndpoint
{
    private const int PageSize = 50;
    private const int MaxFailing = 10;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/deliveries", ListAsync).RequirePage(Scopes.ScoresRead);
        pages.MapGet("/deliveries/{id}", OneAsync).RequirePage(Scopes.ScoresRead);
        pages.MapPost("/deliveries/replay", ReplayAsync).RequirePage(Scopes.InstallationsWrite);
    }

    private static async Task<IResult> ListAsync(HttpContext context, CustomerService customerService, DeliveryService deliveries)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var status = query.OneOf("status", DeliveryStatusNames.All);
        var customers = await customerService.OwnAsync(visit.Caller, context.RequestAborted);
        var customerId = query.Text("customer_id", 255);
        if (customerId is not null && customers.All(customer => customer.Id != customerId)) return Problem.NotFound();
        var list = $"deliveries {status} {customerId}";
        PagePosition? after = null;
        if (query.Text("cursor", 256) is { } cursor)
        {
            if (Cursor.TryRead(cursor, list, out var position)) after = position;
            else query.Errors.Add("cursor", "belongs to another list; start from the first page");
        }

        var names = customers.ToDictionary(customer => customer.Id, customer => customer.Name, StringComparer.Ordinal);
        var page = query.Errors.Any ? new ListPage<Delivery>([], null) : await PageAsync(status, after, PageSize);
        var isTop = status is null && after is null && !query.Errors.Any;
        var failing = isTop
            ? [.. (await PageAsync("failed", null, MaxFailing)).Items, .. (await PageAsync("disabled", null, MaxFailing)).Items]
            : Array.Empty<Delivery>();
        var counts = await deliveries.CountUndeliveredAsync(visit.Caller, context.RequestAborted);
        var model = new DeliveriesModel(
            PortalFrames.Of(context, "Deliveries", PortalSection.Deliveries),
            Flash.Take(context),
            [Choice(
                null,
                "All",
                null), .. Enum.GetValues<DeliveryStatus>().OrderBy(one => one is DeliveryStatus.Failed or DeliveryStatus.Disabled ? 0 : 1).Select(one => Choice(
                DeliveryStatusText.Of(one).Name, DeliveryStatusText.Of(one).Text, one == DeliveryStatus.Delivered ? null : counts.GetValueOrDefault(one)))],
            status,
            customerId,
            [.. customers.Select(customer => (customer.Id, customer.Name))],
            [.. failing.OrderByDescending(one => one.CreatedAt).Take(MaxFailing).Select(Row)],
            [.. page.Items.Select(Row)],
            page.Next is null ? null : Address(status, customerId, Cursor.Write(page.Next, list)),
            after is null ? null : Address(status, customerId, null),
            visit.May(Scopes.InstallationsWrite),
            Address(status, customerId, after is null ? null : Cursor.Write(after, list)),
            visit.Zone.Id,
            [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value)}")]);
        return Page.Of<DeliveriesPage>(model, query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

        DeliveryLine Row(Delivery delivery) => DeliveryLine.Of(delivery, names.GetValueOrDefault(delivery.CustomerId, delivery.CustomerId), visit.Zone);

        DeliveryChoice Choice(string? name, string text, long? count) => new(Address(name, customerId, null), text, count, name == status);

        async Task<ListPage<Delivery>> PageAsync(string? only, PagePosition? from, int size)
        {
            var filter = new DeliveryFilter { CustomerId = customerId, Status = DeliveryStatusNames.Read(only) };
            var outcome = await deliveries.ListAsync(visit.Caller, filter, from, size, context.RequestAborted);
            return outcome is Outcome<ListPage<Delivery>>.Done { Value: var page } ? page : new ListPage<Delivery>([], null);
        }
    }

    private static async Task<IResult> OneAsync(HttpContext context, string id, CustomerService customers, DeliveryService deliveries)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await deliveries.FindAsync(visit.Caller, id, context.RequestAborted) is not Outcome<DeliveryDetail>.Done { Value: var (delivery, attempts) })
            return Problem.NotFound();
        var customer = (await customers.OwnAsync(visit.Caller, context.RequestAborted)).FirstOrDefault(one => one.Id == delivery.CustomerId);
        return Page.Of<DeliveryPage>(new DeliveryModel(
            PortalFrames.Of(context, "Delivery", PortalSection.Deliveries),
            Flash.Take(context),
            DeliveryLine.Of(delivery, customer?.Name ?? delivery.CustomerId, visit.Zone),
            delivery.Run,
            delivery.ScoreId is null ? null : PortalPaths.Ticket(delivery.ScoreId),
            delivery.SupersededBy is null ? null : PortalPaths.Delivery(delivery.SupersededBy),
            [.. attempts.Reverse().Select(attempt => new AttemptModel(
                attempt.Run, attempt.Number, Moment.Of(attempt.StartedAt, visit.Zone), attempt.ResponseTimeMs, attempt.StatusCode, attempt.ResponseExcerpt,
                attempt.Error))],
            delivery.FinishedAt is { } at ? Moment.Of(at, visit.Zone) : null,
            visit.May(Scopes.InstallationsWrite)));
    }

    // Replays one delivery by its button ("one"), or the selected ones ("id").
    private static async Task<IResult> ReplayAsync(HttpContext context, DeliveryService deliveries)
    {
        if (await FormBody.ReadAsync(context) is not { } form) return Problem.BadRequest("bad_form", "The form could not be read.");
        var back = form.Value("return") is var path && path.StartsWith(PortalPaths.Deliveries, StringComparison.Ordinal)
            ? LocalPath.OrHome(path)
            : PortalPaths.Deliveries;
        var ids = form.Value("one") is { Length: > 0 } one ? [one] : form["id"].OfType<string>().Distinct(StringComparer.Ordinal).Take(PageSize).ToList();
        if (ids.Count == 0) return Flash.SeeOther(context, back, "No callbacks were selected.");
        var (due, refused) = (0, 0);
        foreach (var id in ids)
        {
            switch (await deliveries.ReplayAsync(context.Caller(), id, context.RequestAborted))
            {
                case Outcome<Delivery>.Done: due++; break;
                case Outcome<Delivery>.Refused { Reason: Application.Refusal.Conflict }: refused++; break;
                default:
                    if (ids.Count == 1) return Problem.NotFound();
                    break;
            }
        }

        return Flash.SeeOther(context, back, Outcome(due, refused));
    }

    private static string Outcome(int due, int refused)
    {
        var sent = due switch { 0 => "No callbacks will be sent again.", 1 => "One callback will be sent again.", _ => $"{due} callbacks will be sent again." };
        return refused == 0 ? sent : $"{sent} {(refused == 1 ? "One was" : $"{refused} were")} not replayed: {DeliveryService.NotReplayable}";
    }

    private static string Address(string? status, string? customerId, string? cursor)
    {
        var builder = new QueryBuilder();
        if (status is not null) builder.Add("status", status);
        if (customerId is not null) builder.Add("customer_id", customerId);
        if (cursor is not null) builder.Add("cursor", cursor);
        return PortalPaths.Deliveries + builder;
    }
}
