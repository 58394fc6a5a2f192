using NodaTime;
using Vindex.Server.Scores;
using Vindex.Server.Web;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Portal.Deliveries;

/// <summary>The callbacks to replay: those with a final status that were created within some days.</summary>
/// <param name="Status">Their status.</param>
/// <param name="CustomerId">Only those of this customer; null for all.</param>
/// <param name="From">The first day; null for no bound.</param>
/// <param name="To">The last day; null for now.</param>
/// <param name="Since">The start of the first day.</param>
/// <param name="Until">The end of the last day.</param>
internal sealed record ReplayRange(string Status, string? CustomerId, LocalDate? From, LocalDate? To, DateTimeOffset Since, DateTimeOffset Until)
{
    public DeliveryFilter Filter => new() { Status = DeliveryStatusNames.Read(Status), CustomerId = CustomerId, Since = Since, Before = Until };

    public static ReplayRange Read(QueryReader query, DateTimeZone zone, DateTimeOffset now)
    {
        var (from, to) = (Days.Read(query, "from"), Days.Read(query, "to"));
        if (from > to) query.Errors.Add("from", "must not be after the last day");
        return new ReplayRange(
            query.OneOf("status", DeliveryStatusNames.Finished) ?? DeliveryStatus.Failed.Name(),
            query.Text("customer_id", 255),
            from,
            to,
            from is { } first ? Calendar.StartOfDay(first, zone) : DateTimeOffset.UnixEpoch,
            to is { } last ? Calendar.StartOfDay(last.PlusDays(1), zone) : now.AddSeconds(1));
    }
}
