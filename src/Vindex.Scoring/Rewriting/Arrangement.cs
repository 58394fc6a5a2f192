using Vindex.Scoring.Reading;
using Vindex.Scoring.Rewriting.Parts;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Tickets.Markup;

namespace Vindex.Scoring.Rewriting;

/// <summary>Puts the parts of a ticket under the headings of its kind, in the order in which they stand in the ticket.</summary>
internal sealed class Arrangement
{
    private readonly IReadOnlyList<LayoutSection> _layout;
    private readonly IReadOnlyList<ReadingSpan> _criteria;

    private Arrangement(TicketKind kind, ReadingSummary? reading)
    {
        _layout = Layout.Of(kind);
        _criteria = [.. (reading?.Spans ?? []).Where(span => span.Type == SpanType.Criteria)];
        Groups = [.. _layout.Select(_ => new List<TicketPart>())];
    }

    /// <summary>The parts under each heading of the layout.</summary>
    public IReadOnlyList<List<TicketPart>> Groups { get; }

    /// <summary>Arranges the parts that are not left out.</summary>
    public static Arrangement Of(TicketKind kind, ReadingSummary? reading, IReadOnlyList<TicketPart> parts)
    {
        var arrangement = new Arrangement(kind, reading);
        for (var i = 0; i < parts.Count;) i = arrangement.Place(parts, i);
        foreach (var group in arrangement.Groups) RemoveEmptyHeadings(group);
        return arrangement;
    }

    /// <summary>The parts that are not left out, in the order of the ticket.</summary>
    public static IReadOnlyList<TicketPart> Kept(IEnumerable<TicketPart> parts)
    {
        List<TicketPart> kept = [.. parts.Where(part => part.LeftOut is null && !RewriteBlock.IsMarked(part.Block.Text))];
        RemoveEmptyHeadings(kept);
        return kept;
    }

    // Places the run of parts that stay together: list items, rows of a table, or a single part.
    private int Place(IReadOnlyList<TicketPart> parts, int first)
    {
        var role = parts[first].Block.Role;
        var end = first + 1;
        if (role is RewriteRole.ListItem or RewriteRole.TableRow or RewriteRole.Quote)
        {
            while (end < parts.Count && parts[end].Block.Role == role && parts[end].Section == parts[first].Section && parts[end].Field == parts[first].Field)
                end++;
        }

        var section = SectionOf(parts, first, end);
        var index = _layout.Index().First(entry => entry.Item.Sections.Contains(section)).Index;
        for (var i = first; i < end; i++)
        {
            if (parts[i].LeftOut is null && !RewriteBlock.IsMarked(parts[i].Block.Text) && !IsKnownHeading(parts[i])) Groups[index].Add(parts[i]);
        }

        return end;
    }

    private SectionKind SectionOf(IReadOnlyList<TicketPart> parts, int first, int end)
    {
        var part = parts[first];
        var isStory = part.Block.Role == RewriteRole.Paragraph && LineMarkers.IsStory(part.Block.Text);
        if (part.Section == SectionKind.Motivation && isStory) return SectionKind.Description;
        if (part.Section != SectionKind.Description || part.Block.Role != RewriteRole.ListItem) return part.Section;

        // A list that says how to check the result is a list of criteria, unless it is one point among others.
        var found = 0;
        for (var i = first; i < end; i++)
        {
            if (_criteria.Any(span => parts[i].Touches(span.Field, span.Start, span.End))) found++;
        }

        var underHeading = first > 0 && parts[first - 1].IsHeading && parts[first - 1].Field == part.Field;
        var ledIn = first > 0 && parts[first - 1].Block.Text.EndsWith(':');
        return found >= 2 && 2 * found > end - first && !underHeading && !ledIn ? SectionKind.AcceptanceCriteria : SectionKind.Description;
    }

    private static bool IsKnownHeading(TicketPart part) => part.IsHeading && KnownHeadings.IsReplaced(part.Block.Text);

    // A heading is empty if nothing follows it, or another one of its level or above.
    private static void RemoveEmptyHeadings(List<TicketPart> group)
    {
        var kept = new List<TicketPart>(group.Count);
        for (var i = group.Count - 1; i >= 0; i--)
        {
            var isEmpty = kept.Count == 0 || (kept[^1].IsHeading && kept[^1].Block.Level <= group[i].Block.Level);
            if (!group[i].IsHeading || !isEmpty) kept.Add(group[i]);
        }

        kept.Reverse();
        group.Clear();
        group.AddRange(kept);
    }
}
