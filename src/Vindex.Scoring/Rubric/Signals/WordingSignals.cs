using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Signals;

/// <summary>Vague words. A vague word in the request weighs more than one in the background.</summary>
internal static class WordingSignals
{
    private const double Elsewhere = 0.35;
    private const int LongestSubject = 10;
    private const double Background = 0.1;

    /// <summary>Words about quality without a measure beside them.</summary>
    public static void VagueQuality(TicketView view, SignalMatches seen)
    {
        if ((view.Tags & Tag.Quality) == Tag.None) return;
        foreach (var passage in view.Passages)
        {
            if (!passage.IsText || passage.AddressesJudge || seen.IsFull) continue;
            var figure = HasFigure(view, passage);
            for (var i = passage.First; i < passage.End && !seen.IsFull; i++)
            {
                ref var token = ref view.Tokens[i];
                if (token.Quoted || !token.Has(Tag.Quality) || view.Clauses.Benefit.Contains(i) || view.Clauses.Role.Contains(i)) continue;
                var length = (token.PhraseTags & Tag.Quality) != Tag.None ? token.PhraseLength : 1;
                seen.At(i, i + length, Weight(view, passage, i) * (figure ? 0.3 : 1));
            }
        }
    }

    /// <summary>Words about quality in the wish itself, without a measure beside them.</summary>
    public static void VagueWish(TicketView view, SignalMatches seen)
    {
        var core = Scan.Core(view);
        for (var i = core.First; i < core.End; i++)
        {
            if (view.IsFigure(i, core.End)) return;
        }

        Scan.For(view, core, Tag.Quality, seen);
    }

    /// <summary>
    /// Something is to be provided without saying by whom or in which form: a passive demand without "by". It weighs most where
    /// what is provided has no body ("an indication", "a means"), little where the result can be seen ("is printed").
    /// </summary>
    public static void Passive(TicketView view, SignalMatches seen)
    {
        foreach (var passage in view.Passages)
        {
            if (!passage.IsText || passage.AddressesJudge) continue;
            for (var i = passage.First; i < passage.End && !seen.IsFull; i++)
            {
                ref var token = ref view.Tokens[i];
                var listed = (token.PhraseTags & Tag.Passive) != Tag.None;
                var end = listed ? i + token.PhraseLength : EndOfPassive(view, i, passage.End);
                if (end <= i || NamesDoer(view, end, passage.End)) continue;
                seen.At(i, Math.Min(end, passage.End), BodilessSubject(view, passage.First, i) ? 1 : listed ? 0.8 : 0.5);
                i = end - 1;
            }
        }
    }

    /// <summary>It says what the product does or lets its users do.</summary>
    public static void NamesBehaviour(TicketView view, SignalMatches seen)
    {
        var means = view.Clauses.Means;
        if (means.IsEmpty) return;
        var verb = SolutionSignals.MainVerb(view);
        if (verb < 0 || view.Tokens[verb].Has(Tag.Explore)) return;
        var able = !view.Clauses.IsStory && verb > means.First && !view.Tokens[verb].Has(Tag.Unbounded);
        for (var i = Math.Max(0, means.First - 4); i < verb; i++)
        {
            able |= view.Words.IsAbility(view.Tokens[i].Word)
                || (i >= means.First && view.Tokens[i].Has(Tag.SystemRole));
        }
        if (able) seen.At(verb, Math.Min(verb + 4, means.End));
    }

    /// <summary>Comparisons without a reference in the request.</summary>
    public static void Comparison(TicketView view, SignalMatches seen)
    {
        if ((view.Tags & Tag.Comparative) == Tag.None) return;
        foreach (var passage in view.Passages)
        {
            if (!passage.IsText || passage.AddressesJudge || HasFigure(view, passage)) continue;
            for (var i = passage.First; i < passage.End && !seen.IsFull; i++)
            {
                ref var token = ref view.Tokens[i];
                if (token.Quoted || !token.Has(Tag.Comparative) || view.Clauses.Benefit.Contains(i) || HasReference(view, i, passage.End)) continue;
                var length = (token.PhraseTags & Tag.Comparative) != Tag.None ? token.PhraseLength : 1;
                seen.At(i, i + length, Weight(view, passage, i));
            }
        }
    }

    /// <summary>Superlatives.</summary>
    public static void Superlative(TicketView view, SignalMatches seen) => Everywhere(view, Tag.Superlative, seen);

