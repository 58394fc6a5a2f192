using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging.Rules;

/// <summary>Words of the source text.</summary>
internal sealed record SourceQuote(TicketField Field, int Start, int End, string Text);

/// <summary>Something that the learned weights cannot know.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Points">Points for each dimension.</param>
/// <param name="Why">What it means.</param>
/// <param name="Most">The most that each dimension may reach; null for a plain rule.</param>
/// <param name="Quote">The words; null for none.</param>
/// <param name="Context">Words of what surrounds the ticket; null for none.</param>
/// <param name="Always">Whether it is reported even where it moves nothing.</param>
internal sealed record HandRule(
    string Group, double[] Points, string Why, double[]? Most = null, SourceQuote? Quote = null, string? Context = null, bool Always = false);

/// <summary>Rules set by hand: links to blocking tickets, text that addresses the judge, cut text, tickets without content, criteria without content.</summary>
internal static class HandRules
{
    private static readonly double[] s_nothing = new double[Dimensions.Count];
    private static readonly string[] s_blocking = ["blocked by", "depends on", "requires", "is blocked", "waits for"];

    /// <summary>The rules that apply, in the order in which they are added; those with a cap come last.</summary>
    public static List<HandRule> Of(TicketFacts facts)
    {
        var rules = new List<HandRule>();
        foreach (var item in facts.Text.Ticket.Context)
        {
            if (item.Kind != ContextKind.LinkedIssue || item.Relation is not { } relation
                || !Array.Exists(s_blocking, word => relation.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }
            rules.Add(new(RuleNames.Blocked, [-2.5, 0, 0, 0, 0, 0], Reasons.Of(RuleNames.Blocked, -1), Context: $"{relation} {item.Key ?? item.Title}".Trim()));
            if (rules.Count == 2) break;
        }

        if (WaitingPhrases.Find(facts.Text) is { } waiting) rules.Add(new("dependency", [-1.5, 0, 0, 0, 0, 0], "Says it waits for other work", Quote: waiting));
        rules.AddRange(OfInstructions(facts));
        foreach (var field in facts.Cut) rules.Add(new(RuleNames.Cut, [0, 0, 0, -0.5, -0.5, 0], $"{Reasons.Of(RuleNames.Cut, -1)}: {NameOf(field)}"));
        if (Substance.IsStuffed(facts.Text)) rules.Add(new(RuleNames.Stuffed, s_nothing, Reasons.Of(RuleNames.Stuffed, -1), Most: [5, 5, 2, 2, 5, 2]));
        if (Substance.IsMissing(facts.Text)) rules.Add(new(RuleNames.Empty, s_nothing, Reasons.Of(RuleNames.Empty, -1), Most: [1, 1, 1, 1, 1, 1]));
        else if (facts.Kind == TicketKind.NotATicket) rules.Add(new(RuleNames.Empty, s_nothing, Reasons.Of(RuleNames.Empty, -1), Most: [2, 2, 2, 2, 2, 2]));
        else if (facts.Kind == TicketKind.Epic)
            rules.Add(new("several", s_nothing, "An epic should be planned in slices, not as one ticket", Most: [10, 10, 10, 10, 2, 10]));
        return rules;
    }

    /// <summary>The rules for text that addresses the judge.</summary>
    public static IEnumerable<HandRule> OfInstructions(TicketFacts facts)
    {
        const int most = 3, longestQuote = 160;
        foreach (var (field, text) in facts.Untrusted.Take(most))
        {
            var end = Math.Min(text.End, text.Start + longestQuote);
            var source = facts.Text.Text(field).Source;
            if (end < source.Length && char.IsHighSurrogate(source[end - 1])) end--;
            yield return new(
                RuleNames.Instructions,
                [0, 0, 0, 0, 0, -0.5],
                Reasons.Of(RuleNames.Instructions, -1),
                Quote: new(field, text.Start, end, source[text.Start..end]),
                Always: true);
        }
    }

    private static string NameOf(TicketField field) => field switch
    {
        TicketField.Summary => "summary",
        TicketField.Description => "description",
        _ => "acceptance criteria",
    };
}
