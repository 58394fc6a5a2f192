using Spectre.Console;
using Vindex.Cli.Output.Terminal;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Output;

/// <summary>A line with a quote marked in the words around it.</summary>
/// <param name="page">Where to.</param>
/// <param name="ticket">The quoted ticket.</param>
/// <param name="indent">How far the line is indented.</param>
internal sealed class QuoteLine(ConsolePage page, Ticket ticket, int indent)
{
    private const int Around = 32;
    private const int NarrowestQuote = 24;
    private const int WidestQuote = 200;

    /// <summary>Writes the line; nothing for an absence or a quote that is not from the ticket's own text.</summary>
    public void Write(TicketField? field, string? quote, int? start, int? end, Style marked)
    {
        if (field is not { } known || string.IsNullOrEmpty(quote) || start is not { } first || end is not { } last) return;
        var name = JudgementJson.Name(known);
        var room = Math.Clamp(page.Width - indent - name.Length - 6, NarrowestQuote, WidestQuote);
        var words = TerminalText.Fit(TerminalText.OneLine(quote), room);
        var (before, after) = Surroundings(Text(known), first, last, Math.Clamp((room - words.GetCellWidth()) / 2, 0, Around));
        page.Write(new string(' ', indent)).Write(name + ": ", Styles.Faint);
        page.Write(before, Styles.Faint);
        if (page.Screen.Color) page.Write(words, marked);
        else page.Write($"»{words}«");
        page.Line(after, Styles.Faint);
    }

    private string Text(TicketField field) => field switch
    {
        TicketField.Summary => ticket.Summary.Source,
        TicketField.Description => ticket.Description.Source,
        TicketField.AcceptanceCriteria => ticket.AcceptanceCriteria.Source,
        _ => "",
    };

    // A few words of the same line on both sides, so that one sees where the quote stands.
    private static (string Before, string After) Surroundings(string text, int start, int end, int around)
    {
        if (around == 0 || start < 0 || end > text.Length || start >= end) return ("", "");
        var from = Math.Max(text.LastIndexOf('\n', Math.Max(0, start - 1)) + 1, start - around);
        if (from > start) from = start;
        var to = text.IndexOf('\n', end);
        to = Math.Min(to < 0 ? text.Length : to, end + around);
        return (AtWordStart(text[from..start], from > 0 && text[from - 1] != '\n'), AtWordEnd(text[end..to], to < text.Length && text[to] != '\n'));
    }

    private static string AtWordStart(string text, bool cut)
    {
        var blank = text.IndexOf(' ');
        var clean = TerminalText.OneLine(cut && blank >= 0 ? text[blank..] : text);
        var gap = text.Length > 0 && char.IsWhiteSpace(text[^1]) && clean.Length > 0 ? " " : "";
        return (cut ? "…" : "") + clean + gap;
    }

    private static string AtWordEnd(string text, bool cut)
    {
        var blank = text.LastIndexOf(' ');
        var clean = TerminalText.OneLine(cut && blank >= 0 ? text[..blank] : text);
        var gap = text.Length > 0 && char.IsWhiteSpace(text[0]) && clean.Length > 0 ? " " : "";
        return gap + clean + (cut ? "…" : "");
    }
}
