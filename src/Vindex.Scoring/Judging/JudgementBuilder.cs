using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging;

/// <summary>Turns signals into what people read: scores that add up, findings with their quotes, recommendations, confidence.</summary>
internal sealed class JudgementBuilder(TicketFacts facts, ProfileWeights weights, double[] spans)
{
    /// <summary>Contributions below this are shown together.</summary>
    public const double Shown = 0.1;
    private const int MostWords = 3;
    private const int MostStatements = 4;

    /// <summary>The judgement.</summary>
    public Judgement Of(ReadOnlySpan<double> signals, ReadOnlySpan<double> kinds, ReadOnlySpan<ulong> words, LinearModel.Seen seen)
    {
        Span<int> scores = stackalloc int[Dimensions.Count];
        var explanation = new Dictionary<Dimension, DimensionExplanation>(Dimensions.Count);
        var findings = new List<Finding>();
        var plan = new ImprovementPlan();
        var fixedRules = HandRules.Of(facts, signals);
        var evidence = new Place?[TicketSignals.Groups.Length];
        var wordRows = DistinctRows(words, seen);
        Span<double> groups = stackalloc double[TicketSignals.Groups.Length];
        for (var d = 0; d < Dimensions.Count; d++)
        {
            groups.Clear();
            var start = AdditiveModel.Constant(d);
            for (var i = 0; i < signals.Length; i++)
            {
                if (i < ReadingModel.Kinds) start += signals[i] * AdditiveModel.Weight(i, d);
                else groups[TicketSignals.GroupOf[i]] += signals[i] * AdditiveModel.Weight(i, d);
            }

            var contributions = new List<Contribution>();
            var rest = AddGroups(d, groups, evidence, contributions, plan);
            rest += AddWords(d, wordRows, contributions);
            rest = Round(rest);
            if (rest != 0) contributions.Add(new(RuleNames.Id(RuleNames.Other, d), rest, null, null, null, null, Reasons.Of(RuleNames.Other, rest)));
            var startPoints = Round(start);
            foreach (var rule in fixedRules) AddFixed(rule, d, startPoints, contributions, plan);
            contributions.Sort(Strongest);
            var sum = Round(startPoints + contributions.Sum(contribution => contribution.Points));
            scores[d] = (int)Math.Clamp(Math.Round(sum, MidpointRounding.AwayFromZero), 0, 10);
            plan.SetSum(d, sum);
            explanation[(Dimension)d] = new(new(startPoints, StartText()), contributions, [], sum, scores[d]);
        }

        var result = InvestScores.FromArray(scores);
        var details = plan.Recommend(facts, result.OverallTenths);
        for (var d = 0; d < Dimensions.Count; d++)
        {
            var dimension = (Dimension)d;
            explanation[dimension] = explanation[dimension] with { NotEarned = plan.NotEarned(facts, d) };
            findings.AddRange(explanation[dimension].Contributions.OrderBy(c => c.Points).Select(c => plan.Finding(facts, dimension, c)));
        }

        return new Judgement(result, findings, [.. details.Select(detail => detail.Text)], Statements(explanation))
        {
            Reading = new(facts.Kind, facts.KindSource, facts.Language, facts.Spans),
            Explanation = explanation,
            RecommendationDetails = details,
            Confidence = ConfidenceRules.Of(facts, explanation),
        };
    }

    private string StartText() => facts.Kind switch
    {
        TicketKind.Story => "Where a user story starts",
        TicketKind.Feature => "Where a feature request starts",
        TicketKind.Bug => "Where a bug report starts",
        TicketKind.Task => "Where a task starts",
        TicketKind.Spike => "Where a spike starts",
        TicketKind.Epic => "Where an epic starts",
        _ => "Where a text that is not a ticket starts",
    };

    private double AddGroups(int d, ReadOnlySpan<double> groups, Place?[] evidence, List<Contribution> contributions, ImprovementPlan plan)
    {
        var rest = 0.0;
        for (var g = 1; g < groups.Length; g++)
        {
            var name = TicketSignals.Groups[g];
            var points = Round(groups[g] * weights.Of(name, d));
            plan.Add(g, d, points, weights.Of(name, d));
            if (Math.Abs(points) < Shown)
            {
                rest += points;
                continue;
            }

            var place = evidence[g] ??= Evidence.Of(name, facts.Text, spans, points);
            plan.SetPlace(g, place);
            contributions.Add(At(name, d, points, place));
        }

        return rest;
    }

