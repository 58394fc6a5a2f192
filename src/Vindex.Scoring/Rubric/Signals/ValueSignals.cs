using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Signals;

/// <summary>Who gains what.</summary>
internal static class ValueSignals
{
    private const double EchoFrom = 0.75;

    /// <summary>A clause that says why, in more than a word.</summary>
    public static void Benefit(TicketView view, SignalMatches seen)
    {
        var benefit = view.Clauses.Benefit;
        if (benefit.IsEmpty || EchoedShare(view) >= 1) return;
        var content = Scan.Content(view, benefit);
        var strength = content >= 2 ? 1 : content == 1 ? 0.8 : 0;
        seen.At(benefit, view.Clauses.IsStory || benefit.First < view.Title.End ? strength : strength * 0.75);
    }

    /// <summary>A purpose without a clause of its own.</summary>
    public static void Purpose(TicketView view, SignalMatches seen)
    {
        if (view.Clauses.Benefit.IsEmpty && !view.Clauses.Purpose.IsEmpty) seen.At(view.Clauses.Purpose, view.Clauses.IsResult ? 1 : 0.4);
    }

    /// <summary>No reason anywhere.</summary>
    public static void NoBenefit(TicketView view, SignalMatches seen)
    {
        if (Scan.Content(view, view.Clauses.Benefit) > 0 || Scan.First(view, SectionKind.Motivation) is not null) return;
        var told = (view.Clauses.Purpose.IsEmpty ? 0 : view.Clauses.IsResult ? 0.8 : 0.2)
            + (!view.Clauses.IsStory && (Scan.AnyText(view, Tag.Pain) || Scan.IsDefect(view)) ? 0.5 : 0);
        seen.Absent(1 - told);
    }

    /// <summary>The benefit is the wish said again.</summary>
    public static void EchoedBenefit(TicketView view, SignalMatches seen)
    {
        if (EchoedShare(view) >= EchoFrom) seen.At(view.Clauses.Benefit);
    }

    // How much of the reason stands in the wish already, 0-1.
    private static double EchoedShare(TicketView view)
    {
        var (means, benefit) = (view.Clauses.Means, view.Clauses.Benefit);
        if (benefit.IsEmpty || means.IsEmpty) return 0;
        var stems = view.Scratch;
        stems.Clear();
        for (var i = means.First; i < means.End; i++)
        {
            if (view.Tokens[i].IsContent) stems.Add(view.Tokens[i].Stem);
        }

        int same = 0, all = 0;
        for (var i = benefit.First; i < benefit.End; i++)
        {
            if (!view.Tokens[i].IsContent) continue;
            all++;
            if (stems.Contains(view.Tokens[i].Stem)) same++;
        }

        return all > 0 ? same / (double)all : 0;
    }

    /// <summary>A benefit that holds for anything ("it is better", "there are no problems").</summary>
    public static void VagueBenefit(TicketView view, SignalMatches seen)
    {
        var benefit = view.Clauses.Benefit;
        if (benefit.IsEmpty || (!view.Clauses.IsStory && benefit.First >= view.Title.End)) return;
        var vague = Scan.Count(view, benefit, Tag.Quality | Tag.Comparative | Tag.Absolute | Tag.Superlative | Tag.Ambition | Tag.Pain);
        var content = Scan.Content(view, benefit);
        if (vague > 0 && content - vague <= 1) seen.At(benefit);
    }

    /// <summary>A person or kind of customer who wants it.</summary>
    public static void Role(TicketView view, SignalMatches seen)
    {
        var head = SolutionSignals.RoleHead(view);
        if (head.IsEmpty || Scan.Any(view, head, Tag.TechnicalRole | Tag.Absolute)) return;
        if (!EndsInThing(view, head)) seen.At(view.Clauses.Role);
    }

    /// <summary>A thing stands where a person should.</summary>
    public static void SystemRole(TicketView view, SignalMatches seen)
    {
        var head = SolutionSignals.RoleHead(view);
        if (EndsInThing(view, head) && !Scan.Any(view, head, Tag.TechnicalRole)) seen.At(view.Clauses.Role);
    }

    /// <summary>People are named though there is no "as a".</summary>
    public static void Person(TicketView view, SignalMatches seen)
    {
        if (!view.Clauses.Role.IsEmpty) return;
        Scan.Story(view, Tag.Person, seen);
    }

    /// <summary>A user of the product gets something to do or to see.</summary>
    public static void UsableOutcome(TicketView view, SignalMatches seen)
    {
        var clauses = view.Clauses;
        if (Scan.Any(view, SolutionSignals.RoleHead(view), Tag.TechnicalRole | Tag.SystemRole) || !WordingSignals.IsConcrete(view)) return;
        var verb = SolutionSignals.MainVerb(view);
        if (verb >= 0 && SolutionSignals.IsBuilding(view, verb)) return;
        seen.At(clauses.Means, clauses.IsStory ? 1 : 0.6);
    }

    /// <summary>A problem of today.</summary>
    public static void Pain(TicketView view, SignalMatches seen)
    {
        if (view.Clauses.IsStory) return;
        Scan.For(view, view.Title, Tag.Pain, seen);
        Scan.Story(view, Tag.Pain, seen, 0.6, view.Title);
    }

    /// <summary>A section that says why.</summary>
    public static void Motivation(TicketView view, SignalMatches seen)
    {
        if (Scan.First(view, SectionKind.Motivation) is { } passage) seen.At(passage.First, passage.End);
    }

    /// <summary>Work on the system without a beneficiary or an outcome.</summary>
    public static void TechnicalWork(TicketView view, SignalMatches seen)
    {
        var clauses = view.Clauses;
        if (!clauses.Role.IsEmpty || !clauses.Benefit.IsEmpty || clauses.Means.IsEmpty) return;
        var count = 0;
        for (var i = clauses.Means.First; i < clauses.Means.End; i++)
        {
            if (view.Tokens[i].Has(Tag.TechnicalNoun | Tag.Technology) || SolutionSignals.IsBuilding(view, i)) count++;
        }

        if (count > 0) seen.At(clauses.Means, Math.Min(1, 0.4 + (0.3 * count)));
    }

    // "a port system" is a thing, "a system administrator" is not: the last word decides.
    private static bool EndsInThing(
        TicketView view, Span head) => !head.IsEmpty && view.Tokens[head.End - 1].Has(Tag.SystemRole) && !view.Tokens[head.End - 1].Has(Tag.Person);
}
