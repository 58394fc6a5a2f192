using Vindex.Models.Answers;
using Vindex.Models.Prompts;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;

namespace Vindex.Models.Judgements;

/// <summary>One dimension of a model's answer, after our rules were applied to it.</summary>
/// <param name="Explanation">How the score was computed.</param>
/// <param name="Model">The model's score after the rules, before a consensus.</param>
/// <param name="Quotes">The quotes that are in the ticket.</param>
/// <param name="Dropped">How many quotes are not.</param>
internal sealed record DimensionScore(DimensionExplanation Explanation, int Model, IReadOnlyList<FoundQuote> Quotes, int Dropped)
{
    private const int LongestReason = 500;
    private const int HighestUnsupported = 7;

    /// <summary>Applies the rules: high scores need a quote, and a ticket that addresses the judge gains nothing by it.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="answer">The model's answer.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="quotes">Finds quotes in it.</param>
    /// <param name="mode">Whether the offline judge has half of the weight.</param>
    public static DimensionScore Of(Dimension dimension, DimensionAnswer answer, JudgedText ticket, QuoteFinder quotes, JudgingMode mode)
    {
        var found = answer.Quotes.Select(quotes.Find).OfType<FoundQuote>().Distinct().ToList();
        var own = ticket.Offline.Scores[dimension];
        var share = mode == JudgingMode.Consensus ? 0.5 : 1;
        var name = dimension.Name();
        var reason = PlainText.Cut(answer.Reason, LongestReason).TrimEnd('.');
        List<Contribution> contributions = [At(name + ModelRules.Model, answer.Score * share, found.FirstOrDefault(), reason)];
        var score = answer.Score;
        if (score > HighestUnsupported && found.Count == 0 && dimension is Dimension.Valuable or Dimension.Estimable or Dimension.Testable)
        {
            contributions.Add(At(name + ModelRules.Unsupported, (HighestUnsupported - score) * share, null, "No words of the ticket support a score above 7"));
            score = HighestUnsupported;
        }

        if (ticket.IsHostile)
        {
            var capped = Math.Min(score, own);
            contributions.Add(At(
                name + ModelRules.Instructions, (capped - score) * share, Addressing(ticket),
                "Text that addresses the judge was withheld from the model, and the score does not exceed the offline judge's"));
            score = capped;
        }

        if (mode == JudgingMode.Consensus)
            contributions.Add(At(name + ModelRules.Offline, own * share, null, $"The offline judge's score is {own}, the model's {score}"));
        var sum = contributions.Sum(contribution => contribution.Points);
        var start = new StartingPoint(0, mode == JudgingMode.Consensus ? "Half of the model's score and half of the offline judge's" : "The model's score");
        var explanation = new DimensionExplanation(start, contributions, [], sum, (int)Math.Clamp(Math.Round(sum, MidpointRounding.AwayFromZero), 0, 10));
        return new(explanation, score, found, answer.Quotes.Count - found.Count);
    }

    private static Contribution At(string rule, double points, FoundQuote? quote, string why) => quote is null
        ? new(rule, points, null, null, null, null, why)
        : new(rule, points, quote.Field, quote.Text, quote.Start, quote.End, why);

    private static FoundQuote? Addressing(JudgedText ticket)
    {
        if (ticket.Found.Count == 0) return null;
        var (field, range) = ticket.Found[0];
        var source = ticket.Fields.First(one => one.Field == field).Text.Source;
        return new(field, range.Start, range.End, source[range.Start..range.End]);
    }
}
