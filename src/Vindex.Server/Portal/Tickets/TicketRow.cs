using NodaTime;
using Vindex.Scoring;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Tickets;

/// <summary>A scored ticket in a list.</summary>
/// <param name="Href">Its page.</param>
/// <param name="Key">Its key.</param>
/// <param name="Title">Its title.</param>
/// <param name="OverallTenths">Overall score in tenths.</param>
/// <param name="Six">Scores of the six dimensions, in their usual order.</param>
/// <param name="At">When it was scored.</param>
public sealed record TicketRow(string Href, string Key, string Title, int OverallTenths, IReadOnlyList<int> Six, Moment At)
{
    /// <summary>Its band.</summary>
    public Band Band => Bands.Of(OverallTenths);

    internal static TicketRow Of(ScoreItem item, DateTimeZone zone) =>
        new(PortalPaths.Ticket(item.Id), item.TicketKey, item.Title, item.OverallTenths, item.Dimensions.Values, Moment.Of(item.CreatedAt, zone));
}
