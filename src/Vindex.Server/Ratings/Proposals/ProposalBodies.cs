using Vindex.Scoring;
using Vindex.Scoring.Profiles.Examples;
using Vindex.Server.Scoring;

namespace Vindex.Server.Ratings.Proposals;

/// <summary>What to learn a profile's weights from.</summary>
/// <param name="Examples">Rated tickets, at most 1,000; by default the tickets that people of your company rated in the portal, the newest ratings first.</param>
/// <param name="ReviewId">Only the ratings given in this review; instead of examples.</param>
internal sealed record ProposalRequestBody(
    [Items(ProposalService.MostTickets)] IReadOnlyList<RatedExampleBody>? Examples = null, [Line(64)] string? ReviewId = null);

/// <summary>A rated ticket.</summary>
/// <param name="TicketData">The ticket.</param>
/// <param name="Ratings">Ratings, each 0 to 10; dimensions may be left out, and <c>overall</c> does not count.</param>
internal sealed record RatedExampleBody(TicketBody TicketData, RatingBody Ratings);

/// <summary>Rule weights that agree better with people's ratings. Nothing changes until they are saved as a profile.</summary>
/// <param name="Profile">The profile that the proposal starts from.</param>
/// <param name="RatedTickets">Number of rated tickets.</param>
/// <param name="NeededTickets">Number of rated tickets that a dimension needs.</param>
/// <param name="Dimensions">What was found for each dimension.</param>
/// <param name="Changes">The weights that would change, those that move scores most first.</param>
/// <param name="RuleWeights">All weights of the profile with these changes, to be saved with PUT.</param>
/// <param name="Vocabulary">The profile's words, unchanged.</param>
internal sealed record ProposalBody(
    string Profile,
    int RatedTickets,
    int NeededTickets,
    IReadOnlyList<DimensionProposalBody> Dimensions,
    IReadOnlyList<WeightChangeBody> Changes,
    IReadOnlyDictionary<string, double> RuleWeights,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabulary)
{
    public static ProposalBody Of(string profile, ProfileProposal proposal) => new(
        profile,
        proposal.Tickets,
        ProfileFit.NeededTickets,
        [.. proposal.Dimensions.Select(DimensionProposalBody.Of)],
        [.. proposal.Changes.Select(WeightChangeBody.Of)],
        proposal.Profile.RuleWeights,
        proposal.Profile.Vocabulary);
}

/// <summary>What the ratings say about one dimension.</summary>
/// <param name="Dimension">One of the six.</param>
/// <param name="Tickets">Number of tickets with a rating.</param>
/// <param name="Outcome"><c>proposed</c>: the weights agree clearly better; <c>no_better</c>: none were found that do; <c>too_few</c>: too few tickets.</param>
/// <param name="Before">Agreement of the profile as it is; null with too few tickets.</param>
/// <param name="After">Agreement on tickets that the weights were not learned from; null with too few tickets.</param>
internal sealed record DimensionProposalBody(string Dimension, int Tickets, string Outcome, FitAgreementBody? Before, FitAgreementBody? After)
{
    public static DimensionProposalBody Of(DimensionProposal found) => new(
        found.Dimension.Name(), found.Tickets, NameOf(found.Outcome), FitAgreementBody.Of(found.Before), FitAgreementBody.Of(found.After));

    private static string NameOf(FitOutcome outcome) => outcome switch
    {
        FitOutcome.Proposed => "proposed",
        FitOutcome.NoBetter => "no_better",
        _ => "too_few",
    };
}

/// <summary>Agreement of scores with ratings, to three decimals.</summary>
/// <param name="RankCorrelation">Spearman's correlation, −1 to 1.</param>
/// <param name="MeanError">Mean absolute difference in points, once the difference in level is taken off.</param>
/// <param name="Level">How much higher people rate than the profile, on average; weights do not change for that.</param>
internal sealed record FitAgreementBody(double RankCorrelation, double MeanError, double Level)
{
    public static FitAgreementBody? Of(FitAgreement? agreement) =>
        agreement is null ? null : new(Math.Round(agreement.RankCorrelation, 3), Math.Round(agreement.MeanError, 3), Math.Round(agreement.Level, 3));
}

/// <summary>A proposed weight.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="From">The profile's weight.</param>
/// <param name="To">The proposed weight, 0.25 to 3.</param>
/// <param name="Tickets">Number of rated tickets that the rule moves.</param>
/// <param name="PointsBefore">How far it moves their score on average.</param>
/// <param name="PointsAfter">How far it would.</param>
internal sealed record WeightChangeBody(string Rule, double From, double To, int Tickets, double PointsBefore, double PointsAfter)
{
    public static WeightChangeBody Of(WeightChange change) =>
        new(change.Rule, change.From, change.To, change.Tickets, Math.Round(change.PointsBefore, 3), Math.Round(change.PointsAfter, 3));
}
