using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Rubric.Rules;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rubric.Signals;

/// <summary>How much the ticket says at all, and whether it asks for anything.</summary>
internal static class ContentSignals
{
    private const int EnoughForAHeadline = 6;
    private const int EnoughDetail = 90;
    private const int SomeDetail = 4;

    /// <summary>A few words and nothing else: no role, no figure, no detail.</summary>
    public static void BareHeadline(TicketView view, SignalMatches seen)
    {
        var content = view.Content + (view.HasFigure ? 3 : 0) + (view.Clauses.Role.IsEmpty ? 0 : 2) + (view.Clauses.Benefit.IsEmpty ? 0 : 2)
            + (IsDemand(view) ? 2 : 0);
        if (content < EnoughForAHeadline) seen.At(view.Title, (EnoughForAHeadline - content) / (double)(EnoughForAHeadline - 1));
    }

    /// <summary>Nothing in it is asked for: no wish, no verb of work, nothing that is wrong today.</summary>
    public static void NoRequest(TicketView view, SignalMatches seen)
    {
        if (view.Clauses.IsStory || view.Content > 12 || view.Detail >= 3 || Scan.AnyText(view, Tag.Request | Tag.Pain | Tag.Build)) return;
        var title = view.Title;
        for (var i = title.First; i < title.End && i < title.First + 3; i++)
        {
            if (view.Tokens[i].Has(Tag.Action | Tag.Unbounded) && (view.Tokens[i].Form & WordForm.Base) != WordForm.None && i + 1 < title.End
                && !view.Tokens[i].Has(Tag.Stop))
            {
                return;
            }
        }

        seen.At(title);
    }

    /// <summary>Neither a description nor criteria.</summary>
    public static void NoDescription(TicketView view, SignalMatches seen)
    {
        if (view.Detail < SomeDetail && !HasMoreThanSummary(view)) seen.Absent((SomeDetail - view.Detail) / (double)SomeDetail);
    }

    /// <summary>There is a description, but hardly more in it than the wish itself.</summary>
    public static void LittleDetail(TicketView view, SignalMatches seen)
    {
        if (view.Detail < SomeDetail && HasMoreThanSummary(view)) seen.Absent((SomeDetail - view.Detail) / (double)SomeDetail);
    }

    /// <summary>Particulars beside the wish; counted by different content words, with less and less for more of them.</summary>
    public static void Detail(TicketView view, SignalMatches seen)
    {
        if (view.Detail < 3) return;
        var strength = Math.Log(1 + (view.Detail / 6.0)) / Math.Log(1 + (EnoughDetail / 6.0));
        foreach (var passage in view.Passages)
        {
            if (!passage.IsText || passage.AddressesJudge || (passage.First <= view.Clauses.Means.First && view.Clauses.Means.First < passage.End)
                || passage.First == view.Title.First)
            {
                continue;
            }
            seen.At(passage.First, passage.End, strength);
            return;
        }
    }

    /// <summary>Text that only stands where text should be ("none provided", "see above").</summary>
    public static void FillerText(TicketView view, SignalMatches seen)
    {
        foreach (var passage in view.Passages)
        {
            if (passage.IsText && Scan.Content(view, new(passage.First, passage.End)) <= 4)
                Scan.For(view, new(passage.First, passage.End), Tag.NoContent, seen);
        }
    }

    /// <summary>The end of a field was cut off before judging.</summary>
    public static void CutField(TicketView view, SignalMatches seen)
    {
        for (var i = 0; i < view.Cut.Count; i++) seen.Absent();
    }

    /// <summary>Words to whatever judges the ticket, not about the work.</summary>
    public static void AddressesJudge(TicketView view, SignalMatches seen)
    {
        foreach (var passage in view.Passages)
        {
            if (passage.AddressesJudge) seen.At(passage.First, passage.End);
        }
    }

    /// <summary>Open questions.</summary>
    public static void OpenQuestion(TicketView view, SignalMatches seen)
    {
        foreach (var passage in view.Passages)
        {
            if (!passage.IsText || passage.AddressesJudge) continue;
            var last = view.Tokens[passage.End - 1];
            var asked = last.Kind == TokenKind.Mark && last.Mark == '?';
            if (asked || passage.Section == SectionKind.Questions) seen.At(passage.First, passage.End, passage.Section == SectionKind.Questions ? 1 : 0.7);
            else Scan.For(view, new(passage.First, passage.End), Tag.OpenQuestion, seen);
        }
    }

    /// <summary>Attachments and notes that go with it.</summary>
    public static void Attachment(TicketView view, SignalMatches seen)
    {
        foreach (var item in view.Ticket.Context)
        {
            if (item.Kind is ContextKind.Attachment or ContextKind.Note && (item.Title ?? item.Text) is { Length: > 0 } words)
                seen.InContext(words.Length > 80 ? words[..80] : words);
        }
    }

    private static bool HasMoreThanSummary(TicketView view) => view.Passages.Exists(passage => passage.Field != TicketField.Summary && passage.Length > 0);

    // "The till must print …": a sentence that demands something is no headline, however short.
    private static bool IsDemand(TicketView view)
    {
        for (var i = view.Title.First + 1; i < view.Title.End - 1; i++)
        {
            if (view.Words.IsDemand(view.Tokens[i].Word)) return true;
        }

        return false;
    }
}
