using Vindex.Scoring.Backlogs.Analysis;

namespace Vindex.Server.Pages;

/// <summary>Something that two tickets have to do with each other, as pages show it.</summary>
/// <param name="First">The first ticket; of a dependency, the one that says so.</param>
/// <param name="Key">The text that links their names.</param>
/// <param name="Second">The second ticket.</param>
/// <param name="FirstQuote">Words of the first that show it; null for its title.</param>
/// <param name="SecondQuote">Words of the second; null for its title.</param>
/// <param name="Percent">How similar their texts are, for near-duplicates.</param>
public sealed record Relation(RelatedTicket First, string Key, RelatedTicket Second, string? FirstQuote, string? SecondQuote, int Percent = 0)
{
    /// <summary>Two tickets with nearly the same text. Rounded down, so that only equal texts are 100 % alike.</summary>
    internal static Relation Of(DuplicatePair pair, Func<int, RelatedTicket> ticket) =>
        new(ticket(pair.First), "pages.similar", ticket(pair.Second), null, null, (int)Math.Floor(pair.Similarity * 100));

    /// <summary>Two tickets that conflict.</summary>
    /// <param name="first">One of them.</param>
    /// <param name="kind"><see cref="TicketConflict.KindName"/>.</param>
    /// <param name="second">The other.</param>
    /// <param name="quotes">The words of each.</param>
    internal static Relation Conflict(RelatedTicket first, string kind, RelatedTicket second, IReadOnlyList<string> quotes) =>
        new(first, $"pages.relation.{kind}", second, quotes[0], quotes[1]);

    /// <summary>A ticket that has to do with another.</summary>
    /// <param name="ticket">The ticket that says so.</param>
    /// <param name="kind"><see cref="TicketDependency.KindName"/>.</param>
    /// <param name="on">The other one.</param>
    /// <param name="quote">The words that say so.</param>
    /// <param name="onQuote">The words of the other that match; null for its title.</param>
    internal static Relation Dependency(RelatedTicket ticket, string kind, RelatedTicket on, string quote, string? onQuote) =>
        new(ticket, $"pages.relation.{kind}", on, quote, onQuote);
}

/// <summary>A ticket with its page.</summary>
/// <param name="Name">Its key, or its row in a file.</param>
/// <param name="Title">Its title.</param>
/// <param name="Href">Its page.</param>
public sealed record RelatedTicket(string Name, string Title, string Href);
