using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Judging.Signals;

namespace Vindex.Scoring.Judging.Explanations;

/// <summary>
/// What the ticket could still gain. For a group that costs points, what it costs; for one that earns less than in a good ticket, the difference. The lift of
/// a recommendation is what the overall score would gain: over all dimensions, none beyond 10, a sixth of the sum. One instance serves one ticket after the
/// other.
/// </summary>
internal sealed class ImprovementPlan
{
    /// <summary>What to do about text that addresses the judge.</summary>
    public const string InstructionsAdvice = "Remove the text that addresses the judge; it was ignored.";

    private const int MostRecommendations = 3;
    private const double LeastLift = 0.1;

    /// <summary>The least lift of what a ticket is asked as long as it is far from ready.</summary>
    private const double LeastUnreadyLift = 0.01;
    private const double LeastNotEarned = 0.15;

    /// <summary>An overall score (in tenths) below which a ticket is asked how it can be checked.</summary>
    private const int UnreadyTenths = 70;

    /// <summary>From here on it can be checked well enough.</summary>
    private const double Testable = 6.5;

    /// <summary>An overall score (in tenths) at which a ticket is ready.</summary>
    private const int ReadyTenths = 80;

    private static readonly int s_criteria = SignalGroup.IndexOf("criteria");
    private static readonly int s_detail = SignalGroup.IndexOf("detail");
    private static readonly int s_expected = SignalGroup.IndexOf("expected");
    private static readonly int s_reason = SignalGroup.IndexOf("reason");
    private static readonly int s_several = SignalGroup.IndexOf("several");
    private static readonly int s_vague = SignalGroup.IndexOf("vague");
    private static readonly int s_size = TicketSignals.Groups.Length * Dimensions.Count;

    private readonly double[] _gain = new double[s_size];
    private readonly double[] _own = new double[s_size];
    private readonly double[] _factor = new double[s_size];
    private readonly Place[] _places = new Place[TicketSignals.Groups.Length];
    private readonly double[] _likelihoods = new double[TicketSignals.Groups.Length];
    private readonly AdviceSentence?[] _advice = new AdviceSentence?[TicketSignals.Groups.Length];
    private readonly double[] _sums = new double[Dimensions.Count];
    private readonly List<(HandRule Rule, double[] Points)> _fixed = [];
    private readonly List<RecommendationDetail> _options = [];
    private readonly List<NotEarned> _missing = [];
    private TicketFacts _facts = null!;

    /// <summary>Begins with another ticket.</summary>
    public void Begin(TicketFacts facts)
    {
        _facts = facts;
        Array.Clear(_gain);
        Array.Clear(_places);
        Array.Clear(_likelihoods);
        Array.Clear(_advice);
        _fixed.Clear();
    }

    /// <summary>Notes what a group gave a dimension.</summary>
    public void Add(int group, int dimension, double points, double factor)
    {
        _own[(group * Dimensions.Count) + dimension] = points;
        _factor[(group * Dimensions.Count) + dimension] = factor;
    }

    /// <summary>Notes where a group's evidence is, and how likely it is that the ticket has it.</summary>
    public void SetPlace(int group, Place place, double likelihood) => (_places[group], _likelihoods[group]) = (place, likelihood);

    /// <summary>Notes what a rule set by hand gave a dimension.</summary>
    public void AddFixed(HandRule rule, int dimension, double points)
    {
        foreach (var (known, own) in _fixed)
        {
            if (!ReferenceEquals(known, rule)) continue;
            own[dimension] = points;
            return;
        }

        var first = new double[Dimensions.Count];
        first[dimension] = points;
        _fixed.Add((rule, first));
    }

    /// <summary>Notes the sum of a dimension.</summary>
    public void SetSum(int dimension, double sum) => _sums[dimension] = sum;

    /// <summary>At most three recommendations by lift; none for a ticket that is ready.</summary>
    public RecommendationDetail[] Recommend(int overallTenths)
    {
        _options.Clear();
        var isReady = overallTenths >= ReadyTenths;
        var isUnready = overallTenths < UnreadyTenths && _sums[(int)Dimension.Testable] < Testable;
        var evidence = new AdviceEvidence(_likelihoods[s_reason], _likelihoods[s_criteria], _likelihoods[s_vague], _likelihoods[s_several], _facts.KindShare);
        foreach (var g in SignalGroup.Improvable[(int)_facts.Kind])
        {
            var group = SignalGroup.All[g];
            var (lift, most, best) = (0.0, -1.0, 0);
            for (var d = 0; d < Dimensions.Count; d++)
            {
                var gain = GainOf(group, g, d);
                _gain[(g * Dimensions.Count) + d] = gain;
                lift += Math.Min(gain, Math.Max(0, 10 - _sums[d]));
                if (gain > most) (most, best) = (gain, d);
            }

            lift = Math.Round(lift / Dimensions.Count, 2, MidpointRounding.AwayFromZero);
            if (lift < LeastUnreadyLift || isReady || Request(g) is not { } request) continue;
            var facts = _facts.Advice.FactsOf(_facts.Text);
            var fits = (lift >= LeastLift && AdviceNeeds.Fits(request, facts, evidence)) || (isUnready && AdviceNeeds.FitsUnready(request, facts, evidence));
            if (fits && Advice(g) is { Text: { } text, IsHint: false }) Offer(new(text, (Dimension)best, lift, group.Id(best)));
        }

        if (isReady) return [];
        OfferFixedAdvice();
        return _options.Count <= MostRecommendations ? [.. _options] : [.. _options[..MostRecommendations]];
    }

