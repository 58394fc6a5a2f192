using Vindex.Scoring;
using Vindex.Scoring.Profiles;
using Vindex.Server.Languages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Settings.Profiles;
using Vindex.Server.Ratings.Proposals;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings.Proposals;

/// <summary>What the ratings say about a dimension.</summary>
/// <param name="Name">The dimension.</param>
/// <param name="Tickets">Number of rated tickets.</param>
/// <param name="Correlation">Rank correlation before and after.</param>
/// <param name="Error">Mean error before and after.</param>
/// <param name="Level">How much higher people rate.</param>
/// <param name="Outcome">What follows.</param>
/// <param name="IsProposed">Whether weights are proposed.</param>
public sealed record ProposalLine(string Name, int Tickets, string Correlation, string Error, string Level, string Outcome, bool IsProposed);

/// <summary>A proposed weight.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Weight">Before and after.</param>
/// <param name="Tickets">Number of rated tickets that it moves.</param>
/// <param name="Points">Points that it moves them by on average, before and after.</param>
public sealed record ProposedWeight(string Rule, string Weight, int Tickets, string Points);

/// <summary>What a proposal can be learned from.</summary>
/// <param name="Reviews">The reviews with ratings, id and name.</param>
/// <param name="ReviewId">The review that was chosen; null for none.</param>
/// <param name="FileName">The file that was sent; null for none.</param>
/// <param name="Form">State of the form that sends a file.</param>
public sealed record ProposalSources(IReadOnlyList<(string Id, string Name)> Reviews, string? ReviewId, string? FileName, FormState Form);

/// <summary>The page of a proposal.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Profile">The profile that it starts from.</param>
/// <param name="IsBuiltIn">Whether that profile cannot be changed, so that a new profile takes the weights.</param>
/// <param name="Sources">What it is learned from.</param>
/// <param name="Result">The proposal; null if the file could not be read.</param>
public sealed record ProposalModel(SettingsFrame Frame, string Profile, bool IsBuiltIn, ProposalSources Sources, ProposalResult? Result);

/// <summary>A proposal.</summary>
/// <param name="RatedTickets">Number of rated tickets.</param>
/// <param name="NeededTickets">Number that a dimension needs.</param>
/// <param name="Lines">The dimensions.</param>
/// <param name="Weights">The weights that would change.</param>
/// <param name="Document">The proposed profile as JSON.</param>
public sealed record ProposalResult(
    int RatedTickets,
    int NeededTickets,
    IReadOnlyList<ProposalLine> Lines,
    IReadOnlyList<ProposedWeight> Weights,
    string Document)
{
    internal static ProposalResult Of(ProposalBody proposal) => new(
        proposal.RatedTickets,
        proposal.NeededTickets,
        [.. proposal.Dimensions.Select(found => new ProposalLine(
            Dimensions.TryParse(found.Dimension, out var dimension) ? Wording.Of(dimension) : found.Dimension,
            found.Tickets,
            Pair(found.Before?.RankCorrelation, found.After?.RankCorrelation),
            Pair(found.Before?.MeanError, found.After?.MeanError),
            found.Before is { } before ? Signed(before.Level) : "–",
            OutcomeText(found.Outcome, proposal.NeededTickets),
            found.Outcome == "proposed"))],
        [.. proposal.Changes.Select(change => new ProposedWeight(
            change.Rule, Pair(change.From, change.To), change.Tickets, $"{Signed(change.PointsBefore)} → {Signed(change.PointsAfter)}"))],
        ProfileForm.Document(new Profile(proposal.Profile, proposal.RuleWeights, proposal.Vocabulary)));

    private static string OutcomeText(string outcome, int needed) => outcome switch
    {
        "proposed" => T("proposals.better"),
        "no_better" => T("proposals.no-better"),
        _ => T("proposals.too-few", ("number", needed)),
    };

    private static string Pair(double? before, double? after) =>
        before is { } from && after is { } to ? string.Create(Language.Current.Culture, $"{from:0.00} → {to:0.00}") : "–";

    private static string Signed(double points) => points.ToString("+0.00;−0.00;0.00", Language.Current.Culture);
}
