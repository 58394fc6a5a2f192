using Vindex.Scoring.Judging.Signals;
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

    /// <summary>An environment section or version number in the description.</summary>
    Version = 4,

    /// <summary>Log lines, a trace or a code block.</summary>
    Trace = 8,

    /// <summary>A figure in the summary.</summary>
    Figure = 16,

    /// <summary>A number with a unit of time.</summary>
    Duration = 32,

    /// <summary>A picture in the description.</summary>
    Picture = 64,

    /// <summary>A failure in the summary. What should happen instead is plain.</summary>
    Fault = 128,

    /// <summary>Something that is there already is to be removed, upgraded or made better.</summary>
    Rework = 256,

    /// <summary>Acceptance criteria under their heading, or a checklist.</summary>
    Criteria = 512,

    /// <summary>Next to nothing but the summary.</summary>
    Alone = 1024,
}

/// <summary>The facts of a ticket and the sections that its author left empty.</summary>
/// <param name="Has">What it has.</param>
/// <param name="Words">Words of its description.</param>
/// <param name="EmptySections">The headings without content, quoted and joined; null for none.</param>
internal sealed record AdviceFacts(Facts Has, int Words, string? EmptySections)
{
    private const int FewWords = 25;
    private const int NearlyNone = 7;
    private const int Checklist = 3;
    private static readonly ulong s_fault = AdviceWords.Of("t:fault", "failing");

    private static readonly HashTable s_times = HashTable.Of(
        [.. "ms s sec secs second seconds min mins minute minutes h hour hours millisecond milliseconds".Split(' ').Select(word => WordHash.Of(word))]);

    private const int MostSections = 3;
    private const int LongestHeading = 40;

    // What authors write into a section that does not apply.
    private static readonly string[] s_none = ["n/a", "na", "none", "nothing", "not applicable"];

    // Sections of templates that few readers miss.
    private static readonly string[] s_formal = ["definition of", "checklist", "additional", "terminology", "link", "reference", "related", "optional", "notes", "persona"];

    /// <summary>Reads the facts of a ticket.</summary>
    public static AdviceFacts Of(TicketText text)
    {
        var has = text.CodeLines > 1 ? Facts.Trace : Facts.None;
        if (ContentCounts.HasPictures(text.Ticket.Description.Source)) has |= Facts.Picture;
        var (words, ordered, boxes) = (0, 0, 0);
        foreach (ref readonly var segment in text.Segments)
        {
            if (segment.Field == TicketField.Summary)
            {
                foreach (var token in text.TokensOf(segment))
                {
                    if (token.Kind == TextTokenKind.Number) has |= Facts.Figure;
                    if ((AdviceWords.Classes(token.Hash) & s_fault) != 0) has |= Facts.Fault;
                }

                continue;
            }

            if (segment.Zone == Zone.Log) has |= Facts.Trace;
            if (segment.Zone is Zone.Content or Zone.Done && segment.Checked is not null) boxes++;
            if (segment.Zone != Zone.Content) continue;
            words += segment.Words;
            if (segment.Words > 0 && IsCriterion(segment)) has |= Facts.Criteria;
            if (segment.Words > 0 && segment.Block == BlockKind.ListItem && segment.OpensBlock && segment.Ordered && !IsCriterion(segment)) ordered++;
            if (segment.Words > 0 && segment.Section == SectionKind.Steps) has |= Facts.Steps;
            if (HasDuration(text, segment)) has |= Facts.Duration;
            if (segment.Section == SectionKind.Environment || HasVersion(text, segment)) has |= Facts.Version;
        }

        if (ordered >= 2) has |= Facts.Steps;
        if (boxes >= Checklist) has |= Facts.Criteria;
        if (words < FewWords && !has.HasFlag(Facts.Trace)) has |= words < NearlyNone && !has.HasFlag(Facts.Criteria) ? Facts.Bare | Facts.Alone : Facts.Bare;
        return new(has, words, SectionsOf(text));
    }

    private static bool IsCriterion(in Segment segment) => segment.Field == TicketField.AcceptanceCriteria || segment.Section == SectionKind.AcceptanceCriteria;

    // "12 seconds", "200ms"
    private static bool HasDuration(TicketText text, in Segment segment)
    {
        var tokens = text.TokensOf(segment);
        var clean = text.Text(segment.Field).Clean;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Kind != TextTokenKind.Number) continue;
            if (clean.AsSpan(tokens[i].Start, tokens[i].End - tokens[i].Start).TrimStart("0123456789.,~") is "ms" or "s" or "sec" or "min" or "h") return true;
            if (i + 1 < tokens.Length && s_times.Contains(tokens[i + 1].Hash)) return true;
        }

        return false;
    }

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
            if (segments[i].Zone != Zone.Heading || segments[i].Field == TicketField.Summary || HasContent(text, i)) continue;
            var name = text.TextOf(segments[i]).Trim(" :*_#?.").ToString();
            if (s_formal.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))) continue;
            if (name.Length is > 2 and <= LongestHeading && !name.Contains('\n') && !names.Contains(name, StringComparer.OrdinalIgnoreCase)) names.Add(name);
        }

        return names.Count == 0 ? null : AdviceGrammar.Join([.. names.Select(AdviceGrammar.Quote)]);
    }

    private static bool SaysNothing(ReadOnlySpan<char> text)
    {
        foreach (var none in s_none)
        {
            if (text.Equals(none, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    // Content, code or a log before the next heading, or "N/A"; a heading over headings is no empty section.
    private static bool HasContent(TicketText text, int heading)
    {
        var segments = text.Segments;
        for (var i = heading + 1; i < segments.Length && segments[i].Field == segments[heading].Field; i++)
        {
            if (segments[i].Zone == Zone.Heading)
                return i == heading + 1 && segments[i].Section == segments[heading].Section && segments[i].Section == SectionKind.Description;
            if (segments[i].Zone is Zone.Code or Zone.Log or Zone.Done || (segments[i].Zone == Zone.Content && segments[i].Words > 0)) return true;
            if (SaysNothing(text.TextOf(segments[i]).Trim(" .-*_"))) return true;
        }

        return false;
    }
}
