using System.Runtime.InteropServices;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Signals;

/// <summary>Looks for something in a ticket and notes where it is seen.</summary>
internal delegate void Signal(TicketView view, SignalMatches seen);

/// <summary>The ways of looking that many signals share.</summary>
internal static class Scan
{
    /// <summary>Notes every word or phrase of a kind in a range.</summary>
    public static void For(TicketView view, Span span, Tag tags, SignalMatches seen, double strength = 1)
    {
        if ((view.Tags & tags) == Tag.None) return;
        for (var i = span.First; i < span.End && !seen.IsFull; i++)
        {
            if (!view.Tokens[i].Has(tags)) continue;
            var end = i + LengthOf(view.Tokens[i], tags);
            seen.At(i, Math.Min(end, span.End), strength);
            i = end - 1;
        }
    }

    /// <summary>Notes every word or phrase of a kind in the ticket's text, headings, code and words to the judge left out.</summary>
    public static void Text(TicketView view, Tag tags, SignalMatches seen, double strength = 1, Span except = default)
    {
        if ((view.Tags & tags) == Tag.None) return;
        foreach (ref readonly var passage in CollectionsMarshal.AsSpan(view.Passages))
        {
            if (seen.IsFull) return;
            if (!passage.IsText || passage.AddressesJudge) continue;
            for (var i = passage.First; i < passage.End && !seen.IsFull; i++)
            {
                if (!view.Tokens[i].Has(tags) || except.Contains(i)) continue;
                var end = Math.Min(i + LengthOf(view.Tokens[i], tags), passage.End);
                seen.At(i, end, strength);
                i = end - 1;
            }
        }
    }

    /// <summary>Notes every word or phrase of a kind in the ticket's text, without the criteria: descriptions of today, not demands.</summary>
    public static void Story(TicketView view, Tag tags, SignalMatches seen, double strength = 1, Span except = default)
    {
        if ((view.Tags & tags) == Tag.None) return;
        foreach (ref readonly var passage in CollectionsMarshal.AsSpan(view.Passages))
        {
            if (!passage.IsText || passage.AddressesJudge || passage.Section is SectionKind.AcceptanceCriteria or SectionKind.Expected) continue;
            for (var i = passage.First; i < passage.End && !seen.IsFull; i++)
            {
                if (view.Tokens[i].Has(tags) && !except.Contains(i)) seen.At(i, Math.Min(i + LengthOf(view.Tokens[i], tags), passage.End), strength);
            }
        }
    }

    /// <summary>How many words or phrases of a kind a range holds.</summary>
    public static int Count(TicketView view, Span span, Tag tags)
    {
        if ((view.Tags & tags) == Tag.None) return 0;
        var count = 0;
        for (var i = span.First; i < span.End; i++)
        {
            if (view.Tokens[i].Has(tags)) count++;
        }

        return count;
    }

    /// <summary>Whether a range holds a word or phrase of a kind.</summary>
    public static bool Any(TicketView view, Span span, Tag tags)
    {
        if ((view.Tags & tags) == Tag.None) return false;
        for (var i = span.First; i < span.End; i++)
        {
            if (view.Tokens[i].Has(tags)) return true;
        }

        return false;
    }

    /// <summary>Whether any text of the ticket holds a word or phrase of a kind.</summary>
    public static bool AnyText(TicketView view, Tag tags)
    {
        if ((view.Tags & tags) == Tag.None) return false;
        foreach (ref readonly var passage in CollectionsMarshal.AsSpan(view.Passages))
        {
            if (passage.IsText && !passage.AddressesJudge && Any(view, new(passage.First, passage.End), tags)) return true;
        }

        return false;
    }

    /// <summary>The first passage of a section that has text; null when there is none.</summary>
    public static Passage? First(TicketView view, SectionKind section)
    {
        foreach (ref readonly var passage in CollectionsMarshal.AsSpan(view.Passages))
        {
            if (passage.Section == section && passage.IsText && passage.Length > 1) return passage;
        }

        return null;
    }

    /// <summary>How many different content words a range holds.</summary>
    public static int Content(TicketView view, Span span)
    {
        var count = 0;
        for (var i = span.First; i < span.End; i++)
        {
            if (view.Tokens[i].IsContent) count++;
        }

        return count;
    }

    /// <summary>How many content words a range holds that are neither units nor the words of criteria themselves.</summary>
    public static int Matter(TicketView view, Span span)
    {
        var count = 0;
        for (var i = span.First; i < span.End; i++)
        {
            if (view.Tokens[i].IsContent && !view.Tokens[i].Has(Tag.Unit | Tag.Gherkin | Tag.CriteriaHeading)) count++;
        }

        return count;
    }

    /// <summary>What of the wish is said of the thing itself: the means without its purpose.</summary>
    public static Span Core(TicketView view)
    {
        var (means, purpose) = (view.Clauses.Means, view.Clauses.Purpose);
        return purpose.IsEmpty ? means : new(means.First, purpose.First);
    }

    /// <summary>Whether the ticket reports a defect rather than asking for something new.</summary>
    public static bool IsDefect(TicketView view) =>
        view.Ticket.IssueType is { } type
            && (type.Contains("bug", StringComparison.OrdinalIgnoreCase) || type.Contains("defect", StringComparison.OrdinalIgnoreCase))
        || First(view, SectionKind.Actual) is not null || First(view, SectionKind.Steps) is not null
        || (!view.Clauses.IsStory && Any(view, view.Title, Tag.Pain));

    private static int LengthOf(in Token token, Tag tags) => (token.PhraseTags & tags) != Tag.None ? Math.Max((int)token.PhraseLength, 1) : 1;
}
