using Vindex.Scoring;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;

namespace Vindex.Server.Rescoring.Effects;

/// <summary>What a profile would change, judged by the rules on the company's latest tickets. Nothing is stored.</summary>
/// <param name="Profile">The stored profile that it is compared with.</param>
/// <param name="Tickets">Number of tickets judged, at most 100, those with the newest scores.</param>
/// <param name="OfProfile">Number of those whose latest score was made with this profile.</param>
/// <param name="Skipped">Number of tickets that could not be read again.</param>
/// <param name="Complete">False if time was up before all tickets were judged.</param>
/// <param name="QualityGate">The company's quality gate.</param>
/// <param name="Now">With the stored profile.</param>
/// <param name="Then">With the profile of the request.</param>
/// <param name="Changed">Number of tickets of which at least one of the six scores changes.</param>
/// <param name="Items">The 20 tickets whose overall score changes most.</param>
internal sealed record ProfileEffectBody(
    string Profile,
    int Tickets,
    int OfProfile,
    int Skipped,
    bool Complete,
    decimal QualityGate,
    EffectSumsBody Now,
    EffectSumsBody Then,
    int Changed,
    IReadOnlyList<TicketEffectBody> Items)
{
    /// <summary>The most tickets that are listed.</summary>
    public const int MostItems = 20;

    public static ProfileEffectBody Of(string profile, ProfileEffect effect) => new(
        profile,
        effect.Tickets.Count,
        effect.Tickets.Count(ticket => ticket.IsOfProfile),
        effect.Skipped,
        effect.IsComplete,
        effect.GateTenths / 10m,
        EffectSumsBody.Of(effect.Now),
        EffectSumsBody.Of(effect.Then),
        effect.Changed,
        [.. effect.MostChanged.Take(MostItems).Select(TicketEffectBody.Of)]);
}

/// <summary>Sums over the tickets.</summary>
/// <param name="Average">Average of the overall scores; null without tickets.</param>
/// <param name="Bands">Number of tickets by band.</param>
/// <param name="Passing">Number of tickets that pass the quality gate.</param>
internal sealed record EffectSumsBody(decimal? Average, EffectBandsBody Bands, int Passing)
{
    public static EffectSumsBody Of(EffectSums sums) => new(
        sums.AverageTenths / 10m,
        new EffectBandsBody(sums.Bands[(int)Band.Healthy], sums.Bands[(int)Band.NeedsReview], sums.Bands[(int)Band.AtRisk]),
        sums.Passing);
}

/// <summary>Number of tickets by band.</summary>
internal sealed record EffectBandsBody(int Healthy, int NeedsReview, int AtRisk);

/// <summary>A ticket that changes.</summary>
/// <param name="Ticket">The ticket.</param>
/// <param name="ScoreId">Its latest score.</param>
/// <param name="OverallNow">Overall score with the stored profile.</param>
/// <param name="OverallThen">Overall score with the profile of the request.</param>
/// <param name="InvestNow">The six dimensions with the stored profile.</param>
/// <param name="InvestThen">The six dimensions with the profile of the request.</param>
internal sealed record TicketEffectBody(
    TicketRefBody Ticket, string ScoreId, decimal OverallNow, decimal OverallThen, InvestScoresBody InvestNow, InvestScoresBody InvestThen)
{
    public static TicketEffectBody Of(TicketEffect effect) => new(
        new TicketRefBody(effect.Item.TicketId, effect.Item.TicketKey, effect.Item.Title),
        effect.Item.Id,
        effect.Now.Overall,
        effect.Then.Overall,
        InvestScoresBody.Of(effect.Now),
        InvestScoresBody.Of(effect.Then));
}
