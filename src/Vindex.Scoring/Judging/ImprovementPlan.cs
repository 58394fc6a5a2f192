using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging;

/// <summary>
/// What the ticket could still gain. For a group that costs points, what it costs; for one that earns less than in a good ticket, the difference. The lift of a
/// recommendation is what the overall score would gain: over all dimensions, none beyond 10, a sixth of the sum.
/// </summary>
internal sealed class ImprovementPlan
{
    /// <summary>What to do about text that speaks to the judge.</summary>
    public const string InstructionsAdvice = "Remove the text that speaks to the judge; it was ignored.";

    private const int MostRecommendations = 3;
    private const double LeastLift = 0.1;
    private const double LeastNotEarned = 0.15;

    /// <summary>An overall score (in tenths) at which a ticket is ready.</summary>
    private const int ReadyTenths = 80;

    /// <summary>Groups that an author can do something about when they are missing.</summary>
    private static readonly HashSet<string> s_wanted = ["role", "reason", "criteria", "detail"];
    private static readonly HashSet<string> s_wantedOfBugs = ["reason", "criteria", "detail", "steps", "expected", "environment"];
    private static readonly HashSet<string> s_avoidable = ["dependency", "prescribed", "vague", "several", "template", "questions", "title"];

    private readonly double[] _gain = new double[TicketSignals.Groups.Length * Dimensions.Count];
    private readonly double[] _own = new double[TicketSignals.Groups.Length * Dimensions.Count];
    private readonly double[] _factor = new double[TicketSignals.Groups.Length * Dimensions.Count];
    private readonly Place[] _places = new Place[TicketSignals.Groups.Length];
    private readonly double[] _sums = new double[Dimensions.Count];
    private readonly List<(HandRule Rule, double[] Points)> _fixed = [];

    /// <summary>Notes what a group gave a dimension.</summary>
    public void Add(int group, int dimension, double points, double factor)
    {
        _own[(group * Dimensions.Count) + dimension] = points;
        _factor[(group * Dimensions.Count) + dimension] = factor;
    }

    /// <summary>Notes where a group's evidence is.</summary>
    public void SetPlace(int group, Place place) => _places[group] = place;

    /// <summary>Notes what a rule set by hand gave a dimension.</summary>
    public void AddFixed(HandRule rule, int dimension, double points)
    {
        var entry = _fixed.Find(f => f.Rule == rule);
        if (entry.Rule is null) _fixed.Add(entry = (rule, new double[Dimensions.Count]));
        entry.Points[dimension] = points;
    }

    /// <summary>Notes the sum of a dimension.</summary>
    public void SetSum(int dimension, double sum) => _sums[dimension] = sum;

    /// <summary>At most three recommendations by lift; none for a ticket that is ready.</summary>
    public List<RecommendationDetail> Recommend(TicketFacts facts, int overallTenths)
    {
        var options = new List<RecommendationDetail>();
        var wanted = facts.Kind == TicketKind.Bug ? s_wantedOfBugs : s_wanted;
        for (var g = 1; g < TicketSignals.Groups.Length; g++)
        {
            var group = TicketSignals.Groups[g];
            if (!wanted.Contains(group) && !s_avoidable.Contains(group)) continue;
            var (lift, most, best) = (0.0, -1.0, 0);
            for (var d = 0; d < Dimensions.Count; d++)
            {
                var gain = GainOf(group, g, d);
                _gain[(g * Dimensions.Count) + d] = gain;
                lift += Math.Min(gain, Math.Max(0, 10 - _sums[d]));
                if (gain > most) (most, best) = (gain, d);
            }

            lift = Math.Round(lift / Dimensions.Count, 2, MidpointRounding.AwayFromZero);
            if (lift >= LeastLift) options.Add(new(AdviceText(facts, g, best), (Dimension)best, lift, RuleNames.Id(group, best)));
        }

        AddFixedAdvice(facts, options);
        if (overallTenths >= ReadyTenths) return [];
        return [.. options.DistinctBy(option => option.Text).OrderByDescending(option => option.Lift).ThenBy(option => option.Rule, StringComparer.Ordinal).Take(MostRecommendations)];
    }

