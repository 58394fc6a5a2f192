using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Signals;

/// <summary>What ties a ticket to other unfinished work. That nothing is stated is no defect.</summary>
internal static class IndependenceSignals
{
    private static readonly string[] s_blocking = [
        "blocked by", "blocked", "depends on", "depend", "requires", "predecessor", "waits for", "waiting", "after", "finish-to-start", "child of"
    ];
    private static readonly string[] s_parent = ["parent", "epic", "part of", "relates", "related", "subtask", "split from", "cloned"];

    /// <summary>The text says that it waits for something.</summary>
    public static void Dependency(TicketView view, SignalMatches seen)
    {
        foreach (var passage in view.Passages)
        {
            if (!passage.IsText || passage.AddressesJudge || passage.Section is SectionKind.Steps or SectionKind.Actual) continue;
            for (var i = passage.First; i < passage.End && !seen.IsFull; i++)
            {
                if ((view.Tokens[i].PhraseTags & Tag.Dependency) == Tag.None || IsDenied(view, passage.First, i)) continue;
                var end = Math.Min(passage.End, i + view.Tokens[i].PhraseLength);
                var named = end < passage.End && view.Tokens[end].Kind == TokenKind.Key;
                seen.At(i, named ? end + 1 : end, IsCriterion(passage) ? 0.35 : 1);
                i = end - 1;
            }
        }
    }

    /// <summary>A link of the tracker says so.</summary>
    public static void BlockingLink(TicketView view, SignalMatches seen)
    {
        foreach (var item in view.Ticket.Context)
        {
            if (item.Kind == ContextKind.LinkedIssue && Says(item.Relation, s_blocking)) seen.InContext(Describe(item));
        }
    }

    /// <summary>It is a part of something larger, or related to other tickets.</summary>
    public static void ParentLink(TicketView view, SignalMatches seen)
    {
        foreach (var item in view.Ticket.Context)
        {
            var related = item.Kind == ContextKind.LinkedIssue && Says(item.Relation, s_parent);
            if (related || item.Kind == ContextKind.Epic) seen.InContext(Describe(item), related ? 1 : 0.5);
        }
    }

    /// <summary>It points at other tickets, so it cannot be read alone.</summary>
    public static void Reference(TicketView view, SignalMatches seen)
    {
        foreach (var passage in view.Passages)
        {
            if (passage.Kind is BlockKind.Code || passage.AddressesJudge) continue;
            for (var i = passage.First; i < passage.End && !seen.IsFull; i++)
            {
                ref var token = ref view.Tokens[i];
                if ((token.PhraseTags & Tag.Reference) != Tag.None) seen.At(i, Math.Min(passage.End, i + token.PhraseLength));
                else if (token.Kind == TokenKind.Link) seen.At(i, i + 1, 0.6);
                else if (token.Kind == TokenKind.Key && view.Tokens[i].End - view.Tokens[i].Start > 3) seen.At(i, i + 1, 0.8);
                else continue;
                i += Math.Max((int)token.PhraseLength, 1) - 1;
            }
        }
    }

    /// <summary>It ties the work to another system or team.</summary>
    public static void Integration(TicketView view, SignalMatches seen)
    {
        Scan.For(view, view.Clauses.Means, Tag.Integration, seen);
        Scan.Text(view, Tag.Integration, seen, 0.5, view.Clauses.Means);
    }

    /// <summary>It says what it leaves out.</summary>
    public static void OutOfScope(TicketView view, SignalMatches seen)
    {
        if (Scan.First(view, SectionKind.OutOfScope) is { } passage) seen.At(passage.First, passage.End);
    }

    /// <summary>It can be read alone: a wish with its own particulars and no pointers.</summary>
    public static void StandsAlone(TicketView view, SignalMatches seen)
    {
        var clauses = view.Clauses;
        if (Scan.Content(view, clauses.Means) < 2 || view.Content < 4) return;
        double criteria = 0;
        foreach (var criterion in view.Criteria) criteria += criterion.Quality;
        seen.At(clauses.Means, (clauses.IsStory ? 0.5 : 0.25) + Math.Min(0.3, criteria / 5));
    }

    // "does not depend on", "not blocked by", "no dependency on"; but "cannot start until …" waits.
    private static bool IsDenied(TicketView view, int first, int at)
    {
        if (!view.Words.IsTie(view.Tokens[at].Word)) return false;
        for (var i = Math.Max(first, at - 3); i < at; i++)
        {
            if (view.Words.Denies(view.Tokens[i].Word)) return true;
        }

        return false;
    }

    // What must be true after some step is behaviour, not a dependency of the work.
    private static bool IsCriterion(Passage passage) => passage.Section is SectionKind.AcceptanceCriteria or SectionKind.Expected;

    private static bool Says(
        string? relation, string[] words) => relation is not null && Array.Exists(words, word => relation.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Describe(ContextItem item) =>
        string.Join(' ', new[] { item.Relation ?? "part of", item.Key ?? item.Title }.Where(s => !string.IsNullOrWhiteSpace(s)));
}
