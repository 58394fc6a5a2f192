using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>What a ticket has already, so that advice need not ask for it.</summary>
[Flags]
internal enum Facts
{
    /// <summary>Nothing of note.</summary>
    None = 0,

    /// <summary>Hardly any description.</summary>
    Bare = 1,

    /// <summary>Steps to reproduce.</summary>
    Steps = 2,

    /// <summary>An expected result.</summary>
    Expected = 4,

    /// <summary>An environment section or version number in the description.</summary>
    Version = 8,

    /// <summary>Log lines, a trace or a code block.</summary>
    Trace = 16,

    /// <summary>A section of acceptance criteria.</summary>
    Criteria = 32,

    /// <summary>At least three list items.</summary>
    List = 64,

    /// <summary>A figure in the summary.</summary>
    Figure = 128,

    /// <summary>At least a hundred words of description.</summary>
    Long = 256,
}

/// <summary>The facts of a ticket and the sections that its author left empty.</summary>
/// <param name="Has">What it has.</param>
/// <param name="ListItems">Number of list items in its description.</param>
/// <param name="EmptySections">The headings without content, quoted and joined; null for none.</param>
internal sealed record AdviceFacts(Facts Has, int ListItems, string? EmptySections)
{
    private const int FewWords = 10;
    private const int ManyWords = 100;
    private const int MostSections = 3;
    private const int LongestHeading = 40;

    /// <summary>Reads the facts of a ticket.</summary>
    public static AdviceFacts Of(TicketText text)
    {
        var has = text.CodeLines > 1 ? Facts.Trace : Facts.None;
        var (words, items, ordered) = (0, 0, 0);
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Field == TicketField.Summary)
            {
                foreach (var token in text.TokensOf(segment))
                {
                    if (token.Kind == TextTokenKind.Number) has |= Facts.Figure;
                }

                continue;
            }

            if (segment.Zone == Zone.Log) has |= Facts.Trace;
            if (segment.Zone != Zone.Content) continue;
            words += segment.Words;
            if (segment.Words > 0 && segment.Block == BlockKind.ListItem && segment.OpensBlock)
            {
                items++;
                if (segment.Ordered) ordered++;
            }

            if (segment.Field == TicketField.AcceptanceCriteria) has |= Facts.Criteria;
            if (segment.Words > 0) has |= OfSection(segment.Section);
            if (segment.Section == SectionKind.Environment || HasVersion(text, segment)) has |= Facts.Version;
        }

        if (words < FewWords && !has.HasFlag(Facts.Trace)) has |= Facts.Bare;
        if (words >= ManyWords) has |= Facts.Long;
        if (items >= 3) has |= Facts.List;
        if (ordered >= 2 && !has.HasFlag(Facts.Criteria)) has |= Facts.Steps;
        return new(has, items, SectionsOf(text));
    }

    private static Facts OfSection(SectionKind section) => section switch
    {
        SectionKind.Steps => Facts.Steps,
        SectionKind.Expected => Facts.Expected,
        SectionKind.AcceptanceCriteria => Facts.Criteria,
        _ => Facts.None,
    };

    private static bool HasVersion(TicketText text, in Segment segment)
    {
        foreach (var token in text.TokensOf(segment))
        {
            if (token.Kind == TextTokenKind.Number && text.Text(segment.Field).Clean.AsSpan(token.Start, token.End - token.Start).Contains('.')) return true;
        }

        return false;
    }

    private static string? SectionsOf(TicketText text)
    {
        var names = new List<string>();
        var segments = text.Segments;
        for (var i = 0; i < segments.Length && names.Count < MostSections; i++)
        {
            if (segments[i].Zone != Zone.Heading || segments[i].Field == TicketField.Summary || HasContent(segments, i)) continue;
            var name = text.TextOf(segments[i]).Trim(" :*_#?.").ToString();
            if (name.Length is > 2 and <= LongestHeading && !name.Contains('\n') && !names.Contains(name, StringComparer.OrdinalIgnoreCase)) names.Add(name);
        }

        return names.Count == 0 ? null : AdviceGrammar.Join([.. names.Select(AdviceGrammar.Quote)]);
    }

    // Content, code or a log before the next heading; a heading over headings is no empty section.
    private static bool HasContent(ReadOnlySpan<Segment> segments, int heading)
    {
        for (var i = heading + 1; i < segments.Length && segments[i].Field == segments[heading].Field; i++)
        {
            if (segments[i].Zone == Zone.Heading)
                return i == heading + 1 && segments[i].Section == segments[heading].Section && segments[i].Section == SectionKind.Description;
            if (segments[i].Zone is Zone.Code or Zone.Log or Zone.Done || (segments[i].Zone == Zone.Content && segments[i].Words > 0)) return true;
        }

        return false;
    }
}