    /// <summary>The points that a dimension has not earned.</summary>
    public List<NotEarned> NotEarned(TicketFacts facts, int dimension)
    {
        var list = new List<NotEarned>();
        var wanted = facts.Kind == TicketKind.Bug ? s_wantedOfBugs : s_wanted;
        for (var g = 1; g < TicketSignals.Groups.Length; g++)
        {
            var group = TicketSignals.Groups[g];
            var points = Math.Round(_gain[(g * Dimensions.Count) + dimension], 2, MidpointRounding.AwayFromZero);
            if (!wanted.Contains(group) || points < LeastNotEarned) continue;
            var isPartial = _places[g].Exists || _own[(g * Dimensions.Count) + dimension] >= JudgementBuilder.Shown;
            list.Add(new(RuleNames.Id(group, dimension), points, isPartial ? Reasons.Partial(group) : Reasons.Missing(group), AdviceText(facts, g, dimension)));
        }

        list.Sort(static (a, b) => a.Points == b.Points ? string.CompareOrdinal(a.Rule, b.Rule) : b.Points.CompareTo(a.Points));
        return list;
    }

    /// <summary>A contribution as a finding.</summary>
    public Finding Finding(TicketFacts facts, Dimension dimension, Contribution c)
    {
        var group = c.Rule[(c.Rule.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var g = TicketSignals.Groups.IndexOf(group);
        var advice = c.Points < 0 && g >= 0 && (s_avoidable.Contains(group) || s_wanted.Contains(group)) ? AdviceText(facts, g, (int)dimension) : "";
        return new(c.Rule, dimension, c.Points, c.Field, c.Quote, c.Start, c.End, c.Why, advice);
    }

    private double GainOf(string group, int g, int d)
    {
        var own = _own[(g * Dimensions.Count) + d];
        if (s_avoidable.Contains(group)) return Math.Max(0, -own);
        return Math.Max(0, (AdditiveModel.Typical(g, d) * _factor[(g * Dimensions.Count) + d]) - own);
    }

    private void AddFixedAdvice(TicketFacts facts, List<RecommendationDetail> options)
    {
        foreach (var (rule, points) in _fixed)
        {
            if (rule.Group == RuleNames.Cut) continue;
            var lift = Math.Round(-points.Sum() / Dimensions.Count, 2, MidpointRounding.AwayFromZero);
            var worst = Array.IndexOf(points, points.Min());
            if (lift < LeastLift) continue;
            options.Add(new(FixedAdvice(facts, rule), (Dimension)worst, lift, RuleNames.Id(rule.Group, worst)));
        }
    }

    private static string FixedAdvice(TicketFacts facts, HandRule rule) => rule.Group switch
    {
        RuleNames.Blocked => $"Plan this ticket after the one that blocks it ({rule.Context}), or take out what needs it.",
        RuleNames.Instructions => InstructionsAdvice,
        RuleNames.Stuffed => "Replace the criteria with what one would see in this ticket's own terms.",
        RuleNames.Empty => "Say what is to be changed or what goes wrong, and for whom.",
        _ => "Split the epic and plan its first slice as a ticket of its own.",
    };

    // One sentence a group: the same in findings, explanation and recommendations.
    private string AdviceText(TicketFacts facts, int group, int dimension)
    {
        if (_advice[group] is { } known) return known;
        var about = Enum.TryParse<AdviceGroup>(TicketSignals.Groups[group], ignoreCase: true, out var parsed) ? parsed : AdviceGroup.Detail;
        var place = _places[group];
        AdviceQuote? quote = place.Exists && s_avoidable.Contains(TicketSignals.Groups[group]) ? new(place.Field, place.Start, place.End) : null;
        return _advice[group] = facts.Advice.Write(new(facts.Text, facts.Kind, (Dimension)dimension, about, quote));
    }

    private readonly string?[] _advice = new string?[TicketSignals.Groups.Length];
}
