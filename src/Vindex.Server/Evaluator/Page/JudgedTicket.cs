using Vindex.Scoring;
using Vindex.Server.Portal.Ticket;

namespace Vindex.Server.Evaluator.Page;

/// <summary>A ticket that was just judged: its score, and its text as the portal shows it.</summary>
/// <param name="Overall">0.0 to 10.0.</param>
/// <param name="Scores">The six dimensions.</param>
/// <param name="Fields">The text, marked.</param>
/// <param name="Faults">What cost points, dearest first.</param>
/// <param name="Merits">What gave points.</param>
/// <param name="Recommendations">What to do, by lift.</param>
public sealed record JudgedTicket(
    decimal Overall, InvestScores Scores, IReadOnlyList<MarkedField> Fields, IReadOnlyList<FindingModel> Faults, IReadOnlyList<FindingModel> Merits, IReadOnlyList<string> Recommendations)
{
    internal static JudgedTicket Of(TicketAnswerBody answer)
    {
        var groups = TicketFacts.Grouped(new Scoring.ScoreDetail(answer.Recommendations, answer.ContextUsed, answer.Findings));
        (string Name, string Field, string? Text)[] texts =
            [("Summary", "summary", answer.Text.Summary), ("Description", "description", answer.Text.Description), ("Acceptance criteria", "acceptance_criteria", answer.Text.AcceptanceCriteria)];
        List<MarkedField> fields = [.. texts.Where(one => one.Text is not null).Select(one => MarkedText.Of(one.Name, one.Field, one.Text!, groups))];
        var six = answer.IndividualScores;
        return new JudgedTicket(
            answer.OverallScore,
            new InvestScores(six.Independent, six.Negotiable, six.Valuable, six.Estimable, six.Small, six.Testable),
            fields,
            TicketFacts.Cards(groups, fields, faults: true),
            TicketFacts.Cards(groups, fields, faults: false),
            answer.Recommendations);
    }
}
