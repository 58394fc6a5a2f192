using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Rules;

/// <summary>Turns a tally into what people read: scores, findings with their quotes, recommendations, evidence.</summary>
internal sealed class Verdict
{
    private const int MostRecommendations = 5;
    private const int MostEvidence = 4;
    private const double LeastLift = 0.02;

    private readonly TicketView _view;
    private readonly Tally _tally;
    private readonly RuleTable _table;

    // A finding for each entry of the tally.
    private readonly Finding[] _findings;
    private int _described;

    private Verdict(TicketView view, Tally tally, RuleTable table)
    {
        _view = view;
        _tally = tally;
        _table = table;
        _findings = new Finding[tally.Count];
        for (_described = 0; _described < _findings.Length; _described++) _findings[_described] = Describe(RuleOf(_described), tally[_described]);
    }

    /// <summary>The judgement.</summary>
    public static Judgement Of(TicketView view, Tally tally, RuleTable table)
    {
        Span<int> scores = stackalloc int[Dimensions.Count];
        Span<double> exact = stackalloc double[Dimensions.Count];
        for (var d = 0; d < Dimensions.Count; d++)
        {
            exact[d] = Math.Min(tally.Sum((Dimension)d), 10);
            scores[d] = (int)Math.Round(Math.Max(exact[d], 0), MidpointRounding.AwayFromZero);
        }

        var verdict = new Verdict(view, tally, table);
        var recommendations = verdict.Recommend(exact);
        Span<int> order = tally.Count <= 64 ? stackalloc int[64] : new int[tally.Count];
        order = order[..tally.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        order.Sort(verdict.WorstFirst);
        var findings = new Finding[order.Length];
        for (var i = 0; i < findings.Length; i++) findings[i] = verdict._findings[order[i]];
        return new(
            InvestScores.FromArray(scores), findings, Array.ConvertAll(recommendations, static detail => detail.Text), verdict.Evidence(order))
        {
            RecommendationDetails = recommendations,
        };
    }

    private Rule RuleOf(int entry) => _table.Rules[_tally[entry].Rule];

    private Finding Describe(Rule rule, in Entry entry)
    {
        var points = Math.Round(entry.Points, 2, MidpointRounding.AwayFromZero);
        var match = entry.Match;
        if (match.Field is null) return new(rule.Id, rule.Dimension, points, null, null, null, null, rule.Why, RuleWording.Fill(rule.Advice, default));
        if (match.ContextQuote is { } context)
            return new(rule.Id, rule.Dimension, points, TicketField.Context, context, null, null, rule.Why, RuleWording.Fill(rule.Advice, context));
        var text = _view.TextOf(match.Field.Value);
        var (start, end) = text.ToSource(match.Start, match.End);
        var advice = RuleWording.Fill(rule.Advice, Words(match));
        return new(rule.Id, rule.Dimension, points, match.Field, Quote(text, match.Field.Value, start, end), start, end, rule.Why, advice);
    }

    // Rules of several dimensions often quote the same words.
    private string Quote(FieldText text, TicketField field, int start, int end)
    {
        for (var i = 0; i < _described; i++)
        {
            var other = _findings[i];
            if (other.Start == start && other.End == end && other.Field == field) return other.Quote!;
        }

        return text.Source[start..end];
    }

    // Sentences carry the words as one reads them: a verbatim quote may hold half a pair of marks ("what is broken** on my bike").
    private ReadOnlySpan<char> Words(in SignalMatch match) => match.Field is null
        ? default
        : match.ContextQuote is { } context ? context : _view.TextOf(match.Field.Value).Clean.AsSpan(match.Start, match.End - match.Start);

    private int WorstFirst(int left, int right)
    {
        var (a, b) = (_findings[left], _findings[right]);
        var order = (int)a.Dimension - (int)b.Dimension;
        if (order == 0) order = a.Points.CompareTo(b.Points);
        if (order == 0) order = _tally[left].Rule - _tally[right].Rule;
        if (order == 0) order = (int)a.Field.GetValueOrDefault() - (int)b.Field.GetValueOrDefault();
        return order != 0 ? order : (a.Start ?? 0) - (b.Start ?? 0);
    }

    // The lift of mending a rule's findings is what its dimension gains without them, a sixth of it in the overall score; rules with one and the same advice
    // add up.
    private RecommendationDetail[] Recommend(ReadOnlySpan<double> exact)
    {
        var options = new List<Option>();
        var last = -1;
        for (var i = 0; i < _findings.Length; i++)
        {
            var (number, rule) = (_tally[i].Rule, RuleOf(i));
            if (number == last || rule.Points >= 0) continue;
            last = number;
            var lift = (Math.Min(_tally.Sum(rule.Dimension, number), 10) - exact[(int)rule.Dimension]) / Dimensions.Count;
            var same = IndexOf(_findings[i].Advice, options);
            if (same < 0) options.Add(new(_findings[i].Advice, lift, number));
            else options[same] = options[same] with { Lift = options[same].Lift + lift };
        }

        options.RemoveAll(static option => option.Lift < LeastLift);
        options.Sort(static (a, b) => a.Lift == b.Lift ? a.Rule - b.Rule : b.Lift.CompareTo(a.Lift));
        var details = new RecommendationDetail[Math.Min(options.Count, MostRecommendations)];
        for (var i = 0; i < details.Length; i++)
        {
            var (advice, lift, rule) = options[i];
            details[i] = new(advice, _table.Rules[rule].Dimension, Math.Round(lift, 2, MidpointRounding.AwayFromZero), _table.Rules[rule].Id);
        }

        return details;
    }

    private static int IndexOf(string advice, List<Option> options)
    {
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i].Advice == advice) return i;
        }

        return -1;
    }

    // The worst comes first, then everything that raised the score, strongest first.
    private DimensionMap<IReadOnlyList<string>> Evidence(ReadOnlySpan<int> order)
    {
        var evidence = new DimensionMap<IReadOnlyList<string>>();
        for (var first = 0; first < order.Length;)
        {
            var dimension = _findings[order[first]].Dimension;
            var end = first;
            while (end < order.Length && _findings[order[end]].Dimension == dimension) end++;
            evidence.Set(dimension, Statements(order[first..end]));
            first = end;
        }

        return evidence;
    }

    // Those of one dimension.
    private List<string> Statements(ReadOnlySpan<int> order)
    {
        var statements = new List<string>(Math.Min(order.Length, MostEvidence));
        for (int low = 0, high = order.Length - 1; low <= high && statements.Count < MostEvidence;)
        {
            var worst = _findings[order[low]].Points < 0 && -_findings[order[low]].Points >= _findings[order[high]].Points;
            var entry = order[worst ? low++ : high--];
            if (!worst && IsContested(_findings[entry], order)) continue;
            var statement = RuleWording.Fill(RuleOf(entry).Evidence, Words(_tally[entry].Match));
            if (!statements.Contains(statement)) statements.Add(statement);
        }

        return statements;
    }

    // Praise for words that another rule finds fault with would only confuse: the fault is said.
    private bool IsContested(Finding praise, ReadOnlySpan<int> order)
    {
        if (praise.Start is null) return false;
        foreach (var entry in order)
        {
            var fault = _findings[entry];
            if (fault.Points < 0 && fault.Field == praise.Field && fault.Start == praise.Start && fault.End == praise.End) return true;
        }

        return false;
    }

    private readonly record struct Option(string Advice, double Lift, int Rule);
}
