using System.Collections.Frozen;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging.Rules;

/// <summary>
/// Judges textbook user stories by rules about their grammar: who, what and why are clauses of one sentence, and what is wrong with one can be read off its
/// words.
/// The explanation has the same form as any other.
/// </summary>
internal sealed class StoryRules(Profile profile)
{
    private const int MostRecommendations = 3;
    private const int MostNotEarned = 3;
    private const int ReadyTenths = 80;
    private static readonly FrozenSet<string> s_sound = FrozenSet.Create(
        "valuable.no-benefit", "testable.no-criteria", "estimable.no-description", "estimable.little-detail", "estimable.bare", "testable.bare",
        "valuable.bare",
        "independent.blocking-link", "independent.dependency", "estimable.open-question", "testable.instructions", "small.many-criteria");

    private static readonly string[] s_purposes = [" to help", " to assist", " because", " so ", " in order to", " to avoid"];
    private readonly RubricJudge _rules = new(profile);

    /// <summary>Judges a ticket.</summary>
    public Judgement Judge(TicketReading reading, TicketFacts facts)
    {
        var judgement = _rules.Judge(reading);
        Finding[] all = [.. judgement.Findings, .. Instructions(facts)];
        var explanation = new Dictionary<Dimension, DimensionExplanation>(Dimensions.Count);
        var findings = new List<Finding>(all.Length);
        Span<int> scores = stackalloc int[Dimensions.Count];
        foreach (var dimension in Dimensions.All)
        {
            var ordered = all.Where(f => f.Dimension == dimension)
                .OrderByDescending(f => Math.Abs(f.Points)).ThenBy(f => f.Rule, StringComparer.Ordinal).ThenBy(f => f.Start).ToList();
            var contributions = ordered.ConvertAll(f => new Contribution(f.Rule, f.Points, f.Field, f.Quote, f.Start, f.End, f.Why));
            findings.AddRange(ordered.OrderBy(f => f.Points));
            var start = _rules.Table.Priors[(int)dimension];
            var sum = Math.Round(start + contributions.Sum(c => c.Points), 2, MidpointRounding.AwayFromZero);
            scores[(int)dimension] = (int)Math.Clamp(Math.Round(sum, MidpointRounding.AwayFromZero), 0, 10);
            explanation[dimension] = new(
                new(start, "Where a user story starts"), contributions, NotEarned(dimension, contributions), sum, scores[(int)dimension]);
        }

        var result = InvestScores.FromArray(scores);
        RecommendationDetail[] details =
            result.OverallTenths >= ReadyTenths ? [] : [.. judgement.RecommendationDetails.Where(detail => IsSound(detail, reading)).Take(MostRecommendations)];
        return new Judgement(result, findings, [.. details.Select(d => d.Text)], judgement.ContextUsed)
        {
            Reading = new(facts.Kind, facts.KindSource, facts.Language, facts.Spans),
            Explanation = explanation,
            RecommendationDetails = details,
            Confidence = ConfidenceRules.Of(facts, explanation),
        };
    }

    // Text that addresses the judge was taken out before the rules saw the ticket.
    private IEnumerable<Finding> Instructions(TicketFacts facts)
    {
        var id = RuleNames.Id(RuleNames.Instructions, (int)Dimension.Testable);
        var factor = profile.RuleWeights.GetValueOrDefault(id, 1);
        return HandRules.OfInstructions(facts).Select(rule => new Finding(
            id, Dimension.Testable, rule.Points[(int)Dimension.Testable] * factor, rule.Quote!.Field, rule.Quote.Text, rule.Quote.Start, rule.Quote.End,
            rule.Why, ImprovementPlan.InstructionsAdvice));
    }

    // Other rules quote a piece of the sentence, which their advice then takes for more than it is.
    private static bool IsSound(RecommendationDetail detail, TicketReading reading) => s_sound.Contains(detail.Rule)
        && (detail.Rule != "valuable.no-benefit"
            || !s_purposes.Any(purpose => reading.Ticket!.Summary.Clean.Contains(purpose, StringComparison.OrdinalIgnoreCase)));

    private List<NotEarned> NotEarned(Dimension dimension, List<Contribution> contributions) =>
    [
        .. _rules.Table.Rules.Where(rule => rule.Dimension == dimension && rule.Points > 0 && !contributions.Exists(c => c.Rule == rule.Id))
            .OrderByDescending(rule => rule.Points).ThenBy(rule => rule.Id, StringComparer.Ordinal).Take(MostNotEarned)
            .Select(rule =>
                new NotEarned(
                    rule.Id,
                    rule.Points,
                    $"Not met: {char.ToLowerInvariant(rule.Why[0])}{rule.Why[1..]}",
                    $"For example: “{rule.Good.ReplaceLineEndings(" ")}”")),
    ];
}