    // Keeps the options in order, the first of those that say the same.
    private void Offer(RecommendationDetail option)
    {
        foreach (var other in _options)
        {
            if (other.Text == option.Text) return;
        }

        var at = _options.Count;
        while (at > 0 && IsBefore(option, _options[at - 1])) at--;
        _options.Insert(at, option);
    }

    private static bool IsBefore(RecommendationDetail left, RecommendationDetail right) =>
        left.Lift == right.Lift ? string.CompareOrdinal(left.Rule, right.Rule) < 0 : left.Lift > right.Lift;

    /// <summary>The points that a dimension has not earned.</summary>
    public NotEarned[] NotEarned(int dimension)
    {
        _missing.Clear();
        foreach (var g in SignalGroup.Wanted[(int)_facts.Kind])
        {
            var group = SignalGroup.All[g];
            var points = Math.Round(_gain[(g * Dimensions.Count) + dimension], 2, MidpointRounding.AwayFromZero);
            if (points < LeastNotEarned) continue;
            var why = IsMissing(g, dimension) ? Reasons.Missing(group.Name) : Reasons.Partial(group.Name);
            _missing.Add(new(group.Id(dimension), points, why, AdviceText(g)));
        }

        _missing.Sort(static (a, b) => a.Points == b.Points ? string.CompareOrdinal(a.Rule, b.Rule) : b.Points.CompareTo(a.Points));
        return [.. _missing];
    }

    /// <summary>A contribution as a finding.</summary>
    /// <param name="dimension">The dimension that it moved.</param>
    /// <param name="c">The contribution.</param>
    /// <param name="group">Its group of signals; −1 for none.</param>
    public Finding Finding(Dimension dimension, Contribution c, int group)
    {
        // Not where it would ask for what the finding quotes, such as criteria for criteria that fix details.
        var isPresent = c.Quote is not null && group >= 0 && Claims.IsLikelihood(group) && !SignalGroup.All[group].IsAvoidable;
        var isAdvised = c.Points < 0 && group >= 0 && !isPresent;
        var advice = isAdvised ? AdviceText(group) : "";
        return new(c.Rule, dimension, c.Points, c.Field, c.Quote, c.Start, c.End, c.Why, advice);
    }

    private bool IsMissing(int g, int dimension)
    {
        if (Claims.IsLikelihood(g)) return Claims.IsAbsent(g, _facts.Kind, _likelihoods[g]);
        if (_places[g].Exists || _own[(g * Dimensions.Count) + dimension] >= JudgementBuilder.Shown) return false;
        if (g == s_detail) return ContributionText.IsShort(_facts.Text);
        // An expected result is a criterion, under whatever heading.
        return g != s_expected || Claims.IsAbsent(s_criteria, _facts.Kind, _likelihoods[s_criteria]);
    }

    private double GainOf(SignalGroup group, int g, int d)
    {
        var own = _own[(g * Dimensions.Count) + d];
        return group.IsAvoidable ? Math.Max(0, -own) : Math.Max(0, (AdditiveModel.Typical(g, d) * _factor[(g * Dimensions.Count) + d]) - own);
    }

    private void OfferFixedAdvice()
    {
        foreach (var (rule, points) in _fixed)
        {
            if (rule.Group == RuleNames.Cut) continue;
            var lift = Math.Round(-points.Sum() / Dimensions.Count, 2, MidpointRounding.AwayFromZero);
            var worst = Array.IndexOf(points, points.Min());
            if (lift < LeastLift) continue;
            Offer(new(FixedAdvice(rule), (Dimension)worst, lift, RuleNames.Id(rule.Group, worst)));
        }
    }

    private static string FixedAdvice(HandRule rule) => rule.Group switch
    {
        RuleNames.Blocked => $"Plan this ticket after the one that blocks it ({rule.Context}), or remove the part that needs it.",
        RuleNames.Instructions => InstructionsAdvice,
        RuleNames.Stuffed => "Say more than the title does: what exactly should change, where, and how one can tell that it is done.",
        "dependency" => "Say what can be done before the work that this ticket waits for is finished, and plan the rest after it.",
        RuleNames.Empty => "Say what should change or what goes wrong, and for whom.",
        _ => "Split the epic and plan its first slice as a separate ticket.",
    };

    private string AdviceText(int group) => Advice(group).Text ?? "";

    // One sentence a group: the same in findings, explanation and recommendations.
    private AdviceSentence Advice(int group) => _advice[group] ??= Request(group) is { } request ? _facts.Advice.Write(request) : default;

    private AdviceRequest? Request(int group)
    {
        var (about, place) = (SignalGroup.All[group], _places[group]);
        AdviceQuote? quote = place.Exists && about.IsAvoidable ? new(place.Field, place.Start, place.End) : null;
        return about.Advice is { } advice ? new(_facts.Text, _facts.Kind, advice, quote) : null;
    }
}
