using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Signals;

/// <summary>How far the ticket prescribes the how.</summary>
internal static class SolutionSignals
{
    private const int LongestObject = 8;
    private const double Environment = 0.3;
    private const double StudyOnly = 0.7;

    /// <summary>A technology named in the wish itself.</summary>
    public static void Technology(TicketView view, SignalMatches seen) => Scan.For(view, view.Clauses.Means, Tag.Technology, seen, Chosen(view));

    /// <summary>A technology named elsewhere, as a demand.</summary>
    public static void TechnologyInText(TicketView view, SignalMatches seen) => Scan.Text(view, Tag.Technology, seen, Chosen(view), view.Clauses.Means);

    // In the report of a defect a technology is the place of the failure, not a choice.
    private static double Chosen(TicketView view) => Scan.IsDefect(view) ? Environment : 1;

    /// <summary>Parts of the system as its makers see it, in the wish.</summary>
    public static void TechnicalNoun(TicketView view, SignalMatches seen) => Scan.For(view, view.Clauses.Means, Tag.TechnicalNoun, seen);

    /// <summary>A solution offered along with the problem.</summary>
    public static void Proposal(TicketView view, SignalMatches seen) => Scan.Text(view, Tag.Proposal, seen);

    /// <summary>The goal is stated by checkable results, not by the implementation.</summary>
    public static void OutcomeCriteria(TicketView view, SignalMatches seen)
    {
        foreach (var criterion in view.Criteria)
        {
            if (criterion.Quality < 0.5 || Scan.Any(view, criterion.Text, Tag.Technology | Tag.TechnicalNoun)) continue;
            seen.At(criterion.Text);
            return;
        }
    }

    /// <summary>"using …", "via …" in the wish.</summary>
    public static void HowClause(TicketView view, SignalMatches seen)
    {
        var means = view.Clauses.Means;
        for (var i = means.First + 1; i < means.End; i++)
        {
            if (!view.Tokens[i].Has(Tag.Using)) continue;
            var end = Math.Min(means.End, i + 6);
            seen.At(i, end, Scan.Any(view, new(i, end), Tag.Technology | Tag.TechnicalNoun | Tag.Widget) ? 1 : 0.5);
        }
    }

    /// <summary>A part of a screen in the wish.</summary>
    public static void Widget(TicketView view, SignalMatches seen) => Scan.For(view, view.Clauses.Means, Tag.Widget, seen);

    /// <summary>Where it stands on the screen, and in which colour, near the thing it is said of.</summary>
    public static void Look(TicketView view, SignalMatches seen)
    {
        foreach (var passage in view.Passages)
        {
            if (!passage.IsText || passage.AddressesJudge || seen.IsFull) continue;
            var span = new Span(passage.First, passage.End);
            if (!Scan.Any(view, span, Tag.Widget)) continue;
            Scan.For(view, span, Tag.Placement, seen);
            for (var i = span.First; i + 1 < span.End; i++)
            {
                if (view.Tokens[i].Has(Tag.Colour) && Scan.Any(view, new(i + 1, Math.Min(i + 4, span.End)), Tag.Widget)) seen.At(i, i + 1);
            }
        }
    }

    /// <summary>Code in the ticket of something new (in a report of a defect it is evidence, not prescription).</summary>
    public static void Code(TicketView view, SignalMatches seen)
    {
        var defect = Scan.IsDefect(view);
        foreach (var passage in view.Passages)
        {
            if (passage.Kind == BlockKind.Code) seen.AtCharacters(passage.Field, passage.CharStart, passage.CharEnd, defect ? 0.4 : 1);
        }
    }

    /// <summary>A section that says how to build it.</summary>
    public static void ImplementationSection(TicketView view, SignalMatches seen)
    {
        if (Scan.First(view, SectionKind.Implementation) is { } passage) seen.At(passage.First, passage.End);
    }

    /// <summary>Brackets, "e.g." and the like in the wish.</summary>
    public static void NoteInMeans(TicketView view, SignalMatches seen)
    {
        var means = view.Clauses.Means;
        for (var i = means.First; i < means.End; i++)
        {
            ref var token = ref view.Tokens[i];
            var bracket = token.Kind == TokenKind.Mark && token.Mark is '(' or '[' or '{';
            if (!bracket && !token.Has(Tag.Example)) continue;
            var end = i + 1;
            while (end < means.End && end < i + 12 && !(bracket && view.Tokens[end].Kind == TokenKind.Mark && view.Tokens[end].Mark is ')' or ']' or '}'))
                end++;
            end = Math.Min(end + 1, means.End);
            var enough = bracket && Scan.Content(view, new(i, end)) > 1 || token.PhraseLength > 1;
            seen.At(i, end, enough ? 1 : 0.5);
            i = end - 1;
        }
    }

    /// <summary>The request comes from someone who builds the product.</summary>
    public static void TechnicalRole(TicketView view, SignalMatches seen)
    {
        var strength = Building(view);
        if (strength > 0) seen.At(view.Clauses.Role, strength);
    }

