using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Signals;

/// <summary>Whether it is clear when the ticket is done.</summary>
internal static class TestSignals
{
    private const double Usable = 0.25;

    /// <summary>Criteria, each as strong as it is concrete.</summary>
    public static void Criteria(TicketView view, SignalMatches seen)
    {
        foreach (var criterion in view.Criteria)
        {
            if (criterion.Quality >= Usable) seen.At(criterion.Text, criterion.Quality);
        }
    }

    /// <summary>Criteria as bounds of the work: for its size a plain statement does nearly as well as a measured one.</summary>
    public static void Bounds(TicketView view, SignalMatches seen)
    {
        foreach (var criterion in view.Criteria)
        {
            if (criterion.Quality >= Usable) seen.At(criterion.Text, Math.Sqrt(criterion.Quality));
        }
    }

    /// <summary>Given, when, then, with something in it.</summary>
    public static void Scenario(TicketView view, SignalMatches seen)
    {
        foreach (var criterion in view.Criteria)
        {
            if (criterion.IsScenario && criterion.Quality >= 0.5) seen.At(criterion.Text, criterion.Quality);
        }
    }

    /// <summary>A number to measure against, in the wish or in a criterion.</summary>
    public static void Figure(TicketView view, SignalMatches seen)
    {
        foreach (var passage in view.Passages)
        {
            if (!passage.IsText || passage.AddressesJudge || Scan.Matter(view, new(passage.First, passage.End)) < 2) continue;
            for (var i = passage.First; i < passage.End && !seen.IsFull; i++)
            {
                if (view.IsFigure(i, passage.End)) seen.At(i, Math.Min(i + (view.Tokens[i].WithUnit ? 1 : 2), passage.End));
            }
        }
    }

    /// <summary>What happens when it does not go well.</summary>
    public static void Edge(TicketView view, SignalMatches seen)
    {
        foreach (var criterion in view.Criteria)
        {
            if (criterion.HasEdge && criterion.Quality >= Usable) seen.At(criterion.Text, criterion.Quality);
        }
    }

    /// <summary>No acceptance criteria.</summary>
    public static void NoCriteria(TicketView view, SignalMatches seen)
    {
        double best = 0;
        foreach (var criterion in view.Criteria) best = Math.Max(best, criterion.Quality);
        if (best < Usable && !Scan.IsDefect(view)) seen.Absent();
    }

    /// <summary>Something is called a criterion and says nothing that can be checked.</summary>
    public static void EmptyCriteria(TicketView view, SignalMatches seen)
    {
        foreach (var criterion in view.Criteria)
        {
            if (criterion.IsStated && criterion.Quality < 0.35) seen.At(criterion.Text, 1 - criterion.Quality);
        }
    }

    /// <summary>Expected against actual behaviour.</summary>
    public static void ExpectedActual(TicketView view, SignalMatches seen)
    {
        if (Scan.First(view, SectionKind.Expected) is { } expected) seen.At(expected.First, expected.End);
        if (Scan.First(view, SectionKind.Actual) is { } actual) seen.At(actual.First, actual.End, 0.6);
    }

    /// <summary>Steps that lead there.</summary>
    public static void Steps(TicketView view, SignalMatches seen)
    {
        if (Scan.First(view, SectionKind.Steps) is { } steps) seen.At(steps.First, steps.End);
    }

    /// <summary>The wish itself is something that can be seen to happen.</summary>
    public static void ObservableMeans(TicketView view, SignalMatches seen)
    {
        var core = Scan.Core(view);
        for (var i = core.First; i < core.End && i < core.First + 8 && view.Tokens[i].Mark != ','; i++)
        {
            if (!view.Tokens[i].Has(Tag.Observable)) continue;
            seen.At(i, i + 1);
            return;
        }
    }

    /// <summary>A behaviour with its condition, in plain sentences: when this, that.</summary>
    public static void PlainBehaviour(TicketView view, SignalMatches seen)
    {
        var core = Scan.Core(view);
        if (Scan.Any(view, core, Tag.Edge)) seen.At(core);
    }
}
