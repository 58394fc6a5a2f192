using Vindex.Scoring;
using Vindex.Server.Portal.Ticket;

namespace Vindex.Server.Evaluator.Page;

/// <summary>A ticket that was just judged: its score, and its text as the portal shows it.</summary>
/// <param name="Scores">The six dimensions and the overall score.</param>
/// <param name="Judged">What the judge says.</param>
/// <param name="Dimensions">Each dimension with how it came about.</param>
public sealed record JudgedTicket(InvestScores Scores, JudgedModel Judged, IReadOnlyList<DimensionModel> Dimensions)
{
    internal static JudgedTicket Of(EvaluatedTicket evaluated)
    {
        var (ticket, judgement) = evaluated;
        var judged = JudgedModels.Of(judgement, ticket.Summary.Source, ticket.Description.Source, ticket.AcceptanceCriteria.Source);
        return new JudgedTicket(
            judgement.Scores,
            judged,
            [.. Vindex.Scoring.Dimensions.All.Select(Of)]);

        DimensionModel Of(Dimension dimension) => new(dimension, judgement.Scores[dimension], judged.Sums.GetValueOrDefault(dimension), null);
    }
}