    /// <summary>Claims without exception; that something "was never closed" is a report and no claim.</summary>
    public static void Absolute(TicketView view, SignalMatches seen) => Everywhere(view, Tag.Absolute, seen, Elsewhere, IsReported);

    /// <summary>Claims that widen the work to all there is; a denial ("never", "no errors") sets a limit instead.</summary>
    public static void Boundless(
        TicketView view,
        SignalMatches seen) => Everywhere(view, Tag.Absolute, seen, Elsewhere, (v, i) => v.Words.IsNegation(v.Tokens[i].Word) || IsReported(v, i));

    /// <summary>Uncertain verbs and adverbs.</summary>
    public static void Uncertain(TicketView view, SignalMatches seen) => Everywhere(view, Tag.Uncertain, seen, 0.8, IsMonth);

    /// <summary>Ways out.</summary>
    public static void Loophole(TicketView view, SignalMatches seen) => Everywhere(view, Tag.Loophole, seen);

    /// <summary>Lists without an end.</summary>
    public static void OpenEnd(TicketView view, SignalMatches seen) => Everywhere(view, Tag.OpenEnd, seen, 0.7);

    /// <summary>Uncountable amounts in the request.</summary>
    public static void VagueAmount(
        TicketView view, SignalMatches seen) => Everywhere(view, Tag.VagueAmount, seen, Background, (v, i) => i > 0 && v.Words.IsToo(v.Tokens[i - 1].Word));

    /// <summary>Verbs without an end, in the wish.</summary>
    public static void UnboundedVerb(TicketView view, SignalMatches seen)
    {
        var core = Scan.Core(view);
        var main = SolutionSignals.MainVerb(view);
        for (var i = core.First; i < core.End; i++)
        {
            ref var token = ref view.Tokens[i];
            if (!token.Has(Tag.Unbounded)) continue;
            var finite = (token.Form & (WordForm.Base | WordForm.ThirdPerson)) != WordForm.None;
            if (token.PhraseTags.HasFlag(Tag.Unbounded) || i == main || (finite && Joins.StandsAsVerb(view, core, i))) seen.At(i, i + 1);
        }
    }

    /// <summary>To know rather than to have: no feature.</summary>
    public static void ExploreVerb(TicketView view, SignalMatches seen)
    {
        var verb = SolutionSignals.MainVerb(view);
        var core = Scan.Core(view);
        if (verb >= 0 && view.Tokens[verb].Has(Tag.Explore)) seen.At(verb, verb + 1);
        else Scan.For(view, core, Tag.Explore, seen, 0.4);
    }

    /// <summary>Nouns without a body, in the wish.</summary>
    public static void AbstractNoun(TicketView view, SignalMatches seen) => Scan.For(view, Scan.Core(view), Tag.AbstractNoun, seen);

    /// <summary>Goals without an edge, in the wish.</summary>
    public static void Ambition(TicketView view, SignalMatches seen) => Scan.For(view, view.Clauses.Means, Tag.Ambition, seen);

    /// <summary>A verb and a thing that one can point at, with nothing vague about either.</summary>
    public static void ConcreteWish(TicketView view, SignalMatches seen)
    {
        if (IsConcrete(view)) seen.At(Scan.Core(view), view.Clauses.IsStory ? 1 : 0.8);
    }

    /// <summary>Whether the request names a thing and an action in precise words.</summary>
    public static bool IsConcrete(TicketView view)
    {
        var core = Scan.Core(view);
        var content = Scan.Content(view, core);
        if (content < 2) return false;
        const Tag vague =
            Tag.Quality | Tag.Comparative | Tag.Superlative | Tag.Absolute | Tag.Unbounded | Tag.Explore | Tag.AbstractNoun | Tag.Ambition | Tag.VagueAmount;
        return !Scan.Any(view, core, vague) && (content >= 3 || SolutionSignals.MainVerb(view) >= 0);
    }

    // "must be closed": what follows the last token of it, or 0. What can be seen to happen is not meant.
    private static int EndOfPassive(TicketView view, int at, int end)
    {
        if (at + 2 >= end || !view.Words.IsDemand(view.Tokens[at].Word)) return 0;
        var next = at + 1;
        if (view.Tokens[next].Has(Tag.Adverb) && !view.Words.IsAuxiliary(view.Tokens[next].Word)) next++;
        if (next + 1 >= end || !view.Words.IsAuxiliary(view.Tokens[next].Word)) return 0;
        var participle = next + 1;
        if (view.Tokens[participle].Has(Tag.Adverb) && participle + 1 < end) participle++;
        ref var token = ref view.Tokens[participle];
        return (token.Form & WordForm.Past) != WordForm.None && !token.Has(Tag.Observable) ? participle + 1 : 0;
    }

