using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Outline;
using Vindex.Scoring.Rubric.Phrases;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Tests.Rubric.Outline;

/// <summary>Tickets as the rules for stories see them.</summary>
internal static class Views
{
    private static readonly Lexicons s_lexicons = Lexicons.Load(Profile.Default);

    /// <summary>Reads a ticket: the first line is the summary, the rest the description.</summary>
    public static TicketView Read(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var input = new TicketInput(end < 0 ? text : text[..end], end < 0 ? null : text[end..].Trim('\n'));
        var reading = TicketReader.Read(input, TicketLimits.CommandLine);
        return TicketView.Of(reading, reading.Ticket!, s_lexicons, new TokenList(256), new ViewBuffers());
    }

    /// <summary>The words of a span; empty for none.</summary>
    public static string TextOf(TicketView view, Span span)
    {
        if (span.IsEmpty) return "";
        var (first, last) = (view.Tokens[span.First], view.Tokens[span.End - 1]);
        return view.TextOf(first.Field).Clean[first.Start..last.End];
    }
}
