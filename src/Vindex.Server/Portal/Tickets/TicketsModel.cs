namespace Vindex.Server.Portal.Tickets;

/// <summary>Some rows of a list.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="More">Where the list goes on; null at its end.</param>
public sealed record TicketRowsModel(IReadOnlyList<TicketRow> Rows, string? More);

/// <summary>What a list is narrowed to, as it stands in the address.</summary>
/// <param name="Q">Words in key or title.</param>
/// <param name="Band">A band; null for all.</param>
/// <param name="Fails">A dimension that fails; null for any.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="CustomerId">A customer; null for all.</param>
/// <param name="Sort">The order; null for newest first.</param>
public sealed record TicketFilter(string? Q, string? Band, string? Fails, string? From, string? To, string? CustomerId, string? Sort)
{
    /// <summary>True when it narrows.</summary>
    public bool IsAny => Q is not null || Band is not null || Fails is not null || From is not null || To is not null || CustomerId is not null;
}

/// <summary>The page of tickets.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Filter">What the list is narrowed to.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="List">The first rows.</param>
/// <param name="Total">How many there are in all, without any filter.</param>
/// <param name="Export">Where what is shown can be fetched as CSV; ndjson with another format.</param>
/// <param name="Zone">The zone of days and times.</param>
/// <param name="Errors">What is wrong with the filter; the list is then empty.</param>
public sealed record TicketsModel(
    PortalFrame Frame,
    TicketFilter Filter,
    IReadOnlyList<(string Id, string Name)> Customers,
    TicketRowsModel List,
    long Total,
    string Export,
    string Zone,
    IReadOnlyList<string> Errors);
