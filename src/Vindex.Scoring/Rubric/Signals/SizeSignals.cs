using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Signals;

/// <summary>Whether it is one thing, and a small one.</summary>
internal static class SizeSignals
{
    private const int UsualCriteria = 8;
    private const int UsualTasks = 7;
    private const int LongDetail = 150;

    /// <summary>Two things to do in one wish.</summary>
    public static void JoinedActions(TicketView view, SignalMatches seen)
    {
        foreach (var join in Joins.Find(view, view.Clauses.Means))
        {
            if (join.IsAction) seen.At(join.Text, join.Strength);
        }
    }

    /// <summary>Two things to get in one wish.</summary>
    public static void JoinedThings(TicketView view, SignalMatches seen)
    {
        foreach (var join in Joins.Find(view, Scan.Core(view)))
        {
            if (!join.IsAction) seen.At(join.Text, join.Strength * (view.Clauses.IsStory ? 1 : 0.7));
        }
    }

    /// <summary>Words that announce more than a sprint holds.</summary>
    public static void EpicWords(TicketView view, SignalMatches seen)
    {
        Scan.For(view, view.Title, Tag.Epic, seen);
        if (view.Clauses.Means.First >= view.Title.End) Scan.For(view, view.Clauses.Means, Tag.Epic, seen);
        Scan.Text(view, Tag.Epic, seen, 0.3, new(0, Math.Max(view.Title.End, view.Clauses.Means.End)));
    }

    /// <summary>More criteria than one ticket usually has.</summary>
    public static void ManyCriteria(TicketView view, SignalMatches seen)
    {
        var stated = view.Criteria.FindAll(criterion => criterion.IsStated);
        if (stated.Count > UsualCriteria) seen.At(stated[UsualCriteria].Text, Math.Min(1, (stated.Count - UsualCriteria) / 8.0));
    }

    /// <summary>More than one "as a … I want" in one ticket.</summary>
    public static void ManyStories(TicketView view, SignalMatches seen)
    {
        var stories = 0;
        foreach (var passage in view.Passages)
        {
            if (!passage.IsText || passage.Length < 5 || view.Tokens[passage.First].Word != view.Words.As
                || !view.Words.IsRoleOpener(view.Tokens[passage.First + 1].Word))
            {
                continue;
            }
            if (++stories > 2 || (stories == 2 && !view.Title.Contains(view.Clauses.Means.First))) seen.At(passage.First, passage.End);
        }
    }

    /// <summary>A long list of tasks.</summary>
    public static void ManyTasks(TicketView view, SignalMatches seen)
    {
        int tasks = 0, items = 0;
        foreach (var passage in view.Passages)
        {
            if (passage.IsTask) tasks++;
            if (passage.IsItem && passage.Section is not (SectionKind.AcceptanceCriteria or SectionKind.Steps or SectionKind.Environment)) items++;
            if ((passage.IsTask && tasks == UsualTasks + 1) || (passage.IsItem && items == UsualTasks * 2))
                seen.At(passage.First, passage.End, tasks > UsualTasks ? 1 : 0.6);
        }
    }

    /// <summary>So much text that more than one piece of work is in it.</summary>
    public static void LongText(TicketView view, SignalMatches seen)
    {
        if (view.Detail > LongDetail && !Scan.IsDefect(view)) seen.Absent(Math.Min(1, (view.Detail - LongDetail) / 250.0));
    }

    /// <summary>One verb, one thing.</summary>
    public static void OneAction(TicketView view, SignalMatches seen)
    {
        var core = Scan.Core(view);
        if (LengthToSidePhrase(view, core) is < 2 or > 14 || Joins.Find(view, core).Exists(join => join.Strength >= 0.4)
            || Scan.Any(view, core, Tag.Epic | Tag.Ambition | Tag.Absolute))
        {
            return;
        }
        if (Joins.Find(view, view.Clauses.Means).Exists(join => join.IsAction && join.Strength >= 0.4)) return;
        if (Scan.Content(view, core) >= 2) seen.At(core, SolutionSignals.MainVerb(view) >= 0 ? 1 : 0.6);
    }

    private static int LengthToSidePhrase(TicketView view, Span span)
    {
        var i = span.First;
        while (i < span.End && !view.Tokens[i].Has(Tag.Using | Tag.Dependency)) i++;
        return i - span.First;
    }
}
