using Vindex.Models.Answers;
using Vindex.Models.Prompts;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;

namespace Vindex.Models.Judgements;

/// <summary>
/// Makes a judgement of a model's answer: scores that add up, findings with their quotes, recommendations, confidence. The overall score is computed from the
/// six, as for the offline judge.
/// </summary>
internal static class ModelJudgement
{
    private const int LargestDifference = 3;
    private const int MostAdvice = 5;
    private const int LongestAdvice = 300;

    /// <summary>The judgement.</summary>
    public static Judgement Of(MedianAnswer median, JudgedText ticket, JudgingMode mode)
    {
        var quotes = new QuoteFinder(ticket);
        DimensionScore[] scores =
            [.. Dimensions.All.Select(dimension => DimensionScore.Of(dimension, median.Answer.Dimensions[(int)dimension], ticket, quotes, mode))];
        var result = InvestScores.FromArray([.. scores.Select(score => score.Explanation.Score)]);
        var advice = Advise(median.Answer.Advice, result);
        var explanation = Dimensions.All.ToDictionary(dimension => dimension, dimension => Explain(dimension, scores[(int)dimension], advice));
        return new Judgement(result, Findings(explanation, advice), [.. advice.Select(one => one.Text)], Evidence(scores))
        {
            Reading = ticket.Offline.Reading,
            Explanation = explanation,
            RecommendationDetails = advice,
            Confidence = ConfidenceIn(median, scores, ticket, mode),
        };
    }

    // What the overall score would gain if the dimension reached 10, shared by the sentences about it.
    private static List<RecommendationDetail> Advise(IReadOnlyList<AdviceAnswer> answers, InvestScores scores)
    {
        var useful = answers.Where(answer => scores[answer.Dimension] < 10).Take(MostAdvice).ToList();
        return
        [
            .. useful.Select(answer => new RecommendationDetail(
                PlainText.Cut(answer.Text, LongestAdvice), answer.Dimension, Lift(answer.Dimension), answer.Dimension.Name() + ModelRules.Model))
                .OrderByDescending(detail => detail.Lift),
        ];

        double Lift(Dimension dimension)
        {
            var gain = (10.0 - scores[dimension]) / Dimensions.Count;
            return Math.Round(gain / useful.Count(other => other.Dimension == dimension), 2, MidpointRounding.AwayFromZero);
        }
    }

    private static DimensionExplanation Explain(Dimension dimension, DimensionScore score, IReadOnlyList<RecommendationDetail> advice) => score.Explanation with
    {
        NotEarned =
        [
            .. advice.Where(one => one.Dimension == dimension)
                .Select(one => new NotEarned(one.Rule, Math.Round(one.Lift * Dimensions.Count, 1), "The model recommends a change", one.Text)),
        ],
    };

    // The contributions, the worst first. Advice belongs to what the model said of its dimension.
    private static List<Finding> Findings(Dictionary<Dimension, DimensionExplanation> explanation, IReadOnlyList<RecommendationDetail> advice)
    {
        var findings = new List<Finding>();
        foreach (var dimension in Dimensions.All)
        {
            foreach (var c in explanation[dimension].Contributions.OrderBy(contribution => contribution.Points))
            {
                var isModel = c.Rule.EndsWith(ModelRules.Model, StringComparison.Ordinal);
                var text = isModel ? advice.FirstOrDefault(one => one.Dimension == dimension)?.Text ?? "" : "";
                findings.Add(new(c.Rule, dimension, c.Points, c.Field, c.Quote, c.Start, c.End, c.Why, text));
            }
        }

        return findings;
    }

    private static Dictionary<Dimension, IReadOnlyList<string>> Evidence(DimensionScore[] scores)
    {
        var evidence = new Dictionary<Dimension, IReadOnlyList<string>>();
        foreach (var dimension in Dimensions.All)
        {
            var score = scores[(int)dimension];
            if (score.Quotes.Count == 0) continue;
            var why = score.Explanation.Contributions[0].Why;
            evidence[dimension] =
            [
                $"{why}: “{score.Quotes[0].Text.ReplaceLineEndings(" ")}”", .. score.Quotes.Skip(1).Select(quote => $"“{quote.Text.ReplaceLineEndings(" ")}”"),
            ];
        }

        return evidence;
    }

    private static Confidence ConfidenceIn(MedianAnswer median, DimensionScore[] scores, JudgedText ticket, JudgingMode mode)
    {
        var reasons = new List<string>();
        if (ticket.IsHostile) reasons.Add("Text that addresses the judge was ignored.");
        foreach (var dimension in Dimensions.All)
        {
            var (model, own) = (scores[(int)dimension].Model, ticket.Offline.Scores[dimension]);
            if (mode == JudgingMode.Consensus && Math.Abs(model - own) > LargestDifference)
                reasons.Add($"The judges disagree on {dimension.Name()}: the model says {model}, the offline judge {own}.");
            if (median.Spread[(int)dimension] > LargestDifference)
                reasons.Add($"The model's answers differ by {median.Spread[(int)dimension]} points on {dimension.Name()}.");
        }

        var dropped = scores.Sum(score => score.Dropped);
        if (dropped > 0) reasons.Add($"{dropped} {(dropped == 1 ? "quote" : "quotes")} of the model {(dropped == 1 ? "is" : "are")} not in the ticket.");
        return new(reasons.Count == 0 ? ConfidenceLevel.High : ConfidenceLevel.Medium, reasons);
    }
}
