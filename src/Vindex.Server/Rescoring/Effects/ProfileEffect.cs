using Vindex.Scoring;
using Vindex.Storage.Scores;

namespace Vindex.Server.Rescoring.Effects;

/// <summary>What a profile would do to tickets.</summary>
/// <param name="Tickets">The tickets, newest first, with both scores.</param>
/// <param name="Skipped">Number of tickets that could not be read again.</param>
/// <param name="IsComplete">Whether all tickets were judged; false if time was up.</param>
/// <param name="GateTenths">The company's quality gate.</param>
internal sealed record ProfileEffect(IReadOnlyList<TicketEffect> Tickets, int Skipped, bool IsComplete, int GateTenths)
{
    /// <summary>The scores with the stored profile.</summary>
    public EffectSums Now => EffectSums.Of(Tickets.Select(ticket => ticket.Now), GateTenths);

    /// <summary>The scores with the edited one.</summary>
    public EffectSums Then => EffectSums.Of(Tickets.Select(ticket => ticket.Then), GateTenths);

    /// <summary>Number of tickets of which at least one of the six scores changes.</summary>
    public int Changed => Tickets.Count(ticket => ticket.Now != ticket.Then);

    /// <summary>The tickets that change, the largest change of the overall score first.</summary>
    public IEnumerable<TicketEffect> MostChanged =>
        Tickets.Where(ticket => ticket.Now != ticket.Then)
            .OrderByDescending(ticket => Math.Abs(ticket.Then.OverallTenths - ticket.Now.OverallTenths))
            .ThenByDescending(ticket => Math.Abs(ticket.Then.Sum - ticket.Now.Sum));
}

/// <summary>A ticket judged with both profiles.</summary>
/// <param name="Item">Its latest score.</param>
/// <param name="IsOfProfile">Whether that was made with this profile.</param>
/// <param name="Now">With the stored profile.</param>
/// <param name="Then">With the edited one.</param>
internal sealed record TicketEffect(ScoreItem Item, bool IsOfProfile, InvestScores Now, InvestScores Then);

/// <summary>Sums over tickets.</summary>
/// <param name="AverageTenths">Average of the overall scores; null without tickets.</param>
/// <param name="Bands">Tickets by band, in the order of <see cref="Band"/>.</param>
/// <param name="Passing">Tickets that pass the quality gate.</param>
internal sealed record EffectSums(int? AverageTenths, IReadOnlyList<int> Bands, int Passing)
{
    public static EffectSums Of(IEnumerable<InvestScores> scores, int gateTenths)
    {
        var tenths = scores.Select(score => score.OverallTenths).ToList();
        return new EffectSums(
            tenths.Count == 0 ? null : Rounding.MeanOfTenths(tenths.Sum(), tenths.Count),
            [.. Enum.GetValues<Band>().Select(band => tenths.Count(one => Vindex.Scoring.Bands.Of(one) == band))],
            tenths.Count(one => one >= gateTenths));
    }
}
