using System.Collections.Frozen;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging.Rules;

/// <summary>
/// Judges textbook user stories by rules about their grammar: who, what and why are clauses of one sentence, and what is wrong with one can be read off its
/// words.
/// The explanation has the same form as any other.
/// </summary>
internal sealed class StoryRules
{
    private const int MostRecommendations = 3;
    private const int MostNotEarned = 3;
    private const int ReadyTenths = 80;
    private static readonly FrozenSet<string> s_sound = FrozenSet.Create(
        "valuable.no-benefit", "testable.no-criteria", "estimable.no-description", "estimable.little-detail", "estimable.bare", "testable.bare",
        "valuable.bare",
        "independent.blocking-link", "independent.dependency", "estimable.open-question", "testable.instructions", "small.many-criteria");

    private static readonly string[] s_purposes = [" to help", " to assist", " because", " so ", " in order to", " to avoid"];
    private static readonly string s_instructions = RuleNames.Id(RuleNames.Instructions, (int)Dimension.Testable);

    private readonly RubricJudge _rules;
    private readonly StartingPoint[] _starts;
    private readonly NotEarned[][] _merits;
    private readonly double _instructionsFactor;

    /// <summary>Loads the rules for a profile.</summary>
    public StoryRules(Profile profile)
    {
        _rules = new(profile);
        _starts = Array.ConvertAll(_rules.Table.Priors, points => new StartingPoint(points, "Where a user story starts"));
        _merits = [.. Dimensions.All.Select(dimension => MeritsOf(_rules.Table, dimension))];
        _instructionsFactor = profile.RuleWeights.GetValueOrDefault(s_instructions, 1);
    }

    /// <summary>Judges a ticket.</summary>
    public Judgement Judge(TicketReading reading, TicketFacts facts)
    {
        var judgement = _rules.Judge(reading);
        var instructions = Instructions(facts);
        var findings = new Finding[judgement.Findings.Count + instructions.Length];
        var explanation = new DimensionMap<DimensionExplanation>();
        Span<int> scores = stackalloc int[Dimensions.Count];
        var first = 0;
        for (var d = 0; d < Dimensions.Count; d++)
        {
            var count = Take((Dimension)d, judgement.Findings, findings.AsSpan(first));
            if (d == (int)Dimension.Testable) instructions.CopyTo(findings, first + count);
            var own = findings.AsSpan(first, count + (d == (int)Dimension.Testable ? instructions.Length : 0));
            explanation.Set((Dimension)d, Explain(d, own));
            scores[d] = explanation[(Dimension)d].Score;
            Sort(own, s_worst);
            first += own.Length;
        }

        var result = InvestScores.FromArray(scores);
        var details = result.OverallTenths >= ReadyTenths ? [] : Sound(judgement.RecommendationDetails, reading);
        return new Judgement(result, findings, Array.ConvertAll(details, static detail => detail.Text), judgement.ContextUsed)
        {
            Reading = new(facts.Kind, facts.KindSource, facts.Language, facts.Spans),
            Explanation = explanation,
            RecommendationDetails = details,
            Confidence = ConfidenceRules.Of(facts, explanation),
        };
    }

    private static int Take(Dimension dimension, IReadOnlyList<Finding> findings, Span<Finding> own)
    {
        var count = 0;
        for (var i = 0; i < findings.Count; i++)
        {
            if (findings[i].Dimension == dimension) own[count++] = findings[i];
        }

        return count;
    }

    private DimensionExplanation Explain(int dimension, Span<Finding> findings)
    {
        Sort(findings, s_strongest);
        var contributions = new Contribution[findings.Length];
        var points = 0.0;
        for (var i = 0; i < contributions.Length; i++)
        {
            var finding = findings[i];
            contributions[i] = new(finding.Rule, finding.Points, finding.Field, finding.Quote, finding.Start, finding.End, finding.Why);
            points += finding.Points;
        }

        var sum = Math.Round(_starts[dimension].Points + points, 2, MidpointRounding.AwayFromZero);
        var score = (int)Math.Clamp(Math.Round(sum, MidpointRounding.AwayFromZero), 0, 10);
        return new(_starts[dimension], contributions, NotEarnedOf(dimension, findings), sum, score);
    }

    // Text that addresses the judge was taken out before the rules saw the ticket.
    private Finding[] Instructions(TicketFacts facts) =>
        facts.Untrusted.Count == 0
            ? []
            : [.. HandRules.OfInstructions(facts).Select(rule => new Finding(
                s_instructions, Dimension.Testable, rule.Points[(int)Dimension.Testable] * _instructionsFactor, rule.Quote!.Field, rule.Quote.Text,
                rule.Quote.Start, rule.Quote.End, rule.Why, ImprovementPlan.InstructionsAdvice))];

    private static RecommendationDetail[] Sound(IReadOnlyList<RecommendationDetail> details, TicketReading reading) =>
        details.Count == 0 ? [] : [.. details.Where(detail => IsSound(detail, reading)).Take(MostRecommendations)];

    // Other rules quote a piece of the sentence, which their advice then takes for more than it is.
    private static bool IsSound(RecommendationDetail detail, TicketReading reading) => s_sound.Contains(detail.Rule)
        && (detail.Rule != "valuable.no-benefit"
            || !s_purposes.Any(purpose => reading.Ticket!.Summary.Clean.Contains(purpose, StringComparison.OrdinalIgnoreCase)));

    // The merits of a dimension that no finding shows, those worth most.
    private NotEarned[] NotEarnedOf(int dimension, ReadOnlySpan<Finding> findings)
    {
        var missing = new NotEarned[MostNotEarned];
        var count = 0;
        foreach (var merit in _merits[dimension])
        {
            if (IsFound(merit.Rule, findings)) continue;
            missing[count++] = merit;
            if (count == missing.Length) return missing;
        }

        return missing[..count];
    }

    private static bool IsFound(string rule, ReadOnlySpan<Finding> findings)
    {
        foreach (var finding in findings)
        {
            if (finding.Rule == rule) return true;
        }

        return false;
    }

    // What a story can earn in a dimension, most points first.
    private static NotEarned[] MeritsOf(RuleTable table, Dimension dimension) =>
    [
        .. table.Rules.Where(rule => rule.Dimension == dimension && rule.Points > 0)
            .OrderByDescending(rule => rule.Points).ThenBy(rule => rule.Id, StringComparer.Ordinal)
            .Select(rule => new NotEarned(
                rule.Id,
                rule.Points,
                $"Not met: {char.ToLowerInvariant(rule.Why[0])}{rule.Why[1..]}",
                $"For example: “{rule.Good.ReplaceLineEndings(" ")}”")),
    ];

    private static readonly Comparison<Finding> s_worst = static (left, right) => left.Points.CompareTo(right.Points);

    private static readonly Comparison<Finding> s_strongest = static (left, right) =>
    {
        var order = Math.Abs(right.Points).CompareTo(Math.Abs(left.Points));
        if (order == 0) order = string.CompareOrdinal(left.Rule, right.Rule);
        return order != 0 ? order : Nullable.Compare(left.Start, right.Start);
    };

    // Keeps the order of equals; a dimension has a handful of findings.
    private static void Sort(Span<Finding> findings, Comparison<Finding> order)
    {
        for (var i = 1; i < findings.Length; i++)
        {
            var finding = findings[i];
            var at = i;
            for (; at > 0 && order(findings[at - 1], finding) > 0; at--) findings[at] = findings[at - 1];
            findings[at] = finding;
        }
    }
}