    private static bool NamesDoer(TicketView view, int from, int end)
    {
        for (var i = from; i < Math.Min(from + 4, end); i++)
        {
            if (view.Words.IsBy(view.Tokens[i].Word)) return true;
        }

        return false;
    }

    // What the verb is said of stands before it, within a few words.
    private static bool BodilessSubject(TicketView view, int first, int verb)
    {
        for (var i = Math.Max(first, verb - LongestSubject); i < verb; i++)
        {
            if (view.Tokens[i].Has(Tag.AbstractNoun)) return true;
        }

        return false;
    }

    // "more than 5,000", "faster than today", "no longer": the reference is stated.
    private static bool HasReference(TicketView view, int at, int end)
    {
        if (at > 0 && view.Words.IsNo(view.Tokens[at - 1].Word)) return true;
        for (var i = at + 1; i < Math.Min(at + 4, end); i++)
        {
            if (view.Words.IsThan(view.Tokens[i].Word)) return true;
        }

        return false;
    }

    // "in May", "May 3", "3 May", "April and May", "(sales, May)": no verb stands there.
    private static bool IsMonth(TicketView view, int at)
    {
        if (!view.Words.IsMay(view.Tokens[at].Word) || view.Tokens[at].PhraseLength > 1) return false;
        for (var step = 1; step <= 2; step++)
        {
            if (at >= step && view.Tokens[at - step].Has(Tag.Month)) return true;
            if (at + step < view.Tokens.Count && view.Tokens[at + step].Has(Tag.Month)) return true;
        }

        if (at + 1 == view.Tokens.Count || view.Tokens[at + 1].Kind is TokenKind.Number or TokenKind.Mark) return true;
        return at > 0 && (view.Tokens[at - 1].Kind == TokenKind.Number || view.Words.IsBeforeDate(view.Tokens[at - 1].Word));
    }

    private static bool IsReported(TicketView view, int at)
    {
        for (var i = Math.Max(0, at - 4); i < at; i++)
        {
            if (view.Words.Denies(view.Tokens[i].Word) && view.Tokens[i].Field == view.Tokens[at].Field) return true;
        }

        if (view.Words.IsNothing(view.Tokens[at].Word)) return view.Tokens[at].Has(Tag.Pain) || (at > 0 && view.Tokens[at - 1].Has(Tag.Pain));
        if (!view.Words.IsNever(view.Tokens[at].Word) || at + 1 >= view.Tokens.Count) return false;
        var demanded = at > 0 && (view.Words.IsDemand(view.Tokens[at - 1].Word) || view.Tokens[at - 1].Word == view.Words.To);
        var told = (view.Tokens[at + 1].Form & WordForm.Past) != WordForm.None;
        return !demanded && (told || (at > 0 && view.Words.TellsOfPast(view.Tokens[at - 1].Word)));
    }

    private static void Everywhere(TicketView view, Tag tags, SignalMatches seen, double elsewhere = Elsewhere, Func<TicketView, int, bool>? unless = null)
    {
        if ((view.Tags & tags) == Tag.None) return;
        foreach (var passage in view.Passages)
        {
            if (!passage.IsText || passage.AddressesJudge) continue;
            for (var i = passage.First; i < passage.End && !seen.IsFull; i++)
            {
                ref var token = ref view.Tokens[i];
                if (token.Quoted || !token.Has(tags) || view.Clauses.Benefit.Contains(i) || view.Clauses.Role.Contains(i) || unless?.Invoke(view, i) == true)
                    continue;
                var length = (token.PhraseTags & tags) != Tag.None ? Math.Max((int)token.PhraseLength, 1) : 1;
                seen.At(i, Math.Min(i + length, passage.End), Math.Max(elsewhere, Weight(view, passage, i, elsewhere)));
                i += length - 1;
            }
        }
    }

    private static double Weight(TicketView view, Passage passage, int token, double elsewhere = Elsewhere) =>
        view.Clauses.Means.Contains(token) || passage.Field == TicketField.Summary || passage.Section is SectionKind.AcceptanceCriteria or SectionKind.Expected
            ? 1
            : Math.Min(elsewhere, Elsewhere);

    private static bool HasFigure(TicketView view, Passage passage)
    {
        for (var i = passage.First; i < passage.End; i++)
        {
            if (view.IsFigure(i, passage.End)) return true;
        }

        return false;
    }
}
