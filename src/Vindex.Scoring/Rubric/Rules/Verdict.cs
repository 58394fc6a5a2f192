using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Rubric.Outline;

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
    private readonly Described[] _described;

    private Verdict(TicketView view, Tally tally, RuleTable table)
    {
        _view = view;
        _tally = tally;
        _table = table;
        _described = new Described[tally.Entries.Count];
        for (var i = 0; i < _described.Length; i++)
        {
            var entry = tally.Entries[i];
            _described[i] = new(table.Rules[entry.Rule], entry, Describe(table.Rules[entry.Rule], entry));
        }
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
        Array.Sort(verdict._described, WorstFirst);
        return new(
            InvestScores.FromArray(scores), Array.ConvertAll(verdict._described, d => d.Finding), [.. recommendations.Select(r => r.Text)], verdict.Evidence())
        {
            RecommendationDetails = recommendations,
        };
    }

    private Finding Describe(Rule rule, in Entry entry)
    {
        var points = Math.Round(entry.Points, 2, MidpointRounding.AwayFromZero);
        var match = entry.Match;
        if (match.Field is null) return new(rule.Id, rule.Dimension, points, null, null, null, null, rule.Why, RuleWording.Fill(rule.Advice, null));
        if (match.ContextQuote is { } context)
            return new(rule.Id, rule.Dimension, points, TicketField.Context, context, null, null, rule.Why, RuleWording.Fill(rule.Advice, context));
        var text = _view.TextOf(match.Field.Value);
        var (start, end) = text.ToSource(match.Start, match.End);
        var quote = text.Source[start..end];
        return new(rule.Id, rule.Dimension, points, match.Field, quote, start, end, rule.Why, RuleWording.Fill(rule.Advice, Words(match)));
    }

    // Sentences carry the words as one reads them: a verbatim quote may hold half a pair of marks ("what is broken** on my bike").
    private string? Words(in SignalMatch match) =>
        match.Field is null ? null : match.ContextQuote ?? _view.TextOf(match.Field.Value).Clean[match.Start..match.End];

    private static int WorstFirst(Described left, Described right)
    {
        var (a, b) = (left.Finding, right.Finding);
        var order = (int)a.Dimension - (int)b.Dimension;
        if (order == 0) order = a.Points.CompareTo(b.Points);
        if (order == 0) order = left.Entry.Rule - right.Entry.Rule;
        if (order == 0) order = (int)a.Field.GetValueOrDefault() - (int)b.Field.GetValueOrDefault();
        return order != 0 ? order : (a.Start ?? 0) - (b.Start ?? 0);
    }

    // The lift of mending a rule's findings is what its dimension gains without them, a sixth of it in the overall score; rules with one and the same advice
    // add up.
    private List<RecommendationDetail> Recommend(ReadOnlySpan<double> exact)
    {
        var options = new List<Option>();
        var last = -1;
        foreach (var (rule, entry, finding) in _described)
        {
            if (entry.Rule == last || rule.Points >= 0) continue;
            last = entry.Rule;
            var lift = (Math.Min(_tally.Sum(rule.Dimension, entry.Rule), 10) - exact[(int)rule.Dimension]) / Dimensions.Count;
            var same = options.FindIndex(option => option.Advice == finding.Advice);
            if (same < 0) options.Add(new(finding.Advice, lift, entry.Rule));
            else options[same] = options[same] with { Lift = options[same].Lift + lift };
        }

        options.RemoveAll(option => option.Lift < LeastLift);
        options.Sort((a, b) => a.Lift == b.Lift ? a.Rule - b.Rule : b.Lift.CompareTo(a.Lift));
        return [.. options.Take(MostRecommendations).Select(option =>
            new RecommendationDetail(
                option.Advice, _table.Rules[option.Rule].Dimension, Math.Round(option.Lift, 2, MidpointRounding.AwayFromZero), _table.Rules[option.Rule].Id))];
    }

    // The worst comes first, then everything that raised the score, strongest first.
    private Dictionary<Dimension, IReadOnlyList<string>> Evidence()
    {
        var evidence = new Dictionary<Dimension, IReadOnlyList<string>>();
        for (var first = 0; first < _described.Length;)
        {
            var dimension = _described[first].Rule.Dimension;
            var end = first;
            while (end < _described.Length && _described[end].Rule.Dimension == dimension) end++;
            var statements = new List<string>(MostEvidence);
            for (int low = first, high = end - 1; low <= high && statements.Count < MostEvidence;)
            {
                var worst = _described[low].Finding.Points < 0 && -_described[low].Finding.Points >= _described[high].Finding.Points;
                var (rule, entry, finding) = _described[worst ? low++ : high--];
                if (!worst && IsContested(finding, first, end)) continue;
                var statement = RuleWording.Fill(rule.Evidence, Words(entry.Match));
                if (!statements.Contains(statement)) statements.Add(statement);
            }

            evidence.Add(dimension, statements);
            first = end;
        }

        return evidence;
    }

    // Praise for words that another rule finds fault with would only confuse: the fault is said.
    private bool IsContested(Finding praise, int first, int end)
    {
        if (praise.Start is null) return false;
        for (var i = first; i < end; i++)
        {
            var fault = _described[i].Finding;
            if (fault.Points < 0 && fault.Field == praise.Field && fault.Start == praise.Start && fault.End == praise.End) return true;
        }

        return false;
    }

    private readonly record struct Described(Rule Rule, Entry Entry, Finding Finding);

    private readonly record struct Option(string Advice, double Lift, int Rule);
}
