using Vindex.Server.Portal.Views;

namespace Vindex.Server.Portal.Tickets;

/// <summary>Some rows of a list.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="More">URL of the next page; null on the last one.</param>
/// <param name="Latest">Whether the rows are the latest scores of their tickets.</param>
/// <param name="Columns">The columns.</param>
public sealed record TicketRowsModel(IReadOnlyList<TicketRow> Rows, string? More, bool Latest, TicketColumns Columns);

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
    /// <summary>Lowest overall score; null for any.</summary>
    public string? Min { get; init; }

    /// <summary>Highest overall score; null for any.</summary>
    public string? Max { get; init; }

    /// <summary>The key of one ticket; null for all.</summary>
    public string? Key { get; init; }

    /// <summary>The time from which scores count; null for any.</summary>
    public string? Since { get; init; }

    /// <summary>The time before which scores count; null for any.</summary>
    public string? Until { get; init; }

    /// <summary>The groups, such as a project or a source: name of the parameter and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Groups { get; init; } = [];

    /// <summary>Filters without a field of their own in the form, which must keep them: name and value.</summary>
    public IEnumerable<(string Name, string Value)> Kept
    {
        get
        {
            if (Min is not null) yield return ("min", Min);
            if (Max is not null) yield return ("max", Max);
            if (Key is not null) yield return ("key", Key);
            if (Since is not null) yield return ("since", Since);
            if (Until is not null) yield return ("until", Until);
            foreach (var group in Groups) yield return group;
        }
    }

    /// <summary>Whether any filter is set.</summary>
    public bool IsAny =>
        Q is not null || Band is not null || Fails is not null || From is not null || To is not null || CustomerId is not null || Kept.Any();
}

/// <summary>A filter that is shown as text, and can be removed.</summary>
/// <param name="Text">For example <c>Source: api</c>.</param>
/// <param name="Without">URL of the list without it.</param>
public sealed record FilterChip(string Text, string Without);

/// <summary>The page of tickets.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Views">Saved views.</param>
/// <param name="Filter">The filter.</param>
/// <param name="Chips">Its parts that have no field in the form.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="List">The first rows.</param>
/// <param name="Count">Number of tickets or scores.</param>
/// <param name="Latest">Whether the page shows the latest score of each ticket, or every score.</param>
/// <param name="Switches">The two ways to show the list, each with its URL.</param>
/// <param name="Sort">The headers that sort.</param>
/// <param name="Fresh">URL of the rows that are newer than those shown; null if the list is not sorted by time, or is not its first page.</param>
/// <param name="Export">URL of the export of the filtered list.</param>
/// <param name="Zone">Time zone of days and times.</param>
/// <param name="Errors">Errors in the filter; the list is then empty.</param>
public sealed record TicketsModel(
    PortalFrame Frame,
    ViewBarModel Views,
    TicketFilter Filter,
    IReadOnlyList<FilterChip> Chips,
    IReadOnlyList<(string Id, string Name)> Customers,
    TicketRowsModel List,
    ListCount Count,
    bool Latest,
    IReadOnlyList<LatestSwitch> Switches,
    SortHeaders Sort,
    string? Fresh,
    string Export,
    string Zone,
    IReadOnlyList<string> Errors);
