namespace Vindex.Server.Portal.Tickets;

/// <summary>Some rows of a list.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="More">URL of the next page; null on the last one.</param>
public sealed record TicketRowsModel(IReadOnlyList<TicketRow> Rows, string? More);

/// <summary>The filter of a list, as encoded in the URL.</summary>
/// <param name="Q">Words in key or title.</param>
/// <param name="Band">A band; null for all.</param>
/// <param name="Fails">A failing dimension; null for any.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="CustomerId">A customer; null for all.</param>
/// <param name="Sort">The order; null for newest first.</param>
public sealed record TicketFilter(string? Q, string? Band, string? Fails, string? From, string? To, string? CustomerId, string? Sort)
{
    /// <summary>Whether any filter is set.</summary>
    public bool IsAny => Q is not null || Band is not null || Fails is not null || From is not null || To is not null || CustomerId is not null;
}

/// <summary>The page of tickets.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Filter">The filter.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="List">The first rows.</param>
/// <param name="Total">Total number of scores, without any filter.</param>
/// <param name="Export">URL of the export of the filtered list.</param>
/// <param name="Zone">Time zone of days and times.</param>
/// <param name="Errors">Errors in the filter; the list is then empty.</param>
public sealed record TicketsModel(
    PortalFrame Frame,
    TicketFilter Filter,
    IReadOnlyList<(string Id, string Name)> Customers,
    TicketRowsModel List,
    long Total,
    string Export,
    string Zone,
    IReadOnlyList<string> Errors);
