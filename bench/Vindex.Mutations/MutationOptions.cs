using Vindex.Mutations.Building;

namespace Vindex.Mutations;

/// <summary>What to break and how far to go.</summary>
internal sealed record MutationOptions
{
    /// <summary>The project under test and its tests, both built for Release.</summary>
    public required ProjectPair Projects { get; init; }

    /// <summary>Parts of places (<c>Tickets/Lines.cs:20</c>): only mutants there. Empty for all.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Parts of places: no mutants there.</summary>
    public IReadOnlyList<string> Exceptions { get; init; } = [];

    /// <summary>The size of a random sample; null for all mutants.</summary>
    public int? Count { get; init; }

    /// <summary>Seed of the sample.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Test processes at a time.</summary>
    public int Jobs { get; init; } = 2;

    /// <summary>The percentage of noticed mutants below which the run fails.</summary>
    public double AtLeast { get; init; }

    /// <summary>List the mutants, run none.</summary>
    public bool ListOnly { get; init; }
}

/// <summary>The check cannot run; the message says why.</summary>
internal sealed class MutationException(string message) : Exception(message);
