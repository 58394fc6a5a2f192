namespace Vindex.Scoring.Rubric.Rules;

/// <summary>One line of the rubric: its signal, points, reason and advice.</summary>
internal sealed record Rule
{
    /// <summary>Id, beginning with its dimension: <c>small.joined-actions</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The dimension that it moves.</summary>
    public required Dimension Dimension { get; init; }

    /// <summary>The signal that looks for it.</summary>
    public required Signals.Signal Signal { get; init; }

    /// <summary>Points of the first finding; negative lowers the score.</summary>
    public required double Points { get; init; }

    /// <summary>What each further finding is worth, as a part of the one before. 0–1.</summary>
    public double Decay { get; init; } = 0.5;

    /// <summary>Most findings that count.</summary>
    public int Limit { get; init; } = 3;

    /// <summary>The cap group; null when it stands alone.</summary>
    public CapGroup? Group { get; init; }

    /// <summary>One sentence: what this means.</summary>
    public required string Why { get; init; }

    /// <summary>What to do; empty for a rule that raises a score. <c>{quote}</c> stands for the offending words.</summary>
    public required string Advice { get; init; }

    /// <summary>The evidence in a few words. <c>{quote}</c> stands for the words found.</summary>
    public required string Evidence { get; init; }

    /// <summary>A ticket for which it gives a worse score (fires a rule that lowers, does not fire one that raises).</summary>
    public required string Bad { get; init; }

    /// <summary>A ticket for which it gives a better score.</summary>
    public required string Good { get; init; }
}

/// <summary>Rules that see the same thing share a cap: together they move a score no further.</summary>
/// <param name="Name">Its name in the data file.</param>
/// <param name="Cap">Most points, without sign.</param>
/// <param name="Index">Its number.</param>
internal sealed record CapGroup(string Name, double Cap, int Index);
