using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.AgentReady;

/// <summary>
/// Judges whether a ticket is ready for a coding agent (profile <c>agent-ready</c>): the offline judge, which does not mind prescribed solutions, and a
/// contribution for each <see cref="ReadinessCheck"/>. The contributions still add up to each score.
/// </summary>
internal sealed class AgentReadyJudge(Profile profile) : TicketJudge(profile)
{
    private const int MostRecommendations = 3;
    private readonly OfflineJudge _offline = new(profile);

    public override string Version => _offline.Version;

    public override Judgement Judge(TicketReading reading)
    {
        var judgement = _offline.Judge(reading);
        if (judgement.Explanation is not { } explanation) return judgement;
        var results = AgentReadiness.Of(reading.Ticket!, judgement.Reading);
        var adjusted = Dimensions.All.ToDictionary(
            dimension => dimension,
            dimension => Adjusted(explanation[dimension], [.. results.Where(result => result.Check.Dimension == dimension)]));
        var scores = InvestScores.FromArray([.. Dimensions.All.Select(dimension => adjusted[dimension].Score)]);
        var details = Recommendations(judgement, results, adjusted);
        return judgement with
        {
            Scores = scores,
            Findings = Findings(judgement, results),
            Explanation = adjusted,
            RecommendationDetails = details,
            Recommendations = [.. details.Select(detail => detail.Text)],
        };
    }

    private static DimensionExplanation Adjusted(DimensionExplanation before, IReadOnlyList<ReadinessResult> results)
    {
        if (results.Count == 0) return before;
        var sum = Math.Round(before.Sum + results.Sum(Points), 2, MidpointRounding.AwayFromZero);
        return before with
        {
            Contributions = [.. results.Select(Contribution), .. before.Contributions],
            NotEarned =
            [
                .. results.Where(result => !result.IsMet).Select(result => result.Check)
                    .Select(check => new NotEarned(check.Rule, Gain(check), check.WhyMissing, check.Advice)),
                .. before.NotEarned,
            ],
            Sum = sum,
            Score = ScoreOf(sum),
        };
    }

    private static int ScoreOf(double sum) => (int)Math.Clamp(Math.Round(sum, MidpointRounding.AwayFromZero), 0, 10);

    private static double Points(ReadinessResult result) => result.IsMet ? result.Check.Met : result.Check.Missing;

    private static double Gain(ReadinessCheck check) => check.Met - check.Missing;

    private static Contribution Contribution(ReadinessResult result) => new(
        result.Check.Rule, Points(result), result.Field, result.Quote, result.Start, result.End, result.IsMet ? result.Check.WhyMet : result.Check.WhyMissing);

    private static List<Finding> Findings(Judgement judgement, IReadOnlyList<ReadinessResult> results)
    {
        var added = results.Select(result => new Finding(
            result.Check.Rule,
            result.Check.Dimension,
            Points(result),
            result.Field,
            result.Quote,
            result.Start,
            result.End,
            result.IsMet ? result.Check.WhyMet : result.Check.WhyMissing,
            result.IsMet ? "" : result.Check.Advice));
        return [.. judgement.Findings.Concat(added).OrderBy(finding => finding.Dimension).ThenBy(finding => finding.Points)];
    }

    // What an agent lacks comes first where it brings as much.
    private static List<RecommendationDetail> Recommendations(
        Judgement judgement, IReadOnlyList<ReadinessResult> results, Dictionary<Dimension, DimensionExplanation> adjusted)
    {
        var own = results.Where(result => !result.IsMet).Select(result => new RecommendationDetail(
            result.Check.Advice, result.Check.Dimension, Lift(adjusted[result.Check.Dimension], result.Check), result.Check.Rule));
        return [.. own.Concat(judgement.RecommendationDetails).OrderByDescending(detail => detail.Lift).Take(MostRecommendations)];
    }

    private static double Lift(DimensionExplanation explanation, ReadinessCheck check) =>
        Math.Round((ScoreOf(explanation.Sum + Gain(check)) - explanation.Score) / (double)Dimensions.Count, 2, MidpointRounding.AwayFromZero);
}
