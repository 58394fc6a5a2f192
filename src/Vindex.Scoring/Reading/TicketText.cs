using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Untrusted;

namespace Vindex.Scoring.Reading;

/// <summary>A ticket cut into segments and tokens: what the classifiers look at. One instance serves one ticket at a time and keeps its buffers.</summary>
internal sealed class TicketText(WordClasses classes)
{
    private readonly List<Segment> _segments = [];
    private readonly TemplatePhrases _phrases = new();

    /// <summary>The ticket.</summary>
    public Ticket Ticket { get; private set; } = null!;

    /// <summary>The segments, the summary first.</summary>
    public Span<Segment> Segments => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_segments);

    /// <summary>The tokens of all segments, in order.</summary>
    public List<TextToken> Tokens { get; } = [];

    /// <summary>The word classes that tokens were looked up in.</summary>
    public WordClasses Classes { get; } = classes;

    /// <summary>How many segments are the author's own: the summary, headings, template text, logs and code do not count.</summary>
    public int Contents { get; private set; }

    /// <summary>Lines of code blocks.</summary>
    public int CodeLines { get; private set; }

    /// <summary>Reads a ticket.</summary>
    public void Read(Ticket ticket)
    {
        Ticket = ticket;
        _segments.Clear();
        Tokens.Clear();
        (Contents, CodeLines) = (0, 0);
        ReadField(ticket.Summary, TicketField.Summary);
        ReadField(ticket.Description, TicketField.Description);
        ReadField(ticket.AcceptanceCriteria, TicketField.AcceptanceCriteria);
    }

    /// <summary>Sets apart the segments of a field that ranges of its source text touch.</summary>
    /// <param name="field">The field.</param>
    /// <param name="ranges">The ranges, ascending and without overlap.</param>
    public void SetApart(TicketField field, IReadOnlyList<UntrustedText> ranges)
    {
        var text = Text(field);
        var next = 0;
        foreach (ref var segment in Segments)
        {
            if (segment.Field != field || segment.End <= segment.Start) continue;
            var (from, to) = text.ToSource(segment.Start, segment.End);
            while (next < ranges.Count && ranges[next].End <= from) next++;
            if (next == ranges.Count) break;
            if (ranges[next].Start < to) segment.Zone = Zone.Untrusted;
        }
    }

    /// <summary>The text of a field.</summary>
    public FieldText Text(TicketField field) => field switch
    {
        TicketField.Summary => Ticket.Summary,
        TicketField.Description => Ticket.Description,
        _ => Ticket.AcceptanceCriteria,
    };

    /// <summary>The tokens of a segment.</summary>
    public ReadOnlySpan<TextToken> TokensOf(in Segment segment) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Tokens)[segment.FirstToken..segment.EndToken];

    /// <summary>The clean text of a segment.</summary>
    public ReadOnlySpan<char> TextOf(in Segment segment) => Text(segment.Field).Clean.AsSpan(segment.Start, segment.End - segment.Start);

    private void ReadField(FieldText text, TicketField field)
    {
        var heading = -1;
        var section = SectionKind.Description;
        _phrases.Begin(text.Clean);
        var blocks = text.BlockSpan;
        var sentences = text.SentenceSpan;
        for (var (block, sentence) = (0, 0); block < blocks.Length; block++)
        {
            ref readonly var b = ref blocks[block];
            if (b.Kind == BlockKind.Code)
            {
                CodeLines += 1 + text.Clean.AsSpan(b.Start, b.End - b.Start).Count('\n');
                Add(
                    text,
                    b,
                    new Segment { Field = field, Start = b.Start, End = b.End, BlockIndex = block, OpensBlock = true, Heading = heading, Zone = Zone.Code });
                continue;
            }

            if (b.Kind == BlockKind.Heading) heading = _segments.Count;
            else if (b.Section != section)
                heading = heading >= 0 && _segments[heading].Field == field && _segments[heading].Section == b.Section ? heading : -1;
            section = b.Section;
            var first = true;
            for (; sentence < sentences.Length && sentences[sentence].Block <= block; sentence++)
            {
                ref readonly var s = ref sentences[sentence];
                if (s.Block < block) continue;
                Add(text, b, new Segment
                {
                    Field = field,
                    Start = s.Start,
                    End = s.End,
                    BlockIndex = block,
                    OpensBlock = first,
                    Heading = b.Kind == BlockKind.Heading ? -1 : heading,
                    Zone = b.Kind == BlockKind.Heading ? Zone.Heading : b.Checked == true ? Zone.Done : Zone.Content,
                });
                first = false;
            }
        }
    }

    // Completes a segment with its tokens and with what its block says.
    private void Add(FieldText text, in Block block, Segment segment)
    {
        segment.FirstToken = Tokens.Count;
        segment.Block = block.Kind;
        segment.Checked = block.Checked;
        segment.Ordered = block.Ordered;
        segment.Section = block.Section;
        if (segment.Zone != Zone.Code)
        {
            Tokenizer.Read(text.Clean, segment.Start, segment.End, Classes, Tokens);
            segment.EndToken = Tokens.Count;
            var tokens = TokensOf(segment);
            foreach (ref readonly var token in tokens)
            {
                if (token.IsWordLike) segment.Words++;
            }

            segment.Patterns = Classes.Patterns.Find(tokens);
            if (segment.Zone is Zone.Content or Zone.Done && segment.Field != TicketField.Summary)
            {
                if (LogLine.Is(text.Clean.AsSpan(segment.Start, segment.End - segment.Start))) segment.Zone = Zone.Log;
                else if (TemplateText.Is(this, segment, _phrases, segment.OpensBlock || _segments.Count == 0 ? Zone.Content : _segments[^1].Zone))
                    segment.Zone = Zone.Template;
            }
        }

        segment.EndToken = Tokens.Count;
        segment.Place = Contents;
        if (segment.Zone is Zone.Content or Zone.Done && segment.Field != TicketField.Summary) Contents++;
        _segments.Add(segment);
    }
}
