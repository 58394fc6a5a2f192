namespace Vindex.Models;

/// <summary>How a model takes part in a score.</summary>
public enum JudgingMode
{
    /// <summary>The model scores.</summary>
    Model,

    /// <summary>The mean of the model and the offline judge.</summary>
    Consensus,
}

/// <summary>How a ticket is judged.</summary>
/// <param name="Mode">How the model takes part.</param>
/// <param name="Runs">How often the model is asked; the median of its answers counts. Odd, 1–9.</param>
public sealed record JudgingPlan(JudgingMode Mode = JudgingMode.Model, int Runs = 1)
{
    /// <summary>Most runs.</summary>
    public const int MostRuns = 9;
}
