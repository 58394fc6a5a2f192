using Vindex.Server.Callbacks;
using Vindex.Storage;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Portal.Deliveries;

/// <summary>The deliveries of one page: the latest failures first, then the others by time. None appears twice, on whatever page.</summary>
/// <param name="Failing">The latest failures; only on the first page of the list of all statuses.</param>
/// <param name="Rows">The others, newest first.</param>
/// <param name="Next">Where the next page starts; null on the last.</param>
internal sealed record ShownDeliveries(IReadOnlyList<ListedDelivery> Failing, IReadOnlyList<ListedDelivery> Rows, PagePosition? Next)
{
    private const int PageSize = 50;
    private const int MaxFailing = 10;

    /// <summary>All of them.</summary>
    public IReadOnlyList<Delivery> All => [.. Failing.Concat(Rows).Select(one => one.Delivery)];

    public static ShownDeliveries None { get; } = new([], [], null);

    public static async Task<ShownDeliveries> ReadAsync(PortalContext visit, DeliveryService deliveries, DeliveriesQuery query, CancellationToken stop)
    {
        IReadOnlyList<ListedDelivery> failing = query.Status is null
            ?
            [
                .. (await PageAsync(DeliveryStatus.Failed, null, MaxFailing)).Items
                    .Concat((await PageAsync(DeliveryStatus.Disabled, null, MaxFailing)).Items)
                    .OrderByDescending(one => one.Delivery.CreatedAt)
                    .ThenByDescending(one => one.Delivery.Id, StringComparer.Ordinal)
                    .Take(MaxFailing),
            ]
            : [];
        var onTop = failing.Select(one => one.Delivery.Id).ToHashSet(StringComparer.Ordinal);
        var page = await PageAsync(DeliveryStatusNames.Read(query.Status), query.After, PageSize + failing.Count);
        var others = page.Items.Where(one => !onTop.Contains(one.Delivery.Id)).ToList();
        var rows = others.Take(PageSize).ToList();
        var isLast = others.Count == rows.Count && page.Next is null;
        return new ShownDeliveries(
            query.After is null ? failing : [],
            rows,
            isLast ? null : new PagePosition(rows[^1].Delivery.CreatedAt.ToUnixTimeMilliseconds(), rows[^1].Delivery.Id));

        async Task<ListPage<ListedDelivery>> PageAsync(DeliveryStatus? status, PagePosition? after, int size)
        {
            var filter = new DeliveryFilter { CustomerId = query.CustomerId, Status = status };
            return await deliveries.ListAsync(visit.Caller, filter, after, size, stop) is Outcome<ListPage<ListedDelivery>>.Done { Value: var page }
                ? page
                : new ListPage<ListedDelivery>([], null);
        }
    }
}
