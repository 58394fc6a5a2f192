using Vindex.Storage.Scores;

namespace Vindex.Server.Backlogs;

/// <summary>Relations between tickets.</summary>
/// <param name="Tickets">The tickets that were compared.</param>
/// <param name="Total">Number of tickets that match the filters. If there are more than 5,000, only those with the newest scores are compared.</param>
/// <param name="Duplicates">Pairs with nearly the same text, the most similar first; at most 1,000.</param>
/// <param name="Conflicts">Pairs that ask for opposite things or set the same limit to different numbers; at most 1,000.</param>
/// <param name="Dependencies">Tickets that need, follow or name another; at most 10,000.</param>
internal sealed record BacklogBody(
    int Tickets,
    long Total,
    IReadOnlyList<BacklogDuplicateBody> Duplicates,
    IReadOnlyList<BacklogConflictBody> Conflicts,
    IReadOnlyList<BacklogDependencyBody> Dependencies)
{
    public static BacklogBody Of(CompanyBacklog backlog)
    {
        return new BacklogBody(
            backlog.Tickets.Count,
            backlog.Total,
            [.. backlog.Findings.Duplicates.Select(pair => new BacklogDuplicateBody([Ticket(pair.First), Ticket(pair.Second)], pair.Similarity))],
            [.. backlog.Findings.Conflicts.Select(pair =>
                new BacklogConflictBody([Ticket(pair.First), Ticket(pair.Second)], pair.KindName, [pair.FirstQuote, pair.SecondQuote]))],
            [.. backlog.Findings.Dependencies.Select(one =>
                new BacklogDependencyBody(Ticket(one.Ticket), Ticket(one.On), one.KindName, one.Quote, one.OnQuote))]);

        BacklogTicketBody Ticket(int index) => BacklogTicketBody.Of(backlog.Tickets[index]);
    }
}

/// <summary>A ticket of a backlog.</summary>
/// <param name="ScoreId">Its latest score: <c>GET /portal/scores/{id}</c>.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Id">The ticket's id, unique within the customer.</param>
/// <param name="Key">The key in its tracker.</param>
/// <param name="Title">The title.</param>
internal sealed record BacklogTicketBody(string ScoreId, string CustomerId, string Id, string Key, string Title)
{
    public static BacklogTicketBody Of(ScoreItem item) => new(item.Id, item.CustomerId, item.TicketId, item.TicketKey, item.Title);
}

/// <summary>Two tickets with nearly the same text.</summary>
/// <param name="Tickets">Both.</param>
/// <param name="Similarity">What both texts share, as a part of what either has: 0.7 to 1.</param>
internal sealed record BacklogDuplicateBody(IReadOnlyList<BacklogTicketBody> Tickets, decimal Similarity);

/// <summary>Two tickets that probably cannot both be done.</summary>
/// <param name="Tickets">Both.</param>
/// <param name="Kind"><c>opposite_actions</c> or <c>different_figures</c>.</param>
/// <param name="Quotes">The words of each that show it, verbatim.</param>
internal sealed record BacklogConflictBody(IReadOnlyList<BacklogTicketBody> Tickets, string Kind, IReadOnlyList<string> Quotes);

/// <summary>A ticket that is related to another one.</summary>
/// <param name="Ticket">The ticket that says so.</param>
/// <param name="On">The other one.</param>
/// <param name="Kind"><c>depends_on</c>, <c>blocks</c>, <c>duplicates</c>, <c>follows</c>, <c>needs_what_it_adds</c>, <c>part_of</c> or
/// <c>mentions</c>.</param>
/// <param name="Quote">The words that say so; of a link in the tracker, its relation and key.</param>
/// <param name="OnQuote">The words of the other ticket that match; null when it is named by its key.</param>
internal sealed record BacklogDependencyBody(BacklogTicketBody Ticket, BacklogTicketBody On, string Kind, string Quote, string? OnQuote);
