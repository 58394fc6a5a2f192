using Vindex.Scoring.Judging.Explanations;

namespace Vindex.Server.Alerts.Digests;

/// <summary>Collects the recommendations of a week's tickets: those that would add most to all of them together come first.</summary>
internal sealed class DigestActions
{
    /// <summary>How many tickets of an action are listed.</summary>
    public const int MostListed = 2000;

    private readonly Dictionary<string, List<(string ScoreId, double Lift, string Text)>> _rules = new(StringComparer.Ordinal);

    /// <summary>Adds the recommendations of a ticket. Several by the same rule count as one, with the most lift of them.</summary>
    public void Add(string scoreId, IReadOnlyList<RecommendationDetail> recommendations)
    {
        foreach (var rule in recommendations.Where(one => one.Lift > 0).GroupBy(one => one.Rule, StringComparer.Ordinal))
        {
            var best = rule.MaxBy(one => one.Lift)!;
            if (!_rules.TryGetValue(rule.Key, out var tickets)) _rules[rule.Key] = tickets = [];
            tickets.Add((scoreId, best.Lift, best.Text));
        }
    }

    /// <summary>The first actions.</summary>
    public IReadOnlyList<DigestAction> Top(int count) =>
    [
        .. _rules.Select(rule => new DigestAction(rule.Key, TextOf(rule.Value), rule.Value.Count, rule.Value.Sum(ticket => ticket.Lift), Listed(rule.Value)))
            .OrderByDescending(action => action.Lift).ThenByDescending(action => action.Tickets).ThenBy(action => action.Rule, StringComparer.Ordinal)
            .Take(count),
    ];

    private static IReadOnlyList<string> Listed(List<(string ScoreId, double Lift, string Text)> tickets) =>
    [
        .. tickets.OrderByDescending(ticket => ticket.Lift).ThenBy(ticket => ticket.ScoreId, StringComparer.Ordinal)
            .Take(MostListed).Select(ticket => ticket.ScoreId),
    ];

    // A rule words its advice by what it found; the most frequent wording stands for all.
    private static string TextOf(List<(string ScoreId, double Lift, string Text)> tickets) =>
        tickets.GroupBy(ticket => ticket.Text, StringComparer.Ordinal)
            .OrderByDescending(text => text.Count()).ThenBy(text => text.Key, StringComparer.Ordinal)
            .First().Key;
}
