using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;

namespace Vindex.Server.Scoring.Records.Compact;

/// <summary>Findings are the contributions of the explanation, worst first within a dimension, with advice.</summary>
internal static class FindingAdvice
{
    /// <summary>The advice for each contribution, in their order; null if the findings are not the contributions.</summary>
    public static List<string>? Of(IReadOnlyDictionary<Dimension, DimensionExplanation> explanation, IReadOnlyList<Finding> findings)
    {
        var advice = new List<string>(findings.Count);
        foreach (var dimension in Dimensions.All)
        {
            if (!explanation.TryGetValue(dimension, out var how)) continue;
            var first = advice.Count;
            if (findings.Count - first < how.Contributions.Count) return null;
            for (var i = 0; i < how.Contributions.Count; i++) advice.Add("");
            var next = first;
            foreach (var i in WorstFirst(how.Contributions))
            {
                var finding = findings[next++];
                if (!IsOf(finding, dimension, how.Contributions[i])) return null;
                advice[first + i] = finding.Advice;
            }
        }

        return advice.Count == findings.Count ? advice : null;
    }

    /// <summary>The findings of a dimension's contributions.</summary>
    public static IEnumerable<Finding> Findings(Dimension dimension, IReadOnlyList<Contribution> contributions, IReadOnlyList<string?> advice) =>
        WorstFirst(contributions).Select(i => Of(dimension, contributions[i], advice[i] ?? ""));

    private static int[] WorstFirst(IReadOnlyList<Contribution> contributions)
    {
        var order = new int[contributions.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        order.AsSpan().Sort((a, b) => contributions[a].Points.CompareTo(contributions[b].Points) is var less and not 0 ? less : a.CompareTo(b));
        return order;
    }

    private static Finding Of(Dimension dimension, Contribution c, string advice) =>
        new(c.Rule, dimension, c.Points, c.Field, c.Quote, c.Start, c.End, c.Why, advice);

    private static bool IsOf(Finding finding, Dimension dimension, Contribution c) =>
        finding.Dimension == dimension && finding.Points.Equals(c.Points) && finding.Start == c.Start && finding.End == c.End && finding.Field == c.Field
        && finding.Rule == c.Rule && finding.Why == c.Why && finding.Quote == c.Quote;
}
