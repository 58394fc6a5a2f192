using Vindex.Scoring.Tickets.Markup;

namespace Vindex.Scoring.Tickets.Sections;

/// <summary>
/// Turns the blocks of the markup (<see cref="RawBlock"/>) into blocks with their sections. Labels serve as headings, alone on their line, at the start of
/// one or, when distinctive, in its middle; criteria run into one line become list items.
/// </summary>
internal sealed class SectionFinder
{
    /// <summary>Labels and bold lines rank as headings of this level.</summary>
    public const int LabelLevel = 6;
    private const int LongestBoldTitle = 100;
    private const int LongestTitle = 40;
    private readonly List<Block> _blocks = [];
    private readonly SectionKind[] _kinds = new SectionKind[LabelLevel + 1];
    private readonly int[] _levels = new int[LabelLevel + 1];
    private int _depth;
    private SectionKind _base;
    private bool _summary;
    private int _itemLevel;
    private SectionKind _itemSection;

    private SectionKind Section => _depth == 0 ? _base : _kinds[_depth - 1];

    /// <summary>The blocks of a field.</summary>
    /// <param name="text">Its clean text.</param>
    /// <param name="raw">The blocks of the markup.</param>
    /// <param name="field">Which field it is.</param>
    public Block[] Find(ReadOnlySpan<char> text, List<RawBlock> raw, TicketField field)
    {
        _blocks.Clear();
        _depth = 0;
        _itemLevel = 0;
        _base = field == TicketField.AcceptanceCriteria ? SectionKind.AcceptanceCriteria : SectionKind.Description;
        _summary = field == TicketField.Summary;
        for (var i = 0; i < raw.Count; i++)
        {
            // A title that begins with a number or a mark is a title all the same.
            var block = i == 0 && _summary && raw[i].Kind != BlockKind.Code ? new RawBlock(BlockKind.Paragraph, raw[i].Start, raw[i].End) : raw[i];
            if (block.Kind != BlockKind.ListItem) _itemLevel = 0;
            switch (block.Kind)
            {
                case BlockKind.Heading:
                    ReadHeading(text, block);
                    break;
                case BlockKind.Paragraph:
                    ReadParagraph(text, block);
                    break;
                case BlockKind.ListItem:
                    ReadItem(text, block);
                    break;
                default:
                    Add(block);
                    break;
            }
        }
        return _blocks.ToArray();
    }

    private void Add(RawBlock block) =>
        _blocks.Add(new Block(block.Kind, block.Start, block.End, block.Level, Section, block.Checked, block.Ordered));

    /// <summary>A heading ends the sections of its level and below; a known one opens its own.</summary>
    private void Open(SectionKind? kind, int level)
    {
        while (_depth > 0 && _levels[_depth - 1] >= level) _depth--;
        if (kind is not { } section) return;
        _kinds[_depth] = section == SectionKind.Description ? _base : section;
        _levels[_depth++] = level;
    }

    /// <summary>Where an export lost the line end after a heading, the text that followed has run into it: "Narrative As a clerk, I want …".</summary>
    private void ReadHeading(ReadOnlySpan<char> all, RawBlock block)
    {
        const int mostWords = 4;
        var text = all[block.Start..block.End];
        var end = 0;
        for (var words = 0; text.Length > LongestTitle && words < mostWords; words++)
        {
            var blank = text[end..].IndexOf(' ');
            if (blank < 0) break;
            end += blank;
            if (LineMarkers.IsStory(text[(end + 1)..]) && SectionNames.OfLabel(text[..end], out _) is not null)
            {
                Open(SectionNames.OfHeading(text[..end]), block.Level);
                Add(block with { End = block.Start + end });
                SplitAtLabels(all, block.Start + end, block.End);
                return;
            }
            end++;
        }
        Open(SectionNames.OfHeading(text), block.Level);
        Add(block);
    }

    private void ReadParagraph(ReadOnlySpan<char> all, RawBlock block)
    {
        var text = all[block.Start..block.End];
        if (block.Bold && text.Length <= LongestBoldTitle && text[^1] is not ('.' or '!' or ';' or ',') && !_summary && !LineMarkers.IsStory(text))
        {
            Open(SectionNames.OfHeading(text), LabelLevel);
            Add(block with { Kind = BlockKind.Heading, Level = LabelLevel });
            return;
        }
        if (SectionNames.IsTitle(text) && (!_summary || text[^1] == ':'))
        {
            Open(SectionNames.OfLabel(text, out _), LabelLevel);
            Add(block with { Kind = BlockKind.Heading, Level = LabelLevel });
            return;
        }
        if (text[^1] == ':' && !_summary && SectionNames.IsLabel(text))
        {
            // A label that names no section ("Web:") is a heading within the section that it stands in.
            Add(block with { Kind = BlockKind.Heading, Level = LabelLevel });
            return;
        }
        SplitAtLabels(all, block.Start, block.End);
    }

