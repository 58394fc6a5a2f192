using Vindex.Scoring.Backlogs.Analysis;

namespace Vindex.Server.Pages;

/// <summary>Something that two tickets have to do with each other, as pages show it.</summary>
/// <param name="First">The first ticket; of a dependency, the one that says so.</param>
/// <param name="Words">What links them, between the two names.</param>
/// <param name="Second">The second ticket.</param>
/// <param name="FirstQuote">Words of the first that show it; null for its title.</param>
/// <param name="SecondQuote">Words of the second; null for its title.</param>
public sealed record Relation(RelatedTicket First, string Words, RelatedTicket Second, string? FirstQuote, string? SecondQuote)
{
    /// <summary>Two tickets with nearly the same text. Rounded down, so that only equal texts are 100 % alike.</summary>
    internal static Relation Of(DuplicatePair pair, Func<int, RelatedTicket> ticket) =>
        new(ticket(pair.First), $"and, {Math.Floor(pair.Similarity * 100):0} % alike,", ticket(pair.Second), null, null);

    /// <summary>Two tickets that conflict.</summary>
    internal static Relation Of(TicketConflict conflict, Func<int, RelatedTicket> ticket) => new(
        ticket(conflict.First),
        conflict.Kind == ConflictKind.OppositeActions ? "asks for the opposite of" : "sets another figure than",
        ticket(conflict.Second),
        conflict.FirstQuote,
        conflict.SecondQuote);

    /// <summary>A ticket that has to do with another.</summary>
    internal static Relation Of(TicketDependency dependency, Func<int, RelatedTicket> ticket) =>
        new(ticket(dependency.Ticket), Of(dependency.Kind), ticket(dependency.On), dependency.Quote, dependency.OnQuote);

    private static string Of(DependencyKind kind) => kind switch
    {
        DependencyKind.DependsOn => "depends on",
        DependencyKind.Blocks => "blocks",
        DependencyKind.Duplicates => "says that it duplicates",
        DependencyKind.Follows => "follows",
        DependencyKind.NeedsWhatItAdds => "needs what is added by",
        DependencyKind.PartOf => "is part of",
        _ => "mentions",
    };
}

/// <summary>A ticket with its page.</summary>
/// <param name="Name">Its key, or its row in a file.</param>
/// <param name="Title">Its title.</param>
/// <param name="Href">Its page.</param>
public sealed record RelatedTicket(string Name, string Title, string Href);
