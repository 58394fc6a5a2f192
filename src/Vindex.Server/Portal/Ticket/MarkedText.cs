using Vindex.Scoring;
using Vindex.Scoring.Reading;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Ticket;

/// <summary>A field of a ticket, split where quotes begin and end.</summary>
/// <param name="Name">Display name of the field.</param>
/// <param name="Pieces">The pieces in order; together they form the whole field.</param>
public sealed record MarkedField(string Name, IReadOnlyList<TextPiece> Pieces);

/// <summary>A piece of text with the same findings.</summary>
/// <param name="Text">The text.</param>
/// <param name="Findings">Numbers of the findings that quote it, the most expensive first; empty for plain text.</param>
/// <param name="IsFault">Whether one of them lowers the score.</param>
/// <param name="Starts">Numbers of the findings whose quotes start here; their cards link here.</param>
/// <param name="IsSetApart">Whether it is a template, a log or code, which was not scored.</param>
public sealed record TextPiece(string Text, IReadOnlyList<int> Findings, bool IsFault, IReadOnlyList<int> Starts, bool IsSetApart);

/// <summary>Marks quotes in texts. Offsets are UTF-16 units of the field's text; invalid ones (from another version) are ignored.</summary>
internal static class MarkedText
{
    /// <summary>The texts of a ticket without marks; missing texts are null.</summary>
    public static IReadOnlyList<MarkedField> Unmarked(string summary, string? description, string? criteria)
    {
        List<MarkedField> fields = [Of(T("ticket.summary"), TicketField.Summary, summary, [], [])];
        if (description is not null) fields.Add(Of(T("ticket.description"), TicketField.Description, description, [], []));
        if (criteria is not null) fields.Add(Of(T("ticket.criteria"), TicketField.AcceptanceCriteria, criteria, [], []));
        return fields;
    }

    public static MarkedField Of(string name, TicketField field, string text, IReadOnlyList<FindingGroup> findings, IReadOnlyList<ReadingSpan> setApart)
    {
        var marks = findings.Where(group => group.First.Field == field && Fits(group.First.Start, group.First.End, text))
            .Select(group => (group.Number, group.Points, Start: Whole(text, group.First.Start!.Value, -1), End: Whole(text, group.First.End!.Value, 1)))
                .ToList();
        var apart = setApart.Where(span => span.Field == field && Fits(span.Start, span.End, text))
            .Select(span => (Start: Whole(text, span.Start, -1), End: Whole(text, span.End, 1))).ToList();
        var edges = marks.SelectMany(mark => (int[])[mark.Start, mark.End]).Concat(apart.SelectMany(span => (int[])[span.Start, span.End]))
            .Append(0).Append(text.Length).Distinct().Order().ToList();
        var pieces = new List<TextPiece>();
        var begun = new HashSet<int>();
        for (var i = 0; i + 1 < edges.Count; i++)
        {
            var (start, end) = (edges[i], edges[i + 1]);
            var over = marks.Where(mark => mark.Start <= start && mark.End >= end).OrderBy(mark => mark.Points).ToList();
            pieces.Add(new TextPiece(
                text[start..end],
                [.. over.Select(mark => mark.Number)],
                over.Exists(mark => mark.Points < 0),
                [.. over.Where(mark => begun.Add(mark.Number)).Select(mark => mark.Number)],
                apart.Exists(span => span.Start <= start && span.End >= end)));
        }

        return new MarkedField(name, pieces);
    }

    private static bool Fits(int? start, int? end, string text) => start >= 0 && end <= text.Length && start < end;

    // Never splits a surrogate pair.
    private static int Whole(string text, int at, int step) =>
        at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]) ? at + step : at;
}
