using Vindex.Server.Callbacks;
using Vindex.Server.Companies;
using Vindex.Server.Installations;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Companies;
using Vindex.Storage.Deliveries;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Deliveries;

/// <summary>Services used by the delivery pages.</summary>
internal sealed record DeliveryParts(CustomerService Customers, InstallationService Installations, DeliveryService Deliveries, TimeProvider Time);

/// <summary>The list of deliveries, and the page of one. While something on them is under way, a script fetches their changing part again.</summary>
internal static class DeliveriesEndpoint
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/deliveries", ListAsync).RequirePage(Scopes.ScoresRead);
        pages.MapGet("/deliveries/{id}", OneAsync).RequirePage(Scopes.ScoresRead);
        ReplayEndpoint.Map(pages);
    }

    private static async Task<IResult> ListAsync(HttpContext context, DeliveryParts parts)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var reader = new QueryReader(context.Request.Query, new FieldErrors());
        var query = DeliveriesQuery.Read(reader);
        var customers = await parts.Customers.OwnAsync(visit.Caller, context.RequestAborted);
        if (query.CustomerId is not null && customers.All(customer => customer.Id != query.CustomerId)) return Problem.NotFound();
        var shown = reader.Errors.Any ? ShownDeliveries.None : await ShownDeliveries.ReadAsync(visit, parts.Deliveries, query, context.RequestAborted);
        var isPart = LivePart.IsAsked(context.Request) && !reader.Errors.Any;
        if (isPart && LivePart.IsShown(context.Request, shown.All)) return Results.NoContent();

        var list = List(shown, query, customers, visit);
        if (isPart) return Page.Of<DeliveryList>(list);
        var counts = await parts.Deliveries.CountUndeliveredAsync(visit.Caller, context.RequestAborted);
        var model = new DeliveriesModel(
            PortalFrames.Of(context, T("section.deliveries"), PortalSection.Deliveries),
            Flash.Take(context),
            Choices(query, counts),
            query.Status,
            query.CustomerId,
            [.. customers.Select(customer => (customer.Id, customer.Name))],
            list,
            list.MayReplay ? await EndpointsAsync(context, visit, parts, customers) : [],
            query.ReplayAddress,
            query.Address,
            visit.Zone.Id,
            [.. reader.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value.Select(Translated))}")]);
        return Page.Of<DeliveriesPage>(model, reader.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static DeliveryListModel List(ShownDeliveries shown, DeliveriesQuery query, IReadOnlyList<Customer> customers, PortalContext visit)
    {
        var names = customers.ToDictionary(customer => customer.Id, customer => customer.Name, StringComparer.Ordinal);
        var underWay = shown.All.Count(one => !one.IsFinished);
        return new DeliveryListModel(
            [.. shown.Failing.Select(Row)],
            [.. shown.Rows.Select(Row)],
            query.Status is null && query.CustomerId is null && query.After is null,
            shown.Next is null ? null : (query with { After = shown.Next }).Address,
            query.After is null ? null : (query with { After = null }).Address,
            visit.May(Scopes.InstallationsWrite),
            LivePart.Of(query.Address, shown.All, underWay == 0 ? T("deliveries.idle") : T("deliveries.under-way", ("count", underWay))));

        DeliveryLine Row(ListedDelivery one) =>
            DeliveryLine.Of(one, names.GetValueOrDefault(one.Delivery.CustomerId, one.Delivery.CustomerId), visit.Zone);
    }

    private static IReadOnlyList<DeliveryChoice> Choices(DeliveriesQuery query, IReadOnlyDictionary<DeliveryStatus, long> counts)
    {
        var statuses = Enum.GetValues<DeliveryStatus>().OrderBy(one => one is DeliveryStatus.Failed or DeliveryStatus.Disabled ? 0 : 1);
        return
        [
            Choice(null, T("deliveries.all"), null),
            .. statuses.Select(one => Choice(
                DeliveryStatusText.Of(one).Name, DeliveryStatusText.Of(one).Text, one == DeliveryStatus.Delivered ? null : counts.GetValueOrDefault(one))),
        ];

        DeliveryChoice Choice(string? name, string text, long? count) =>
            new((query with { Status = name, After = null }).Address, text, count, name == query.Status);
    }

    /// <summary>The installations that a test can be sent to.</summary>
    private static async Task<IReadOnlyList<(string Id, string Name)>> EndpointsAsync(
        HttpContext context, PortalContext visit, DeliveryParts parts, IReadOnlyList<Customer> customers) =>
    [
        .. (await parts.Installations.ListAsync(visit.Caller, context.RequestAborted))
            .Where(one => one.CallbackUrl is not null && !one.Endpoint.IsDisabled)
            .Select(one => (
                one.CustomerId,
                one.DisplayName ?? customers.FirstOrDefault(customer => customer.Id == one.CustomerId)?.Name ?? one.ExternalId)),
    ];

    private static async Task<IResult> OneAsync(HttpContext context, string id, DeliveryParts parts)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await parts.Deliveries.FindAsync(visit.Caller, id, context.RequestAborted) is not Outcome<DeliveryDetail>.Done { Value: var detail })
            return Problem.NotFound();
        var delivery = detail.Listed.Delivery;
        var isPart = LivePart.IsAsked(context.Request);
        if (isPart && LivePart.IsShown(context.Request, [delivery])) return Results.NoContent();

        var customer = (await parts.Customers.OwnAsync(visit.Caller, context.RequestAborted)).FirstOrDefault(one => one.Id == delivery.CustomerId);
        var line = DeliveryLine.Of(detail.Listed, customer?.Name ?? delivery.CustomerId, visit.Zone);
        var part = new DeliveryPartModel(
            line,
            delivery.Run,
            delivery.SupersededBy is null ? null : PortalPaths.Delivery(delivery.SupersededBy),
            [.. detail.Attempts.Reverse().Select(attempt => AttemptModel.Of(attempt, visit.Zone))],
            delivery.FinishedAt is { } at ? Moment.Of(at, visit.Zone) : null,
            visit.May(Scopes.InstallationsWrite),
            LivePart.Of(
                line.Href,
                [delivery],
                T("deliveries.summary", ("state", line.Word.Text), ("answer", line.Answer), ("count", delivery.Attempts))));
        if (isPart) return Page.Of<DeliveryPart>(part);
        return Page.Of<DeliveryPage>(new DeliveryModel(
            PortalFrames.Of(context, T("deliveries.delivery-of", ("ticket", line.Key)), PortalSection.Deliveries),
            Flash.Take(context),
            part,
            delivery.ScoreId is null ? null : PortalPaths.Ticket(delivery.ScoreId),
            SentBody.Of(detail.Body),
            delivery.EndpointId));
    }
}
