using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;

namespace Vindex.Scoring.Judging;

/// <summary>
/// Turns signals into what people read: scores that add up, findings with their quotes, recommendations, confidence. One instance serves one ticket after the
/// other and keeps its buffers.
/// </summary>
internal sealed class JudgementBuilder
{
    /// <summary>Contributions below this are shown together.</summary>
    public const double Shown = 0.1;

    /// <summary>The group of what belongs to no group of signals.</summary>
    private const int NoGroup = -1;

    private readonly ImprovementPlan _plan = new();
    private readonly TicketQuotes _quotes = new();
    private readonly WordWeights _words = new();
    private readonly EvidenceStatements _statements = new();
    private readonly List<(Contribution Contribution, int Group)> _entries = [];
    private readonly Contribution[][] _contributions = new Contribution[Dimensions.Count][];
    private readonly double[] _starts = new double[Dimensions.Count];
    private readonly double[] _sums = new double[Dimensions.Count];
    private readonly List<int> _groups = [];
    private TicketFacts _facts = null!;
    private ProfileWeights _weights = null!;

    /// <summary>The judgement.</summary>
    /// <param name="facts">What was found out about the ticket.</param>
    /// <param name="weights">The profile's factors.</param>
    /// <param name="signals">One number for each of <see cref="TicketSignals.Names"/>.</param>
    /// <param name="words">The features that its kind was recognised by.</param>
    /// <param name="spans">How likely each segment is of each span type, row by row.</param>
    public Judgement Of(TicketFacts facts, ProfileWeights weights, ReadOnlySpan<double> signals, ReadOnlySpan<ulong> words, ReadOnlySpan<double> spans)
    {
        (_facts, _weights) = (facts, weights);
        _plan.Begin(facts);
        _quotes.Begin(facts.Text);
        _words.Read(words, weights);
        _groups.Clear();
        var fixedRules = HandRules.Of(facts);
        Span<int> scores = stackalloc int[Dimensions.Count];
        for (var d = 0; d < Dimensions.Count; d++)
        {
            var start = _starts[d] = Round(Collect(d, signals, spans));
            foreach (var rule in fixedRules) AddFixed(rule, d, start);
            _entries.Sort(s_strongest);
            var sum = _sums[d] = Round(start + SumOfPoints());
            scores[d] = (int)Math.Clamp(Math.Round(sum, MidpointRounding.AwayFromZero), 0, 10);
            _plan.SetSum(d, sum);
            _contributions[d] = TakeContributions();
        }

        var result = InvestScores.FromArray(scores);
        var details = _plan.Recommend(result.OverallTenths);
        var explanation = Explain(result);
        var findings = Findings();
        return new Judgement(result, findings, Array.ConvertAll(details, static detail => detail.Text), _statements.Of(explanation))
        {
            Reading = new(facts.Kind, facts.KindSource, facts.Language, facts.Spans),
            Explanation = explanation,
            RecommendationDetails = details,
            Confidence = ConfidenceRules.Of(facts, explanation),
        };
    }

    // Unearned points are known once all dimensions are summed up.
    private DimensionMap<DimensionExplanation> Explain(InvestScores scores)
    {
        var explanation = new DimensionMap<DimensionExplanation>();
        for (var d = 0; d < Dimensions.Count; d++)
            explanation.Set((Dimension)d, new(new(_starts[d], StartText()), _contributions[d], _plan.NotEarned(d), _sums[d], scores[(Dimension)d]));
        return explanation;
    }

    // Findings are the contributions, the worst first.
    private Finding[] Findings()
    {
        var findings = new Finding[_groups.Count];
        var first = 0;
        for (var d = 0; d < Dimensions.Count; d++)
        {
            var contributions = _contributions[d];
            AddFindings((Dimension)d, contributions, findings.AsSpan(first, contributions.Length), first);
            first += contributions.Length;
        }

        return findings;
    }

    private void AddFindings(Dimension dimension, Contribution[] contributions, Span<Finding> findings, int first)
    {
        Span<int> order = stackalloc int[findings.Length];
        for (var i = 0; i < order.Length; i++)
        {
            var at = i;
            for (; at > 0 && contributions[order[at - 1]].Points > contributions[i].Points; at--) order[at] = order[at - 1];
            order[at] = i;
        }

        for (var i = 0; i < order.Length; i++) findings[i] = _plan.Finding(dimension, contributions[order[i]], _groups[first + order[i]]);
    }

    private string StartText() => _facts.Kind switch
    {
        TicketKind.Story => "Where a user story starts",
        TicketKind.Feature => "Where a feature request starts",
        TicketKind.Bug => "Where a bug report starts",
        TicketKind.Task => "Where a task starts",
        TicketKind.Spike => "Where a spike starts",
        TicketKind.Epic => "Where an epic starts",
        _ => "Where a text that is not a ticket starts",
    };