    private void ReadItem(ReadOnlySpan<char> all, RawBlock block)
    {
        if (_itemLevel > 0 && block.Level <= _itemLevel) _itemLevel = 0;
        var text = all[block.Start..block.End];
        var section = _itemLevel > 0 ? _itemSection : Section;
        if (_itemLevel == 0 && text[..Math.Min(text.Length, 48)].IndexOf(':') is > 0 and var colon && SectionNames.OfLabel(text[..colon], out _) is { } kind)
        {
            section = kind == SectionKind.Description ? _base : kind;
            (_itemLevel, _itemSection) = (block.Level, section);
        }
        if (text.Contains(" • ", StringComparison.Ordinal) || text.Contains(". - ", StringComparison.Ordinal))
        {
            foreach (var (start, end, _) in InlineItems.Further(text))
            {
                _blocks.Add(new Block(block.Kind, block.Start + start, block.Start + end, block.Level, section, block.Checked, block.Ordered));
            }
            return;
        }
        _blocks.Add(new Block(block.Kind, block.Start, block.End, block.Level, section, block.Checked, block.Ordered));
    }

    private void SplitAtLabels(ReadOnlySpan<char> all, int start, int end)
    {
        var from = start;
        for (var at = start; at < end;)
        {
            var next = all[at..end].IndexOf(':');
            if (next < 0) break;
            var colon = at + next;
            at = colon + 1;
            if (at < end && all[at] != ' ' && all[at] is not ('-' or '*' or '•')) continue;
            var label = LabelBefore(all, from, colon, out var kind);
            if (label < 0) continue;
            AddBody(all, from, label);
            Open(kind, LabelLevel);
            _blocks.Add(new Block(BlockKind.Heading, label, colon + 1, LabelLevel, Section));
            from = at;
        }
        AddBody(all, from, end);
    }

    /// <summary>Where the label begins that ends at <paramref name="colon"/>; −1 if there is no label.</summary>
    private int LabelBefore(ReadOnlySpan<char> all, int from, int colon, out SectionKind kind)
    {
        const int longest = 40;
        const int mostWords = 4;
        kind = default;
        while (from < colon && all[from] == ' ') from++;
        var found = -1;
        var words = 0;
        for (var i = colon - 1; i >= from && colon - i <= longest && words < mostWords; i--)
        {
            var c = all[i];
            if (c is '.' or '!' or '?' or ';' or ':' or ',') break;
            if (i > from && all[i - 1] != ' ') continue;
            words++;
            if (!char.IsLetter(c)) continue;
            if (SectionNames.OfLabel(all[i..colon], out var strength) is not { } section) continue;
            if (i == from ? !_summary || strength > LabelStrength.Line : Counts(strength, char.IsUpper(c), all, i))
            {
                found = i;
                kind = section;
            }
        }
        return found;
    }

    private static bool Counts(LabelStrength strength, bool capital, ReadOnlySpan<char> all, int i) => strength switch
    {
        LabelStrength.Anywhere => capital || AfterSentence(all, i),
        LabelStrength.Sentence => capital && AfterSentence(all, i),
        _ => false,
    };

    private static bool AfterSentence(ReadOnlySpan<char> all, int i)
    {
        while (i > 0 && all[i - 1] is ' ' or '*' or '-') i--;
        return i == 0 || all[i - 1] is '.' or '!' or '?' or ';' or ')' or '\n';
    }

    private void AddBody(ReadOnlySpan<char> all, int start, int end)
    {
        Trim(all, ref start, ref end);
        if (start >= end) return;
        if (Section is SectionKind.AcceptanceCriteria or SectionKind.Steps && InlineItems.Find(all[start..end]) is { Count: > 0 } items)
        {
            foreach (var (itemStart, itemEnd, ordered) in items)
            {

                _blocks.Add(new Block(BlockKind.ListItem, start + itemStart, start + itemEnd, 1, Section, null, ordered));
            }
            return;
        }
        _blocks.Add(new Block(BlockKind.Paragraph, start, end, 0, Section));
    }

    private static void Trim(ReadOnlySpan<char> all, ref int start, ref int end)
    {
        while (start < end && all[start] == ' ') start++;
        while (end > start && all[end - 1] == ' ') end--;
    }
}