    private Contribution At(string group, int d, double points, Place place, string? why = null)
    {
        why ??= Reasons.Of(group, points);
        if (!place.Exists) return new(RuleNames.Id(group, d), points, null, null, null, null, why);
        var field = facts.Text.Text(place.Field);
        var (start, end) = field.ToSource(place.Start, place.End);
        return new(RuleNames.Id(group, d), points, place.Field, field.Source[start..end], start, end, why);
    }

    private double AddWords(int d, List<int> rows, List<Contribution> contributions)
    {
        var factor = weights.Of(RuleNames.Wording, d);
        var rest = 0.0;
        Span<int> top = stackalloc int[MostWords];
        top.Fill(-1);
        foreach (var row in rows)
        {
            var weight = AdditiveModel.Words.WeightsOf(row)[d] * factor;
            rest += weight;
            for (var i = 0; i < MostWords; i++)
            {
                if (top[i] >= 0 && Math.Abs(AdditiveModel.Words.WeightsOf(top[i])[d]) >= Math.Abs(weight)) continue;
                top[i..^1].CopyTo(top[(i + 1)..]);
                top[i] = row;
                break;
            }
        }

        foreach (var row in top)
        {
            if (row < 0) break;
            var points = Round(AdditiveModel.Words.WeightsOf(row)[d] * factor);
            if (Math.Abs(points) < Shown) break;
            var place = Evidence.OfWord(AdditiveModel.Words.Names[row], facts.Text);
            if (!place.Exists) continue;
            rest -= points;
            contributions.Add(At(RuleNames.Wording, d, points, place));
        }

        return rest;
    }

    private void AddFixed(HandRule rule, int d, double start, List<Contribution> contributions, ImprovementPlan plan)
    {
        var points = rule.Most is { } most
            ? Round(Math.Min(0, most[d] - (start + contributions.Sum(contribution => contribution.Points))))
            : Round(rule.Points[d] * weights.Of(rule.Group, d));
        if (points == 0 && !rule.Always) return;
        plan.AddFixed(rule, d, points);
        if (rule.Context is { } context) contributions.Add(new(RuleNames.Id(rule.Group, d), points, TicketField.Context, context, null, null, rule.Why));
        else if (rule.Quote is { } quote) contributions.Add(new(RuleNames.Id(rule.Group, d), points, quote.Field, quote.Text, quote.Start, quote.End, rule.Why));
        else contributions.Add(new(RuleNames.Id(rule.Group, d), points, null, null, null, null, rule.Why));
    }

    private static int Strongest(Contribution left, Contribution right)
    {
        var order = Math.Abs(right.Points).CompareTo(Math.Abs(left.Points));
        if (order == 0) order = string.CompareOrdinal(left.Rule, right.Rule);
        return order != 0 ? order : (left.Start ?? 0) - (right.Start ?? 0);
    }

    private static List<int> DistinctRows(ReadOnlySpan<ulong> words, LinearModel.Seen seen)
    {
        var rows = new List<int>(64);
        seen.Begin(AdditiveModel.Words.Names.Length);
        foreach (var word in words)
        {
            if (AdditiveModel.Words.Find(word) is >= 0 and var row && seen.Add(row)) rows.Add(row);
        }

        rows.Sort();
        return rows;
    }

    // What moved a dimension most comes first; only what has words to show.
    internal static Dictionary<Dimension, IReadOnlyList<string>> Statements(Dictionary<Dimension, DimensionExplanation> explanation)
    {
        var statements = new Dictionary<Dimension, IReadOnlyList<string>>();
        foreach (var dimension in Dimensions.All)
        {
            var list = new List<string>(MostStatements);
            foreach (var contribution in explanation[dimension].Contributions)
            {
                if (list.Count == MostStatements) break;
                if (contribution.Rule.EndsWith(RuleNames.Other, StringComparison.Ordinal) || contribution.Rule.EndsWith(RuleNames.Wording, StringComparison.Ordinal)) continue;
                var statement = contribution.Quote is { } quote ? $"{contribution.Why}: “{quote.ReplaceLineEndings(" ")}”" : contribution.Why;
                if (!list.Contains(statement)) list.Add(statement);
            }

            if (list.Count > 0) statements[dimension] = list;
        }

        return statements;
    }

    private static double Round(double points) => Math.Round(points, 2, MidpointRounding.AwayFromZero) is var rounded && rounded == 0 ? 0 : Math.Round(points, 2, MidpointRounding.AwayFromZero);
}
