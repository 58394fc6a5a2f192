using Vindex.Scoring;
using Vindex.Server.Scores;
using Vindex.Server.Scoring;

namespace Vindex.Server.Pages.Tickets;

/// <summary>Makes the marked text of a score, stored or just judged.</summary>
internal static class MarkedTickets
{
    public static MarkedTicketModel Of(
        decimal overall, InvestScoresBody scores, TicketTextBody text, IReadOnlyList<FindingBody> findings, IReadOnlyList<string> recommendations)
    {
        // What costs most comes first; what earns points follows.
        var ordered = findings.OrderBy(finding => finding.Points >= 0).ThenByDescending(finding => Math.Abs(finding.Points)).ToList();
        var cards = ordered
            .Select((finding, i) => new FindingCard(i + 1, finding.Dimension, finding.Points, finding.Quote, finding.Why, finding.Advice))
            .ToList();
        (string Name, string Title, string? Text)[] fields =
            [("summary", "Summary", text.Summary), ("description", "Description", text.Description), ("acceptance_criteria", "Acceptance criteria", text.AcceptanceCriteria)];
        var marked = new List<MarkedField>();
        foreach (var (name, title, source) in fields)
        {
            if (source is null) continue;
            var quotes = ordered.Select((finding, i) => (Finding: finding, Number: i + 1))
                .Where(one => one.Finding.Field == name && one.Finding is { Start: not null, End: not null })
                .Select(one => (one.Number, one.Finding.Start!.Value, one.Finding.End!.Value, one.Finding.Points < 0));
            marked.Add(new MarkedField(title, MarkedText.Cut(source, [.. quotes])));
        }

        var six = new InvestScores(scores.Independent, scores.Negotiable, scores.Valuable, scores.Estimable, scores.Small, scores.Testable);
        return new MarkedTicketModel(overall, six, marked, cards, recommendations);
    }
}
