using Vindex.Scoring.Rubric.Outline;

namespace Vindex.Scoring.Rubric.Rules;

/// <summary>Turns a tally into what people read: scores, findings with their quotes, recommendations, evidence.</summary>
internal static class Verdict
{
    private const int MostRecommendations = 5;
    private const int MostEvidence = 4;
    private const int LongestQuoteInAdvice = 60;
    private const double LeastLift = 0.02;

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

        var findings = new List<Finding>(tally.Entries.Count);
        foreach (var entry in tally.Entries) findings.Add(Describe(view, table.Rules[entry.Rule], entry));
        findings.Sort(WorstFirst);
        return new(InvestScores.FromArray(scores), findings, Recommend(view, tally, table, exact), Evidence(findings, table));
    }

    private static Finding Describe(TicketView view, Rule rule, Entry entry)
    {
        var points = Math.Round(entry.Points, 2, MidpointRounding.AwayFromZero);
        var sighting = entry.Sighting;
        if (sighting.Field is null) return new(rule.Id, rule.Dimension, points, null, null, null, null, rule.Why, Fill(rule.Advice, null));
        if (sighting.ContextQuote is { } context) return new(rule.Id, rule.Dimension, points, TicketField.Context, context, null, null, rule.Why, Fill(rule.Advice, context));
        var text = view.TextOf(sighting.Field.Value);
        var (start, end) = text.ToSource(sighting.Start, sighting.End);
        var quote = text.Source[start..end];
        return new(rule.Id, rule.Dimension, points, sighting.Field, quote, start, end, rule.Why, Fill(rule.Advice, quote));
    }

    private static int WorstFirst(Finding a, Finding b)
    {
        var order = a.Dimension.CompareTo(b.Dimension);
        if (order == 0) order = a.Points.CompareTo(b.Points);
        if (order == 0) order = string.CompareOrdinal(a.Rule, b.Rule);
        if (order == 0) order = Nullable.Compare(a.Field, b.Field);
        return order != 0 ? order : Nullable.Compare(a.Start, b.Start);
    }

    // The lift of mending a rule's findings is what its dimension gains without them, a sixth of it in the overall score; rules with one and the same advice add up.
    private static List<string> Recommend(TicketView view, Tally tally, RuleTable table, ReadOnlySpan<double> exact)
    {
        var options = new List<(string Advice, double Lift, int Rule)>();
        var last = -1;
        foreach (var entry in tally.Entries)
        {
            var rule = table.Rules[entry.Rule];
            if (entry.Rule == last || rule.Points >= 0) continue;
            last = entry.Rule;
            var lift = (Math.Min(tally.Sum(rule.Dimension, entry.Rule), 10) - exact[(int)rule.Dimension]) / Dimensions.Count;
            var advice = Describe(view, rule, entry).Advice;
            var same = options.FindIndex(o => o.Advice == advice);
            if (same < 0) options.Add((advice, lift, entry.Rule));
            else options[same] = (advice, options[same].Lift + lift, options[same].Rule);
        }

        options.RemoveAll(o => o.Lift < LeastLift);
        options.Sort((a, b) => a.Lift == b.Lift ? a.Rule.CompareTo(b.Rule) : b.Lift.CompareTo(a.Lift));
        var recommendations = new List<string>(MostRecommendations);
        for (var i = 0; i < options.Count && i < MostRecommendations; i++) recommendations.Add(options[i].Advice);
        return recommendations;
    }

    private static Dictionary<Dimension, IReadOnlyList<string>> Evidence(List<Finding> findings, RuleTable table)
    {
        var evidence = new Dictionary<Dimension, IReadOnlyList<string>>();
        foreach (var dimension in Dimensions.All)
        {
            var statements = new List<string>();
            foreach (var finding in findings.Where(f => f.Dimension == dimension).OrderByDescending(f => Math.Abs(f.Points)))
            {
                var rule = Array.Find(table.Rules, r => r.Id == finding.Rule)!;
                var statement = Fill(rule.Evidence, finding.Quote);
                if (statements.Count < MostEvidence && !statements.Contains(statement)) statements.Add(statement);
            }

            if (statements.Count > 0) evidence.Add(dimension, statements);
        }

        return evidence;
    }

    private static string Fill(string template, string? quote)
    {
        if (!template.Contains("{quote}", StringComparison.Ordinal)) return template;
        return template.Replace("{quote}", Shorten(quote ?? ""), StringComparison.Ordinal);
    }

    private static string Shorten(string quote)
    {
        var line = string.Join(' ', quote.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= LongestQuoteInAdvice) return line;
        var end = line.LastIndexOf(' ', LongestQuoteInAdvice);
        if (end < LongestQuoteInAdvice / 2) end = char.IsHighSurrogate(line[LongestQuoteInAdvice - 1]) ? LongestQuoteInAdvice - 1 : LongestQuoteInAdvice;
        return line[..end] + "…";
    }
}
