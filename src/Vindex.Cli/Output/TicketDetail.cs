using Spectre.Console;
using Vindex.Cli.Score;
using Vindex.Scoring;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Output;

/// <summary>Everything about one ticket: scores, what moved them with the words marked, and what to do.</summary>
internal sealed class TicketDetail(Page page)
{
    private const int Around = 32;
    private const int Indent = 21;
    private const int NarrowestQuote = 24;
    private const int WidestQuote = 200;
    private const int MostRaises = 6;

    public void Write(ScoredTicket ticket)
    {
        var judgement = ticket.Judgement;
        var band = Bands.Of(ticket.OverallTenths);
        page.Wrapped(TerminalText.OneLine($"{ticket.Ticket.Key} {ticket.Title}"), 0, Styles.Heading);
        page.Write(ticket.Overall, Styles.Of(band)).Line("  " + Words.Of(band), Styles.Of(band));
        page.Line();
        foreach (var dimension in Dimensions.All) WriteScore(dimension, judgement.Scores[dimension]);
        WriteFindings("What lowers the score", ticket, [.. judgement.Findings.Where(f => f.Points < 0).OrderBy(f => f.Points)], int.MaxValue);
        WriteFindings("What raises it", ticket, [.. judgement.Findings.Where(f => f.Points > 0).OrderByDescending(f => f.Points)], MostRaises);
        if (judgement.Recommendations.Count == 0) return;
        page.Line();
        page.Line("What to do, in this order", Styles.Heading);
        for (var i = 0; i < judgement.Recommendations.Count; i++) page.Write($"  {i + 1}. ").Wrapped(TerminalText.OneLine(judgement.Recommendations[i]), 5);
    }

    private void WriteScore(Dimension dimension, int score)
    {
        var style = score < InvestScores.FailBelow ? Styles.Bad : Styles.Of(Bands.Of(score * 10));
        page.Write($"  {dimension.Name(),-11} {score,3}", style);
        if (page.Screen.IsTerminal) page.Write("  ").Write(new string('█', score), style).Write(new string('░', 10 - score), Styles.Faint);
        page.Line();
    }

    private void WriteFindings(string heading, ScoredTicket ticket, List<Finding> findings, int most)
    {
        if (findings.Count == 0) return;
        page.Line().Line(heading, Styles.Heading);
        foreach (var finding in findings.Take(most))
        {
            var style = finding.Points < 0 ? Styles.Bad : Styles.Good;
            page.Write($"  {finding.Dimension.Name(),-11} ").Write(Signed(finding.Points), style).Write("  ");
            page.Wrapped(TerminalText.OneLine(finding.Why), Indent);
            WriteQuote(ticket.Ticket, finding);
        }

        if (findings.Count > most) page.Line($"  and {findings.Count - most} more (--format json has them all)", Styles.Faint);
    }

    private void WriteQuote(Ticket ticket, Finding finding)
    {
        if (finding is not { Quote: { Length: > 0 } quote, Start: { } start, End: { } end, Field: { } field }) return;
        var room = Math.Clamp(page.Width - Indent - TicketJson.Name(field).Length - 6, NarrowestQuote, WidestQuote);
        var marked = TerminalText.Fit(TerminalText.OneLine(quote), room);
        var (before, after) = Surroundings(Text(ticket, field), start, end, Math.Clamp((room - marked.GetCellWidth()) / 2, 0, Around));
        page.Write(new string(' ', Indent)).Write(TicketJson.Name(field) + ": ", Styles.Faint);
        page.Write(before, Styles.Faint);
        if (page.Screen.Colour) page.Write(marked, finding.Points < 0 ? Styles.Quote : Styles.Good);
        else page.Write($"»{marked}«");
        page.Line(after, Styles.Faint);
    }

    // A format with sections would write -0.04 as "-+0.0".
    private static string Signed(double points) => $"{(points < 0 ? "-" : "+")}{Math.Abs(points):0.0}".PadLeft(5);

    private static string Text(Ticket ticket, TicketField field) => field switch
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
