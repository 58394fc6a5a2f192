using Vindex.Scoring;

namespace Vindex.Cli.Score;

/// <summary>What can be said of all tickets together.</summary>
internal sealed class BacklogSummary
{
    private readonly long[] _dimensionSums = new long[Dimensions.Count];
    private readonly int[] _fails = new int[Dimensions.Count];
    private readonly int[] _bands = new int[Bands.Names.Count];
    private long _overallTenthsSum;

    /// <summary>How many tickets were judged.</summary>
    public int Total { get; private set; }

    /// <summary>The mean of the overall scores in tenths, half away from zero; null without tickets.</summary>
    public int? AverageTenths => Total == 0 ? null : Rounding.MeanOfTenths(_overallTenthsSum, Total);

    /// <summary>What the tickets have to do with each other; null when it was not asked for.</summary>
    public TicketRelations? Relations { get; set; }

    /// <summary>Counts one more.</summary>
    public void Add(ScoredTicket ticket)
    {
        Total++;
        _overallTenthsSum += ticket.OverallTenths;
        _bands[(int)Bands.Of(ticket.OverallTenths)]++;
        foreach (var dimension in Dimensions.All)
        {
            var score = ticket.Judgement.Scores[dimension];
            _dimensionSums[(int)dimension] += score;
            if (score < InvestScores.FailBelow) _fails[(int)dimension]++;
        }
    }

    /// <summary>How many tickets are in a band.</summary>
    public int In(Band band) => _bands[(int)band];

    /// <summary>In how many tickets a dimension fails.</summary>
    public int Fails(Dimension dimension) => _fails[(int)dimension];

    /// <summary>The mean of a dimension in tenths; null without tickets.</summary>
    public int? AverageTenthsOf(Dimension dimension) => Total == 0 ? null : Rounding.MeanInTenths(_dimensionSums[(int)dimension], Total);
}