    // A developer builds; a researcher or designer builds or only uses, depending on the verb of the request.
    private static double Building(TicketView view)
    {
        var head = RoleHead(view);
        if (!Scan.Any(view, head, Tag.TechnicalRole)) return 0;
        if (!Scan.Any(view, head, Tag.StudyRole)) return 1;
        var verb = MainVerb(view);
        return verb >= 0 && view.Tokens[verb].Has(Tag.Build | Tag.Explore) ? 1 : StudyOnly;
    }

    /// <summary>The role itself, without its description: "a cook" of "a cook who runs an app".</summary>
    public static Span RoleHead(TicketView view)
    {
        var role = view.Clauses.Role;
        var end = role.First + 1;
        while (end < role.End && !view.Tokens[end].Has(Tag.Preposition) && (view.Tokens[end].Form & WordForm.Gerund) == WordForm.None) end++;
        return role.IsEmpty ? role : new(role.First, Math.Min(end, role.End));
    }

    /// <summary>The wish is work on the system.</summary>
    public static void BuildVerb(TicketView view, SignalMatches seen)
    {
        var verb = MainVerb(view);
        if (verb >= 0 && IsBuilding(view, verb)) seen.At(verb, verb + 1);
    }

    /// <summary>
    /// Whether a verb means work on the system. One that people use of their own things as well ("extend a loan", "merge two orders") does so
    /// only where a part of the system is its object, or where a builder of the product requests it.
    /// </summary>
    public static bool IsBuilding(TicketView view, int at)
    {
        if (!view.Tokens[at].Has(Tag.Build)) return false;
        if (!view.Tokens[at].Has(Tag.BuildOrUse) || Scan.Any(view, RoleHead(view), Tag.TechnicalRole)) return true;
        var content = false;
        for (var i = at + 1; i < view.Clauses.Means.End && i <= at + LongestObject; i++)
        {
            ref var token = ref view.Tokens[i];
            if (token.Has(Tag.TechnicalNoun | Tag.Technology | Tag.SystemRole)) return true;
            if (token.Has(Tag.Preposition) || (content && token.Word == view.Words.And)) return false;
            content |= token.IsContent && !token.Has(Tag.Build);
        }

        return false;
    }

    /// <summary>A builder of the product wants to build.</summary>
    public static void BuilderBuilds(TicketView view, SignalMatches seen)
    {
        var verb = MainVerb(view);
        if (verb < 0) return;
        var technical = Scan.Any(view, RoleHead(view), Tag.TechnicalRole);
        if (technical && view.Tokens[verb].Has(Tag.Build)) seen.At(verb, verb + 1);
        else if (technical && (view.Tokens[verb].Tags & Tag.Explore) != Tag.None) seen.At(verb, verb + 1, 0.4);
        else if (view.Clauses.IsStory && IsBuilding(view, verb) && Scan.Any(view, Scan.Core(view), Tag.TechnicalNoun | Tag.Technology))
            seen.At(verb, verb + 1, 0.7);
    }

    /// <summary>The wish is in the words of those who use it.</summary>
    public static void UserTerms(TicketView view, SignalMatches seen)
    {
        var means = view.Clauses.Means;
        if (Scan.Content(view, means) < 2 || Scan.Any(view, means, Tag.Technology | Tag.TechnicalNoun | Tag.Widget | Tag.Using)) return;
        if (Scan.Any(view, RoleHead(view), Tag.TechnicalRole | Tag.SystemRole)) return;
        var verb = MainVerb(view);
        if (verb >= 0 && IsBuilding(view, verb)) return;
        seen.At(means, view.Clauses.IsStory ? 1 : 0.5);
    }

    /// <summary>The verb that the wish begins with; −1 when it begins with a thing.</summary>
    public static int MainVerb(TicketView view)
    {
        var means = view.Clauses.Means;
        var named = means.First > 0 && view.Clauses.IsStory
            && (view.Tokens[means.First - 1].Has(Tag.Determiner) || view.Words.IsAuxiliary(view.Tokens[means.First - 1].Word));
        for (var i = means.First; !named && i < means.End && i < means.First + 4; i++)
        {
            ref var token = ref view.Tokens[i];
            if (token.Has(Tag.Action | Tag.Build | Tag.Unbounded | Tag.Explore) && (token.Form & WordForm.Base) != WordForm.None) return i;
            if (token.Has(Tag.Determiner)) break;
        }

        return view.Clauses.IsStory ? -1 : VerbAfterModal(view, means);
    }

    // "The till must print …", "It shall be possible for the clerk to print …": the verb stands behind the modal, or behind its "to".
    private static int VerbAfterModal(TicketView view, Span span)
    {
        for (var i = span.First; i < span.End - 1; i++)
        {
            if (!view.Words.IsDemand(view.Tokens[i].Word)) continue;
            var able = false;
            for (var next = i + 1; next < Math.Min(span.End, i + 12); next++)
            {
                ref var token = ref view.Tokens[next];
                able |= view.Words.IsAbility(token.Word);
                if (able && token.Word != view.Words.To) continue;
                if (able) next++;
                var verb = Math.Min(next, span.End - 1);
                if (view.Tokens[verb].Has(Tag.Action | Tag.Build | Tag.Unbounded | Tag.Explore) && (view.Tokens[verb].Form & WordForm.Base) != WordForm.None)
                    return verb;
                if (!token.Has(Tag.Adverb | Tag.Modal)) return -1;
            }

            return -1;
        }

        return -1;
    }
}
