namespace Vindex.Scoring.Backlogs.Analysis;

/// <summary>What the tickets of a backlog have to do with each other. Tickets are named by their index, in the order in which they were added.</summary>
/// <param name="Duplicates">Tickets with nearly the same text, the most similar pairs first.</param>
/// <param name="Conflicts">Tickets that ask for opposite things.</param>
/// <param name="Dependencies">Tickets that need, follow or name another.</param>
public sealed record BacklogFindings(
    IReadOnlyList<DuplicatePair> Duplicates, IReadOnlyList<TicketConflict> Conflicts, IReadOnlyList<TicketDependency> Dependencies);

/// <summary>Two tickets with nearly the same text.</summary>
/// <param name="First">The earlier of the two.</param>
/// <param name="Second">The later.</param>
/// <param name="Similarity">What both texts share, as a part of what either has: 0.7 to 1, in thousandths.</param>
public readonly record struct DuplicatePair(int First, int Second, decimal Similarity);

/// <summary>Two tickets that probably cannot both be done.</summary>
/// <param name="First">The earlier of the two.</param>
/// <param name="Second">The later.</param>
/// <param name="Kind">In what way.</param>
/// <param name="FirstQuote">Words of the first that show it, as they stand in its text.</param>
/// <param name="SecondQuote">Words of the second.</param>
public sealed record TicketConflict(int First, int Second, ConflictKind Kind, string FirstQuote, string SecondQuote)
{
    /// <summary>The kind's name on the wire.</summary>
    public string KindName => Kind == ConflictKind.OppositeActions ? "opposite_actions" : "different_figures";
}

/// <summary>In what way two tickets conflict.</summary>
public enum ConflictKind
{
    /// <summary>One removes what the other extends, or raises what the other lowers.</summary>
    OppositeActions,

    /// <summary>Both set the same limit, to different figures.</summary>
    DifferentFigures,
}

/// <summary>A ticket that has to do with another.</summary>
/// <param name="Ticket">The ticket that says so.</param>
/// <param name="On">The other one.</param>
/// <param name="Kind">What the other one is to it.</param>
/// <param name="Quote">The words that say so, as they stand in the ticket's text; of a link in the tracker, its relation and key.</param>
/// <param name="OnQuote">The words of the other ticket that match; null when it is named by its key.</param>
public sealed record TicketDependency(int Ticket, int On, DependencyKind Kind, string Quote, string? OnQuote)
{
    /// <summary>The kind's name on the wire.</summary>
    public string KindName => Kind switch
    {
        DependencyKind.DependsOn => "depends_on",
        DependencyKind.Blocks => "blocks",
        DependencyKind.Duplicates => "duplicates",
        DependencyKind.Follows => "follows",
        DependencyKind.NeedsWhatItAdds => "needs_what_it_adds",
        DependencyKind.PartOf => "part_of",
        _ => "mentions",
    };
}

/// <summary>What another ticket is to a ticket.</summary>
public enum DependencyKind
{
    /// <summary>Must be done before.</summary>
    DependsOn,

    /// <summary>Waits for this one.</summary>
    Blocks,

    /// <summary>Asks for the same, says the ticket.</summary>
    Duplicates,

    /// <summary>Came before.</summary>
    Follows,

    /// <summary>Adds what this one says that it needs.</summary>
    NeedsWhatItAdds,

    /// <summary>Is its epic or parent.</summary>
    PartOf,

    /// <summary>Is named without saying why.</summary>
    Mentions,
}
