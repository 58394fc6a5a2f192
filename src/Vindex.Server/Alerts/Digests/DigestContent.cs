namespace Vindex.Server.Alerts.Digests;

/// <summary>Sums over tickets, each with its latest score of a week.</summary>
/// <param name="Tickets">The tickets.</param>
/// <param name="Tenths">The sum of their overall scores, in tenths.</param>
/// <param name="Ready">How many reach the quality gate.</param>
/// <param name="Dimensions">The sums of the six dimensions.</param>
internal sealed record DigestSums(int Tickets, long Tenths, int Ready, IReadOnlyList<long> Dimensions)
{
    /// <summary>The average of the overall score; null without tickets.</summary>
    public double? Average() => Tickets == 0 ? null : Tenths / 10.0 / Tickets;

    /// <summary>The average of a dimension; null without tickets.</summary>
    public double? AverageOf(int dimension) => Tickets == 0 ? null : Dimensions[dimension] / (double)Tickets;

    /// <summary>The share that reaches the quality gate, in percent; null without tickets.</summary>
    public double? ReadyPercent() => Tickets == 0 ? null : 100.0 * Ready / Tickets;
}

/// <summary>A project whose average changed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tickets">Its tickets in this week.</param>
/// <param name="Average">Their average.</param>
/// <param name="Before">The average of its tickets in the week before.</param>
internal sealed record DigestMover(string Name, int Tickets, double Average, double Before);

/// <summary>Something to do.</summary>
/// <param name="Rule">The rule that recommends it.</param>
/// <param name="Text">The recommendation.</param>
/// <param name="Tickets">How many tickets have it.</param>
/// <param name="Lift">What it would add to the overall scores of these tickets, altogether.</param>
/// <param name="ScoreIds">Their scores, those with the most lift first; at most <see cref="DigestActions.MostListed"/>.</param>
internal sealed record DigestAction(string Rule, string Text, int Tickets, double Lift, IReadOnlyList<string> ScoreIds);

/// <summary>What a digest says, without words.</summary>
/// <param name="Week">The weeks.</param>
/// <param name="GateTenths">The quality gate at the time, in tenths.</param>
/// <param name="Now">The week.</param>
/// <param name="Earlier">The week before.</param>
/// <param name="Movers">The projects that changed most.</param>
/// <param name="Actions">The actions with the most lift.</param>
/// <param name="IsTest">Whether it was sent by hand.</param>
internal sealed record DigestContent(
    DigestWeek Week,
    int GateTenths,
    DigestSums Now,
    DigestSums Earlier,
    IReadOnlyList<DigestMover> Movers,
    IReadOnlyList<DigestAction> Actions,
    bool IsTest)
{
    /// <summary>Whether the week has no scores.</summary>
    public bool IsEmpty() => Now.Tickets == 0;
}