    // The contributions of a dimension; returns where it starts for this kind.
    private double Collect(int d, ReadOnlySpan<double> signals, ReadOnlySpan<double> spans)
    {
        Span<double> groups = stackalloc double[TicketSignals.Groups.Length];
        groups.Clear();
        var groupOf = TicketSignals.GroupOf;
        var start = AdditiveModel.Constant(d);
        for (var i = 0; i < signals.Length; i++)
        {
            if (i < ReadingModel.Kinds) start += signals[i] * AdditiveModel.Weight(i, d);
            else groups[groupOf[i]] += signals[i] * AdditiveModel.Weight(i, d);
        }

        _entries.Clear();
        var (rest, unshown) = AddGroups(d, groups, spans);
        var (words, unshownWords) = AddWords(d);
        rest = Round(Round(rest + words) + unshown + unshownWords);
        if (rest != 0) _entries.Add((new(RuleNames.Id(RuleNames.Other, d), rest, null, null, null, null, Reasons.Of(RuleNames.Other, rest)), NoGroup));
        return start;
    }

    // What is not shown for itself: because it is small, and because it is not certain enough to say what it means.
    private (double Small, double Uncertain) AddGroups(int d, ReadOnlySpan<double> groups, ReadOnlySpan<double> spans)
    {
        var (small, uncertain) = (0.0, 0.0);
        for (var g = 1; g < groups.Length; g++)
        {
            var factor = _weights.Of(g, d);
            var points = groups[g] == 0 ? 0 : Round(groups[g] * factor);
            _plan.Add(g, d, points, factor);
            var isSmall = Math.Abs(points) < Shown;
            if (isSmall && !Claims.IsLikelihood(g))
            {
                small += points;
                continue;
            }

            var (place, likelihood) = _quotes.PlaceOf(g, spans);
            _plan.SetPlace(g, place, likelihood);
            if (isSmall) small += points;
            else if (ContributionText.Of(g, points, Claims.Of(g, _facts.Kind, likelihood), place.Exists, _facts.Text) is { } why)
                _entries.Add((At(SignalGroup.All[g].Id(d), points, _quotes.OfGroup(g), why), g));
            else uncertain += points;
        }

        return (small, uncertain);
    }

    private static Contribution At(string rule, double points, SourceQuote? quote, string why) =>
        quote is null ? new(rule, points, null, null, null, null, why) : new(rule, points, quote.Field, quote.Text, quote.Start, quote.End, why);

    // The words that weigh most are one contribution, shown by the first of them that is more than a function word.
    private (double Sum, double Unshown) AddWords(int d)
    {
        var factor = _weights.Of(RuleNames.Wording, d);
        var (rest, shown) = (_words.SumOf(d), 0.0);
        SourceQuote? told = null;
        foreach (var row in _words.TopOf(d))
        {
            if (row < 0) break;
            var points = Round(AdditiveModel.Words.WeightsOf(row)[d] * factor);
            if (Math.Abs(points) < Shown) break;
            if (_quotes.OfWord(row) is not { } quote) continue;
            rest -= points;
            shown += points;
            if (!_facts.Text.Classes.AreFunctionWords(quote.Text)) told ??= quote;
        }

        shown = Round(shown);
        if (Math.Abs(shown) < Shown) return (rest, shown);
        _entries.Add((At(RuleNames.Id(RuleNames.Wording, d), shown, told, Reasons.Of(RuleNames.Wording, shown)), NoGroup));
        return (rest, 0);
    }

    private void AddFixed(HandRule rule, int d, double start)
    {
        var points = rule.Most is { } most
            ? Round(Math.Min(0, most[d] - (start + SumOfPoints())))
            : Round(rule.Points[d] * _weights.Of(rule.Group, d));
        if (points == 0 && !rule.Always) return;
        _plan.AddFixed(rule, d, points);
        var id = RuleNames.Id(rule.Group, d);
        var contribution = rule.Context is { } context
            ? new(id, points, TicketField.Context, context, null, null, rule.Why)
            : At(id, points, rule.Quote, rule.Why);
        _entries.Add((contribution, SignalGroup.IndexOf(rule.Group)));
    }

    private double SumOfPoints()
    {
        var sum = 0.0;
        foreach (var (contribution, _) in _entries) sum += contribution.Points;
        return sum;
    }

    private Contribution[] TakeContributions()
    {
        var contributions = new Contribution[_entries.Count];
        for (var i = 0; i < contributions.Length; i++)
        {
            (contributions[i], var group) = _entries[i];
            _groups.Add(group);
        }

        return contributions;
    }

    private static readonly Comparison<(Contribution Contribution, int Group)> s_strongest =
        static (left, right) => Strongest(left.Contribution, right.Contribution);

    private static int Strongest(Contribution left, Contribution right)
    {
        var order = Math.Abs(right.Points).CompareTo(Math.Abs(left.Points));
        if (order == 0) order = string.CompareOrdinal(left.Rule, right.Rule);
        return order != 0 ? order : (left.Start ?? 0) - (right.Start ?? 0);
    }

    private static double Round(double points) => Math.Round(points, 2, MidpointRounding.AwayFromZero) is var rounded && rounded == 0 ? 0 : rounded;
}
