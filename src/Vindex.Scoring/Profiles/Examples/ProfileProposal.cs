namespace Vindex.Scoring.Profiles.Examples;

/// <summary>Rule weights that bring a profile closer to people's ratings. Nothing changes until a person accepts them.</summary>
/// <param name="Tickets">Number of rated tickets.</param>
/// <param name="Dimensions">What was found for each dimension.</param>
/// <param name="Changes">The weights that differ from the profile's, those that move scores most first.</param>
/// <param name="Profile">The profile with these weights.</param>
public sealed record ProfileProposal(
    int Tickets, IReadOnlyList<DimensionProposal> Dimensions, IReadOnlyList<WeightChange> Changes, Profile Profile);

/// <summary>What the ratings say about one dimension.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Tickets">Number of tickets with a rating for it.</param>
/// <param name="Outcome">Whether weights are proposed, and why not.</param>
/// <param name="Before">Agreement of the profile as it is; null with too few tickets.</param>
/// <param name="After">
/// Agreement of weights learned from four fifths of the tickets with the ratings of the other fifth, for each fifth in turn; null with too few tickets.
/// </param>
public sealed record DimensionProposal(Dimension Dimension, int Tickets, FitOutcome Outcome, FitAgreement? Before, FitAgreement? After);

/// <summary>Agreement of scores with ratings.</summary>
/// <param name="RankCorrelation">Spearman's correlation, −1 to 1.</param>
/// <param name="MeanError">Mean absolute difference between score and rating in points, once the difference in level is taken off.</param>
/// <param name="Level">How much higher people rate than the profile, on average. Weights do not change for that.</param>
public sealed record FitAgreement(double RankCorrelation, double MeanError, double Level);

/// <summary>Whether weights are proposed for a dimension.</summary>
public enum FitOutcome
{
    /// <summary>The proposed weights agree clearly better.</summary>
    Proposed,

    /// <summary>No weights were found that agree clearly better.</summary>
    NoBetter,

    /// <summary>Too few tickets have a rating.</summary>
    TooFew,
}

/// <summary>A proposed weight.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="From">The profile's weight.</param>
/// <param name="To">The proposed weight.</param>
/// <param name="Tickets">Number of rated tickets that the rule moves.</param>
/// <param name="PointsBefore">How far it moves their score on average.</param>
/// <param name="PointsAfter">How far it would.</param>
public sealed record WeightChange(string Rule, double From, double To, int Tickets, double PointsBefore, double PointsAfter);
