using System.Text.RegularExpressions;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Tickets.Markup;
using Vindex.Scoring.Untrusted;

namespace Vindex.Scoring.Rewriting.Parts;

/// <summary>Cuts a ticket into parts: its blocks as they were written, with what is template text or an instruction marked as such.</summary>
internal static partial class PartReader
{
    /// <summary>The parts of description and criteria, in the order of the text.</summary>
    public static List<TicketPart> Read(Ticket ticket)
    {
        var untrusted = TicketInstructions.Find(ticket);
        var trusted = ticket with
        {
            Description = TicketInstructions.Without(ticket.Description, TicketField.Description, untrusted),
            AcceptanceCriteria = TicketInstructions.Without(ticket.AcceptanceCriteria, TicketField.AcceptanceCriteria, untrusted),
        };
        var text = new TicketText(ReadingModel.Classes);
        text.Read(trusted);
        var parts = new List<TicketPart>();
        Read(text, TicketField.Description, parts);
        Read(text, TicketField.AcceptanceCriteria, parts);
        foreach (var (field, found) in untrusted.Where(one => one.Field != TicketField.Summary))
        {
            var block = new RewriteBlock(RewriteRole.Paragraph, text.Text(field).Source[found.Start..found.End].Trim());
            parts.Add(new TicketPart(block, SectionKind.Description, field, found.Start, found.End) { LeftOut = LeftOutReason.Instruction });
        }

        return parts;
    }

    private static void Read(TicketText ticket, TicketField field, List<TicketPart> parts)
    {
        var text = ticket.Text(field);
        if (text.Blocks.Count == 0) return;
        var zones = ZonesOf(ticket, field, text.Blocks.Count);
        var source = new BlockSource(text);
        var wiki = Dialect.IsWiki(text.Source);
        var images = new ImageLines(text.Source);
        for (var i = 0; i < text.Blocks.Count; i++)
        {
            var (start, end) = source.RangeOf(i);
            var before = parts.Count > 0 && parts[^1].Field == field ? parts[^1] : null;
            var section = before?.Section ?? text.Blocks[i].Section;
            parts.AddRange(images.Between(before?.End ?? 0, start).Select(image => Image(text.Source, field, image, section, wiki)));
            var words = source.TextOf(i);
            var block = text.Blocks[i];
            if (block.Kind == BlockKind.Heading && IsLabelOf(source, text, i))
            {
                // "Location: Berlin" is one line, unless its label names a section.
                var body = text.Blocks[i + 1];
                end = source.RangeOf(i + 1).End;
                var line = text.Source[start..end].ReplaceLineEndings("\n");
                parts.Add(new TicketPart(Written(body, line, wiki), body.Section, field, start, end) { LeftOut = LeftOutOf(zones[i + 1], line) });
                i++;
                continue;
            }

            if (words.Length == 0) continue;
            var written = zones[i] == Zone.Log && block.Kind is BlockKind.Paragraph
                ? new RewriteBlock(RewriteRole.Code, words, wiki)
                : Written(block, words, wiki);
            if (written.Role == RewriteRole.Code) written = written with { Language = LanguageOf(text.Source, start) };
            parts.Add(new TicketPart(written, block.Section, field, start, end) { LeftOut = LeftOutOf(zones[i], words) });
        }

        var last = parts.Count > 0 && parts[^1].Field == field ? parts[^1] : null;
        parts.AddRange(images.Between(last?.End ?? 0, text.Source.Length)
            .Select(image => Image(text.Source, field, image, last?.Section ?? SectionKind.Description, wiki)));
    }

    private static TicketPart Image(string source, TicketField field, (int Start, int End) range, SectionKind section, bool wiki) =>
        new(new RewriteBlock(RewriteRole.Paragraph, source[range.Start..range.End], wiki), section, field, range.Start, range.End);

    private static bool IsLabelOf(BlockSource source, FieldText text, int heading) =>
        heading + 1 < text.Blocks.Count
        && text.Blocks[heading + 1].Kind == BlockKind.Paragraph
        && source.AreOnOneLine(heading, heading + 1)
        && !KnownHeadings.IsReplaced(text.Clean.AsSpan(text.Blocks[heading].Start, text.Blocks[heading].End - text.Blocks[heading].Start));

    private static RewriteBlock Written(in Block block, string words, bool wiki) => new(
        block.Kind switch
        {
            BlockKind.Heading => RewriteRole.Subheading,
            BlockKind.ListItem => RewriteRole.ListItem,
            BlockKind.Code => RewriteRole.Code,
            BlockKind.Quote => RewriteRole.Quote,
            BlockKind.TableRow => RewriteRole.TableRow,
            _ => RewriteRole.Paragraph,
        },
        words,
        wiki)
    {
        Level = block.Kind is BlockKind.ListItem or BlockKind.Heading ? block.Level : 0,
        Ordered = block.Ordered,
        Checked = block.Checked,
    };

    // A link to other work is a fact, whatever wrote the sentence around it.
    private static LeftOutReason? LeftOutOf(Zone zone, string words) => zone == Zone.Template && !WorkLink().IsMatch(words) ? LeftOutReason.Template : null;

    // The zone of a block is that of all of its segments; of mixed ones it is content.
    private static Zone[] ZonesOf(TicketText ticket, TicketField field, int blocks)
    {
        var zones = new Zone?[blocks];
        foreach (ref readonly var segment in ticket.Segments)
        {
            if (segment.Field != field) continue;
            var zone = segment.Zone;

            // Somebody's words in a quotation may well begin with "What" and end with a question mark.
            if (zone == Zone.Template && segment.Block == BlockKind.Quote && !TemplateText.IsPlaceholder(ticket.TextOf(segment))) zone = Zone.Content;
            ref var present = ref zones[segment.BlockIndex];
            present = present is null || present == zone ? zone : Zone.Content;
        }

        return [.. zones.Select(zone => zone ?? Zone.Content)];
    }

    // The word after a fence, or in {code:java}.
    private static string? LanguageOf(string source, int start)
    {
        var line = source.AsSpan(0, start).TrimEnd("\r\n");
        line = line[(line.LastIndexOf('\n') + 1)..].Trim();
        var name = line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal) ? line.TrimStart("`~").Trim()
            : line.StartsWith("{code:", StringComparison.Ordinal) && line[^1] == '}' ? line["{code:".Length..^1]
            : default;
        return name.Length is > 0 and <= 20 && name.IndexOfAnyExceptInRange('a', 'z') < 0 ? name.ToString() : null;
    }

    [GeneratedRegex(@"https?://[^\s)\]]*(?:#|/issues/|/merge_requests/|/pull/|/browse/|/commit/)[^\s)\]]*[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex WorkLink();
}
