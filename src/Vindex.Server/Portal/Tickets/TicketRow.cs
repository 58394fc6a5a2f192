using NodaTime;
using Vindex.Scoring;
using Vindex.Server.Installations;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Tickets;

/// <summary>A scored ticket in a list.</summary>
/// <param name="Href">Its page.</param>
/// <param name="Key">Its key.</param>
/// <param name="Title">Its title.</param>
/// <param name="OverallTenths">Overall score in tenths.</param>
/// <param name="Six">Scores of the six dimensions, in their usual order.</param>
/// <param name="At">When it was scored.</param>
/// <param name="Tracker">Its link to the tracker; null for none.</param>
public sealed record TicketRow(string Href, string Key, string Title, int OverallTenths, IReadOnlyList<int> Six, Moment At, TrackerLink? Tracker)
{
    /// <summary>The ticket, by which a newer score of it is recognized.</summary>
    public string TicketRef { get; init; } = "";

    /// <summary>Its position in lists sorted by time, as in <see cref="FreshRows"/>.</summary>
    public string Position { get; init; } = "";

    /// <summary>Name of its customer, if that is shown.</summary>
    public string? Customer { get; init; }

    /// <summary>Its band.</summary>
    public Band Band => Bands.Of(OverallTenths);

    /// <param name="item">The score.</param>
    /// <param name="zone">Time zone of its time.</param>
    /// <param name="tracker">Its link to the tracker; null for none.</param>
    internal static TicketRow Of(ScoreItem item, DateTimeZone zone, TrackerLink? tracker) => new(
        PortalPaths.Ticket(item.Id),
        item.TicketKey,
        item.Title,
        item.OverallTenths,
        item.Dimensions.Values,
        Moment.Of(item.CreatedAt, zone),
        tracker);
}
